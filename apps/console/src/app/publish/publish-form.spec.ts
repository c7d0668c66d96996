import { beforeEach, describe, expect, it } from '@jest/globals';
import { HttpErrorResponse } from '@angular/common/http';
import { signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { statusOf } from '../../testing/status';
import { Api } from '../api/api';
import type { Published } from '../api/models';
import { Session } from '../session/session';
import { StatusStore } from '../status/status-store';
import { Confirm } from '../ui/confirm';
import type { Question } from '../ui/question';
import { EMPTY_DRAFT, type PublishDraft } from './publish-draft';
import { PublishForm } from './publish-form';
import { PublishMemory } from './publish-memory';

const PUBLISHED: Published = {
  topic: 'hall/1',
  payloadBytes: 2,
  sha256: 'ab'.repeat(32),
  publishedAt: '2026-11-23T14:20:31.000Z',
  acknowledged: false,
};

const refusedWith = (error: object) => new HttpErrorResponse({ status: 400, error });

describe('the sheet that publishes', () => {
  const token = signal<string | undefined>('a-token');
  let refusal: string | undefined;
  let answers: (Published | HttpErrorResponse)[];
  let sent: unknown[];
  let questions: Question[];
  let closed: number;
  let shown: ComponentFixture<PublishForm>;
  const host = () => shown.nativeElement as HTMLElement;
  const text = () => host().textContent.replaceAll(/\s+/g, ' ');
  const settle = async () => {
    TestBed.tick();
    await shown.whenStable();
    await new Promise((resolve) => setTimeout(resolve));
    TestBed.tick();
  };
  const type = async (field: string, value: string) => {
    const control = host().querySelector<HTMLInputElement | HTMLTextAreaElement>(`#${field}`)!;
    control.value = value;
    control.dispatchEvent(new Event('input'));
    await settle();
  };
  const publish = async () => {
    host()
      .querySelector('form')
      ?.dispatchEvent(new Event('submit', { cancelable: true }));
    await settle();
  };
  const open = async (given: Partial<PublishDraft> = {}) => {
    TestBed.overrideProvider(MAT_DIALOG_DATA, { useValue: { ...EMPTY_DRAFT, ...given } });
    shown = TestBed.createComponent(PublishForm);
    document.body.append(host());
    await settle();
  };

  beforeEach(() => {
    token.set('a-token');
    refusal = undefined;
    answers = [];
    sent = [];
    questions = [];
    closed = 0;
    const invoke = (_: unknown, { body }: { body: unknown }) => {
      sent.push(body);
      const answer = answers.shift() ?? PUBLISHED;
      return answer instanceof HttpErrorResponse
        ? // As the generated client rejects.
          Promise.reject(Object.assign(new Error(answer.message), { cause: answer }))
        : Promise.resolve(answer);
    };
    const ask = async (question: Question) => {
      questions.push(question);
      await question.act();
      return true;
    };
    TestBed.configureTestingModule({
      providers: [
        { provide: Api, useValue: { invoke } },
        { provide: Confirm, useValue: { ask } },
        { provide: MAT_DIALOG_DATA, useValue: EMPTY_DRAFT },
        { provide: MatDialogRef, useValue: { close: () => (closed += 1) } },
        { provide: Session, useValue: { token, refusal: () => refusal } },
        { provide: StatusStore, useValue: { latest: signal(statusOf()) } },
      ],
    });
  });

  it('sends what was typed, says what became of it, and stays', async () => {
    await open({ topic: 'hall/1' });
    await type('publish-payload', 'on');
    expect(text()).toContain('2 bytes');
    await publish();
    expect(sent).toEqual([
      { topic: 'hall/1', payload: 'on', format: 'text', qos: 0, retain: false },
    ]);
    expect(text()).toContain('Sent. QoS 0 is not acknowledged.');
    expect(closed).toBe(0);
    expect(TestBed.inject(PublishMemory).sent()).toHaveLength(1);
  });

  it('sends nothing that is not right, and says where', async () => {
    await open();
    expect(text()).not.toContain('Enter a topic.');
    await publish();
    expect(text()).toContain('Enter a topic.');
    expect(document.activeElement?.id).toBe('publish-topic');
    await type('publish-topic', 'hall/+');
    expect(text()).toContain('wildcards');
    expect(sent).toEqual([]);
  });

  it('shows what the server finds wrong at its field, until something is changed', async () => {
    await open({ topic: 'hall/1' });
    answers = [refusedWith({ errors: [{ pointer: '/topic', detail: 'Not this one.' }] })];
    await publish();
    expect(host().querySelector('#publish-topic-hint')?.textContent).toContain('Not this one.');
    expect(host().querySelector('mcm-note')).toBeNull();
    await type('publish-topic', 'hall/2');
    expect(text()).not.toContain('Not this one.');
  });

  it('unfolds the properties when one of them is wrong', async () => {
    await open({ topic: 'hall/1' });
    const at = '/properties/userProperties/0/name';
    await type('publish-content-type', 'a');
    answers = [refusedWith({ errors: [{ pointer: at, detail: 'Not this name.' }] })];
    shown.componentInstance['patch']({ userProperties: [{ name: 'x', value: 'y' }] });
    await settle();
    await publish();
    expect(host().querySelector('details')?.open).toBe(true);
    expect(text()).toContain('Not this name.');
  });

  it('says in the sheet what no field can say, and keeps what was typed', async () => {
    await open({ topic: 'hall/1', payload: 'on' });
    answers = [refusedWith({ title: 'The broker cannot be reached', detail: 'Refused.' })];
    await publish();
    expect(text()).toContain('The broker cannot be reached. Refused.');
    await publish();
    expect(text()).toContain('Sent. QoS 0');
    expect(sent).toHaveLength(2);
  });

  it('asks before an empty retained payload deletes something', async () => {
    await open({ topic: 'hall/1', retain: true });
    expect(text()).toContain('An empty retained payload deletes');
    await publish();
    expect(questions[0]?.hits).toEqual([['Topic', 'hall/1']]);
    expect(sent).toHaveLength(1);
  });

  it('does nothing for who may not publish', async () => {
    refusal = 'Needs the role operator. You are viewer.';
    await open({ topic: 'hall/1' });
    await publish();
    expect(text()).toContain('Needs the role operator. You are viewer.');
    expect(sent).toEqual([]);
  });

  it('keeps what was not sent when it is closed, and nothing when it was', async () => {
    await open({ topic: 'hall/1' });
    await type('publish-payload', 'not yet');
    shown.destroy();
    expect(TestBed.inject(PublishMemory).unsent?.payload).toBe('not yet');
    shown = TestBed.createComponent(PublishForm);
    await settle();
    expect(host().querySelector('textarea')?.value).toBe('not yet');
    await publish();
    shown.destroy();
    expect(TestBed.inject(PublishMemory).unsent).toBeUndefined();
  });

  it('goes when the session ends, and forgets what was typed', async () => {
    await open({ topic: 'hall/1', payload: 'on' });
    token.set(undefined);
    await settle();
    expect(closed).toBe(1);
    shown.destroy();
    expect(TestBed.inject(PublishMemory).unsent).toBeUndefined();
  });
});
