import { beforeEach, describe, expect, it } from '@jest/globals';
import { HttpErrorResponse } from '@angular/common/http';
import { signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { Api } from '../api/api';
import { previewRetainedDeletion } from '../api/functions';
import type { RetainedPreview } from '../api/models';
import { Session } from '../session/session';
import { Clock } from '../ui/clock';
import { DeleteSheet } from './delete-sheet';

const NOW = Date.parse('2026-11-25T14:00:00.000Z');
const PREVIEW: RetainedPreview = {
  id: '2f3cf7a4-6c1f-4a57-9f0b-7d2b8a1f0e11',
  filter: 'line2/#',
  expiresAt: '2026-11-25T14:10:00.000Z',
  messages: 2,
  payloadBytes: 12,
  first: ['line2/a', 'line2/b'].map((topic) => ({
    topic,
    payloadBytes: 6,
    payloadFormat: 'text',
    payloadPreview: 'on',
    qos: 1,
  })),
  undoable: true,
  complete: 'yes',
};

describe('the sheet that deletes retained messages', () => {
  const now = signal(NOW);
  const token = signal<string | undefined>('a-token');
  let refusal: string | undefined;
  let preview: RetainedPreview | HttpErrorResponse;
  let deletion: { readonly id: string } | HttpErrorResponse;
  let asked: unknown[];
  let closed: unknown[];
  let shown: ComponentFixture<DeleteSheet>;
  const host = () => shown.nativeElement as HTMLElement;
  const text = () => host().textContent.replaceAll(/\s+/g, ' ');
  const settle = async () => {
    TestBed.tick();
    await shown.whenStable();
    await new Promise((resolve) => setTimeout(resolve));
    TestBed.tick();
  };
  const button = (name: string) =>
    [...host().querySelectorAll('button')].find(({ textContent }) => textContent.trim() === name);
  const press = async (name: string) => {
    button(name)?.click();
    await settle();
  };
  const type = async (field: string, value: string) => {
    const control = host().querySelector<HTMLInputElement>(`#${field}`)!;
    control.value = value;
    control.dispatchEvent(new Event('input'));
    await settle();
  };
  const open = async (filter: string) => {
    TestBed.overrideProvider(MAT_DIALOG_DATA, { useValue: filter });
    shown = TestBed.createComponent(DeleteSheet);
    document.body.append(host());
    await settle();
  };

  beforeEach(() => {
    now.set(NOW);
    token.set('a-token');
    refusal = undefined;
    preview = PREVIEW;
    deletion = { id: 'a-deletion' };
    asked = [];
    closed = [];
    const invoke = (operation: unknown, { body }: { body: unknown }) => {
      asked.push(body);
      const answer = operation === previewRetainedDeletion ? preview : deletion;
      return answer instanceof HttpErrorResponse
        ? Promise.reject(Object.assign(new Error(answer.message), { cause: answer }))
        : Promise.resolve(answer);
    };
    TestBed.configureTestingModule({
      providers: [
        { provide: Api, useValue: { invoke } },
        { provide: Clock, useValue: { now } },
        { provide: MAT_DIALOG_DATA, useValue: '' },
        { provide: MatDialogRef, useValue: { close: (id: unknown) => closed.push(id) } },
        { provide: Session, useValue: { token, refusal: () => refusal } },
      ],
    });
  });

  it('shows at once what a filter from the address hits, and deletes only that', async () => {
    await open('line2/#');
    expect(asked).toEqual([{ filter: 'line2/#' }]);
    expect(text()).toContain('Can be undone for 24 hours');
    expect(text()).not.toContain('All?');
    expect(host().querySelectorAll('li')).toHaveLength(2);
    await press('Delete 2 messages');
    expect(asked.at(-1)).toEqual({ preview: PREVIEW.id });
    expect(closed).toEqual(['a-deletion']);
  });

  it.each([
    ['perhaps-not', 'Perhaps not: the broker dropped messages'],
    ['unknown', 'Unknown: the broker does not tell'],
  ] as const)('says whether these are all: %s', async (complete, words) => {
    preview = { ...PREVIEW, complete };
    await open('line2/#');
    expect(text()).toContain(words);
  });

  it('asks for nothing by what is no filter', async () => {
    await open('');
    expect(text()).not.toContain('Enter a topic');
    await press('Show what it hits');
    expect(text()).toContain('Enter a topic, or a filter.');
    await type('delete-filter', 'a#');
    expect(text()).toContain('stand alone');
    expect(asked).toEqual([]);
  });

  it('forgets what one filter hits when another is typed', async () => {
    await open('line2/#');
    await type('delete-filter', 'line3/#');
    expect(button('Delete 2 messages')).toBeUndefined();
    expect(button('Show what it hits')).toBeDefined();
  });

  it('has the filter typed once more when there is no undo', async () => {
    preview = { ...PREVIEW, undoable: false };
    await open('line2/#');
    expect(text()).toContain('Cannot be undone');
    expect(button('Delete 2 messages')?.disabled).toBe(true);
    await type('delete-confirmation', 'line2');
    expect(button('Delete 2 messages')?.disabled).toBe(true);
    await type('delete-confirmation', 'line2/#');
    await press('Delete 2 messages');
    expect(asked.at(-1)).toEqual({ preview: PREVIEW.id, withoutUndo: true });
  });

  it('does not act on a picture that is too old', async () => {
    await open('line2/#');
    now.set(Date.parse(PREVIEW.expiresAt));
    await settle();
    expect(text()).toContain('too old to act on');
    expect(button('Delete 2 messages')).toBeUndefined();
    await press('Look again');
    expect(asked).toHaveLength(2);
  });

  it('looks again after the server has forgotten the picture', async () => {
    await open('line2/#');
    const error = { type: '/problems/preview-not-found', title: 'There is no such preview' };
    deletion = new HttpErrorResponse({ status: 404, error });
    await press('Delete 2 messages');
    expect(text()).toContain('There is no such preview.');
    expect(closed).toEqual([]);
    expect(button('Show what it hits')).toBeDefined();
  });

  it('says when nothing is hit, and has nothing to delete then', async () => {
    preview = { ...PREVIEW, messages: 0, payloadBytes: 0, first: [] };
    await open('line2/#');
    expect(text()).toContain('It hits nothing');
    expect(host().querySelector('.go')).toBeNull();
  });

  it('does nothing for who may not delete', async () => {
    refusal = 'Needs the role operator. You are viewer.';
    await open('line2/#');
    expect(text()).toContain('Needs the role operator.');
    await press('Show what it hits');
    expect(asked).toEqual([]);
  });
});
