import { beforeEach, describe, expect, it } from '@jest/globals';
import { ApplicationRef, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { type LogPage, pagedLog, readCursors } from './paged-log';

interface Question {
  readonly from: number;
}

describe('a log in pages', () => {
  const question = signal<Question | undefined>({ from: 9 });
  let answers: PromiseWithResolvers<LogPage<number>>[];
  const settled = () => TestBed.inject(ApplicationRef).whenStable();
  const start = () =>
    TestBed.runInInjectionContext(() =>
      pagedLog(question, () => {
        const answer = Promise.withResolvers<LogPage<number>>();
        answers.push(answer);
        return answer.promise;
      }),
    );

  beforeEach(() => {
    answers = [];
    question.set({ from: 9 });
  });

  it('keeps the page while the next one is on its way, and says that it is outdated', async () => {
    const log = start();
    TestBed.tick();
    expect([log.page(), log.asking(), log.outdated()]).toEqual([undefined, true, false]);
    answers[0]?.resolve({ entries: [9, 8], next: '8' });
    await settled();
    expect(log.page()?.entries).toEqual([9, 8]);

    question.set({ from: 7 });
    TestBed.tick();
    expect([log.page()?.entries, log.outdated()]).toEqual([[9, 8], true]);
    answers[1]?.resolve({ entries: [7] });
    await settled();
    expect([log.page()?.entries, log.outdated()]).toEqual([[7], false]);
  });

  it('keeps the page when it cannot be read again, and forgets the failure when it can', async () => {
    const log = start();
    TestBed.tick();
    answers[0]?.resolve({ entries: [9] });
    await settled();
    // As the template reads it.
    expect(log.page()?.entries).toEqual([9]);
    log.reload();
    TestBed.tick();
    answers[1]?.reject(new Error('cut off'));
    await settled();
    expect([log.page()?.entries, log.failure()?.detail]).toEqual([[9], 'cut off']);
    log.reload();
    TestBed.tick();
    answers[2]?.resolve({ entries: [10, 9] });
    await settled();
    expect([log.page()?.entries, log.failure()]).toEqual([[10, 9], undefined]);
  });

  it('asks nothing while nothing may be asked', () => {
    question.set(undefined);
    start();
    TestBed.tick();
    expect(answers).toHaveLength(0);
  });
});

describe('readCursors', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['abc', ['abc']],
    [
      ['abc', 'def'],
      ['abc', 'def'],
    ],
  ])('reads %j as %j', (params, cursors) => {
    expect(readCursors(params)).toEqual(cursors);
  });
});
