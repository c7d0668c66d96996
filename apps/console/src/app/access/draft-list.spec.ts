import { beforeEach, describe, expect, it } from '@jest/globals';
import { HttpErrorResponse } from '@angular/common/http';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { FakeEvents } from '../../testing/fake-events';
import { LiveEvents } from '../live/live-events';
import { AccessDraftStore } from './access-draft-store';
import { type DraftPage, draftList } from './draft-list';

describe('a list of what the draft has', () => {
  const question = signal<{ readonly search: string } | undefined>({ search: '' });
  const events = new FakeEvents();
  let asked: string[];
  let answers: PromiseWithResolvers<DraftPage<string>>[];
  let draftReads: number;
  const settle = async () => {
    TestBed.tick();
    await new Promise((resolve) => setTimeout(resolve));
    TestBed.tick();
  };
  const page = (version: number, ...entries: readonly string[]): DraftPage<string> => ({
    ...{ entries, version, total: entries.length },
  });
  const start = () =>
    TestBed.runInInjectionContext(() =>
      draftList(question, ({ search }) => {
        asked.push(search);
        const answer = Promise.withResolvers<DraftPage<string>>();
        answers.push(answer);
        return answer.promise;
      }),
    );

  beforeEach(() => {
    asked = [];
    answers = [];
    draftReads = 0;
    question.set({ search: '' });
    TestBed.configureTestingModule({
      providers: [
        { provide: LiveEvents, useValue: events },
        { provide: AccessDraftStore, useValue: { reload: () => (draftReads += 1) } },
      ],
    });
  });

  it('is asked for again when the draft or what is in force changes, also while an answer is on its way', async () => {
    const list = start();
    await settle();
    events.tell({ type: 'access_draft_changed', version: 2 });
    await settle();
    answers[0]?.resolve(page(1, 'too old'));
    answers[1]?.resolve(page(2, 'plc-7'));
    await settle();
    expect(list.page()).toEqual(page(2, 'plc-7'));
    events.tell({ type: 'access_changed', revision: 4 });
    await settle();
    // The same is asked again: what is shown is not outdated.
    expect([asked.length, list.outdated(), list.page()?.entries]).toEqual([3, false, ['plc-7']]);
    answers[2]?.resolve(page(2, 'plc-7', 'plc-8'));
    await settle();
    expect(list.page()?.total).toBe(2);
  });

  it('is reloaded together with the figure of what waits', async () => {
    const list = start();
    await settle();
    list.reload();
    await settle();
    expect([asked.length, draftReads]).toEqual([2, 1]);
  });

  it('knows that MCM only looks', async () => {
    const list = start();
    await settle();
    const error = { type: '/problems/access-read-only', title: 'Not set up' };
    answers[0]?.reject(new HttpErrorResponse({ status: 409, error }));
    await settle();
    expect(list.isReadOnly()).toBe(true);
  });

  it('asks nothing without a question', async () => {
    question.set(undefined);
    start();
    await settle();
    expect(asked).toEqual([]);
  });
});
