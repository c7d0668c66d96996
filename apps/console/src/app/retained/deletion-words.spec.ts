import { describe, expect, it } from '@jest/globals';
import type { RetainedDeletion } from '../api/models';
import {
  canUndo,
  deletionFacts,
  deletionMark,
  isRunning,
  percentDone,
  progressWords,
  verificationWords,
} from './deletion-words';

const now = Date.parse('2026-11-25T14:00:00.000Z');

const deletionOf = (change: Partial<RetainedDeletion>): RetainedDeletion => ({
  id: '2f3cf7a4-6c1f-4a57-9f0b-7d2b8a1f0e11',
  filter: 'line2/#',
  state: 'deleted',
  username: 'm.keller',
  startedAt: '2026-11-25T13:59:00.000Z',
  messages: 40,
  payloadBytes: 1_204,
  deleted: 40,
  refused: 0,
  leftAlone: 0,
  remaining: 0,
  undoUntil: '2026-11-26T13:59:00.000Z',
  ...change,
});

describe('how a deletion stands', () => {
  it.each([
    [{ state: 'deleting' }, 'unknown', 'Deleting', true],
    [{ state: 'verifying' }, 'unknown', 'Verifying', true],
    [{}, 'ok', 'Deleted', false],
    [{ remaining: 2 }, 'warning', 'Partly deleted', false],
    [{ refused: 1 }, 'warning', 'Partly deleted', false],
    [{ state: 'failed' }, 'fault', 'Failed', false],
    [{ state: 'interrupted' }, 'warning', 'Interrupted', false],
    [{ state: 'restoring' }, 'unknown', 'Restoring', true],
    [{ state: 'restored' }, 'ok', 'Restored', false],
  ] as const)('is marked: %j', (change, icon, word, running) => {
    const deletion = deletionOf(change);
    expect(deletionMark(deletion)).toEqual({ icon, word });
    expect(isRunning(deletion)).toBe(running);
  });

  it('says how far it is while it deletes, and not what nobody can know', () => {
    const half = deletionOf({ state: 'deleting', deleted: 10 });
    expect(progressWords(half)).toBe('Deleting line2/#: 10 of 40');
    expect(percentDone(half)).toBe(25);
    expect(progressWords(deletionOf({ state: 'verifying' }))).toBe('Verifying line2/#');
    expect(percentDone(deletionOf({ state: 'verifying' }))).toBeUndefined();
    expect(percentDone(deletionOf({ state: 'deleting', messages: 0 }))).toBeUndefined();
  });
});

describe('what a deletion did', () => {
  const names = (change: Partial<RetainedDeletion>) =>
    deletionFacts(deletionOf(change)).map(([name]) => name);

  it('leaves out what did not happen', () => {
    expect(names({})).toEqual(['Hits', 'Deleted', 'Verified']);
    expect(names({ restored: 40, skipped: 0 })).toEqual([
      'Hits',
      'Deleted',
      'Verified',
      'Restored',
    ]);
  });

  it('counts what was refused, left alone and skipped', () => {
    const change = { refused: 2, leftAlone: 1, restored: 36, skipped: 1, expired: 1 };
    const facts = Object.fromEntries(deletionFacts(deletionOf(change)));
    expect(facts).toMatchObject({
      Refused: '2 topics, by the broker',
      'Left alone': '1 that came after the preview',
      Restored: '36, published again',
      Skipped: '1 that had a new retained message',
      Expired: '1 whose time ran out meanwhile',
    });
  });

  it.each([
    [{}, '0 left, verified by a fresh subscription'],
    [{ remaining: 3 }, '3 left, as a fresh subscription found'],
    [{ state: 'deleting', remaining: undefined }, 'by a fresh subscription, at the end'],
    [{ state: 'failed', remaining: undefined }, 'not verified'],
  ] as const)('says what is left: %j', (change, words) => {
    expect(verificationWords(deletionOf(change))).toBe(words);
  });
});

describe('an undo', () => {
  it.each([
    [{}, true],
    [{ state: 'failed' }, true],
    [{ state: 'interrupted' }, true],
    [{ state: 'deleting' }, false],
    [{ state: 'restored' }, false],
    [{ undoUntil: undefined }, false],
    [{ undoUntil: '2026-11-25T14:00:00.000Z' }, false],
  ] as const)('is possible or not: %j', (change, possible) => {
    expect(canUndo(deletionOf(change), now)).toBe(possible);
  });
});
