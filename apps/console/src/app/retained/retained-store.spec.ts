import { beforeEach, describe, expect, it } from '@jest/globals';
import { ApplicationRef, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { rowOf } from '../../testing/topics';
import { Api } from '../api/api';
import type { RetainedPage } from '../api/models';
import { LiveEvents } from '../live/live-events';
import { Session } from '../session/session';
import { DeletionsStore } from './deletions-store';
import { RetainedStore } from './retained-store';

const FIGURES = { seen: 1204, brokerCount: 1257 };

describe('what the list of retained messages asks for', () => {
  const openings = signal(1);
  const ended = signal(0);
  const asked: unknown[] = [];
  let pages: RetainedPage[];
  let store: RetainedStore;
  const settled = () => TestBed.inject(ApplicationRef).whenStable();
  const invoke = (_: unknown, params: unknown) => {
    asked.push(params);
    return Promise.resolve(pages.shift() ?? { retained: [], ...FIGURES });
  };
  const topics = () => store.log.page()?.entries.map(({ topic }) => topic);

  beforeEach(() => {
    asked.length = 0;
    pages = [];
    openings.set(1);
    ended.set(0);
    TestBed.configureTestingModule({
      providers: [
        RetainedStore,
        { provide: Api, useValue: { invoke } },
        { provide: DeletionsStore, useValue: { ended } },
        { provide: LiveEvents, useValue: { openings } },
        { provide: Session, useValue: { refusal: () => undefined } },
      ],
    });
    store = TestBed.inject(RetainedStore);
  });

  it('is a page, with the figures of all of them', async () => {
    pages = [{ retained: [rowOf('a'), rowOf('b')], nextCursor: 'b', ...FIGURES }];
    pages.push({ retained: [rowOf('c')], ...FIGURES });
    await settled();
    expect(asked).toEqual([{ limit: 100 }, { limit: 98, cursor: 'b' }]);
    expect(topics()).toEqual(['a', 'b', 'c']);
    expect(store.figures()).toEqual(FIGURES);
    expect(store.log.page()?.next).toBeUndefined();
  });

  it('is a search, from the cursor on', async () => {
    store.search.set({ kind: 'value', text: 'on' });
    store.cursor.set('m');
    await settled();
    expect(asked).toEqual([{ value: 'on', limit: 100, cursor: 'm' }]);
  });

  it('goes on while pages hold few, and leaves off to be asked for more', async () => {
    pages = Array.from({ length: 20 }, (_, at) => ({
      retained: [],
      nextCursor: String(at),
      ...FIGURES,
    }));
    await settled();
    expect(asked).toHaveLength(10);
    expect(store.log.page()).toEqual({ entries: [], next: '9' });
  });

  it('is nothing by what is no filter', async () => {
    store.search.set({ kind: 'filter', text: 'a/#/b' });
    await settled();
    expect(asked).toEqual([]);
    expect(store.problem()).toContain('#');
  });

  it('is asked again when a deletion has ended, also while an answer is on its way', async () => {
    pages = [{ retained: [rowOf('a'), rowOf('deleted')], ...FIGURES }];
    pages.push({ retained: [rowOf('a')], ...FIGURES });
    TestBed.tick();
    expect(asked).toHaveLength(1);
    ended.set(1);
    await settled();
    expect(asked).toHaveLength(2);
    expect(topics()).toEqual(['a']);
  });

  it('is asked again when the stream is back', async () => {
    await settled();
    openings.set(2);
    await settled();
    expect(asked).toHaveLength(2);
  });
});
