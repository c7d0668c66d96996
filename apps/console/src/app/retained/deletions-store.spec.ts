import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Api } from '../api/api';
import { listRetainedDeletions } from '../api/functions';
import type { DeletionState } from '../api/models';
import { LiveEvents } from '../live/live-events';
import { PageVisibility } from '../live/page-visibility';
import { Session } from '../session/session';
import { Confirm } from '../ui/confirm';
import type { Question } from '../ui/question';
import { DeletionsStore } from './deletions-store';

const deletion = {
  id: '2f3cf7a4-6c1f-4a57-9f0b-7d2b8a1f0e11',
  filter: 'line2/#',
  username: 'm.keller',
  startedAt: '2026-11-25T13:59:00.000Z',
  messages: 40,
  payloadBytes: 1_204,
  deleted: 40,
  refused: 0,
  leftAlone: 0,
};

describe('the deletions', () => {
  const visible = signal(true);
  const refusal = signal<string | undefined>(undefined);
  let asked: number;
  let state: DeletionState;
  let endedAt: string | undefined;
  let undone: unknown[];
  let questions: Question[];
  let store: DeletionsStore;
  const invoke = (operation: unknown, params: unknown) => {
    if (operation !== listRetainedDeletions) return Promise.resolve(undone.push(params));
    asked += 1;
    return Promise.resolve({ deletions: [{ ...deletion, state, endedAt }] });
  };
  const ask = async (question: Question) => {
    questions.push(question);
    await question.act();
    return true;
  };
  const pass = async (ms: number) => {
    await jest.advanceTimersByTimeAsync(ms);
    TestBed.tick();
    await jest.advanceTimersByTimeAsync(0);
    // As the template reads it.
    return store.running().length;
  };

  beforeEach(() => {
    jest.useFakeTimers();
    asked = 0;
    state = 'deleting';
    endedAt = undefined;
    undone = [];
    questions = [];
    visible.set(true);
    refusal.set(undefined);
    TestBed.configureTestingModule({
      providers: [
        DeletionsStore,
        { provide: Api, useValue: { invoke } },
        { provide: Confirm, useValue: { ask } },
        { provide: LiveEvents, useValue: { openings: signal(1) } },
        { provide: PageVisibility, useValue: { visible } },
        { provide: Session, useValue: { refusal } },
      ],
    });
    store = TestBed.inject(DeletionsStore);
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('are asked for once a second while one runs, and then no more', async () => {
    expect(await pass(0)).toBe(1);
    await pass(1_000);
    expect(asked).toBe(2);
    state = 'deleted';
    expect(await pass(1_000)).toBe(0);
    await pass(5_000);
    expect(asked).toBe(3);
  });

  it('have ended since also when nobody saw them run', async () => {
    state = 'deleted';
    endedAt = '2026-11-25T13:59:01.000Z';
    await pass(0);
    expect(store.ended()).toBe(0);
    // Its undo is begun, and over before it is asked about.
    state = 'restored';
    endedAt = '2026-11-25T14:10:00.000Z';
    store.reload();
    await pass(0);
    expect(store.ended()).toBe(1);
    store.reload();
    await pass(0);
    expect(store.ended()).toBe(1);
  });

  it('have not ended while they run', async () => {
    await pass(0);
    await pass(1_000);
    expect(store.ended()).toBe(0);
    state = 'deleted';
    endedAt = '2026-11-25T13:59:01.000Z';
    await pass(1_000);
    expect(store.ended()).toBe(1);
  });

  it('are left alone while nobody can see the tab', async () => {
    await pass(0);
    visible.set(false);
    await pass(5_000);
    expect(asked).toBe(1);
  });

  it('are not asked for by who may not', async () => {
    refusal.set('Needs the role operator. You are viewer.');
    await pass(5_000);
    expect(asked).toBe(0);
    expect(store.refusal()).toContain('operator');
  });

  it('are undone after a question that says what it hits', async () => {
    state = 'deleted';
    await pass(0);
    const begun = store.undo({ ...deletion, state: 'deleted' });
    await pass(0);
    expect(await begun).toBe(true);
    expect(questions[0]?.heading).toBe('Restore 40 retained messages?');
    expect(questions[0]?.hits).toContainEqual(['Filter', 'line2/#']);
    expect(undone).toEqual([{ id: deletion.id }]);
    expect(asked).toBe(2);
  });
});
