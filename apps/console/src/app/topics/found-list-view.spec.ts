import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { rowOf } from '../../testing/topics';
import { TopicsBed } from '../../testing/topics-bed';
import { listTopics, lookUpTopics } from '../api/functions';
import type { TopicPage } from '../api/models';
import { FoundListView } from './found-list-view';
import { FoundTopics } from './found-topics';
import { Pause } from './pause';

const pageOf = (...names: readonly string[]): TopicPage => ({
  topics: names.map((name) => rowOf(name)),
});

describe('the list of what was found', () => {
  let bed: TopicsBed;
  let found: FoundTopics;
  let shown: ComponentFixture<FoundListView>;
  let late: PromiseWithResolvers<TopicPage>;
  const pass = async (ms = 0) => {
    shown.detectChanges();
    await jest.advanceTimersByTimeAsync(ms);
    shown.detectChanges();
  };
  const answer = async (...names: readonly string[]) => {
    late.resolve(pageOf(...names));
    await pass();
  };

  afterEach(() => void jest.useRealTimers());
  beforeEach(async () => {
    jest.useFakeTimers();
    bed = new TopicsBed();
    TestBed.configureTestingModule({ providers: [FoundTopics] });
    late = Promise.withResolvers();
    const list = [Promise.resolve(pageOf('a', 'b')), late.promise];
    // Without a sort it is the tree that asks.
    const next = ({ sort }: { sort?: string }) => (sort === undefined ? pageOf() : list.shift());
    bed.answers.set(listTopics.PATH, next);
    bed.answers.set(lookUpTopics.PATH, () => pageOf());
    found = bed.get(FoundTopics);
    shown = TestBed.createComponent(FoundListView);
    shown.componentRef.setInput('sort', 'rate');
    shown.componentRef.setInput('label', 'All topics');
    await found.ask({ sort: 'rate' });
    await pass(5_000);
    expect(list).toEqual([]);
  });

  it('is sorted anew every few seconds', async () => {
    await answer('b', 'a');
    expect(found.ids()).toEqual(['b', 'a']);
  });

  it('keeps its rows where they are when the answer comes after the pause', async () => {
    bed.get(Pause).toggle();
    await answer('b', 'a');
    expect(found.ids()).toEqual(['a', 'b']);
  });

  it('moves no row under a pointer that has come before the answer', async () => {
    (shown.nativeElement as HTMLElement).dispatchEvent(new Event('pointerenter'));
    await answer('b', 'a');
    expect(found.ids()).toEqual(['a', 'b']);
  });
});
