import { beforeEach, describe, expect, it } from '@jest/globals';
import { HttpErrorResponse } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { rowOf } from '../../testing/topics';
import { Api } from '../api/api';
import type { TopicPage } from '../api/models';
import { FoundTopics } from './found-topics';
import { TopicNodes } from './topic-nodes';

interface Question {
  readonly contains?: string;
  readonly sort: string;
  readonly cursor?: string;
}

/** Answers each question when the test says so. */
class FakeSearch {
  readonly asked: Question[] = [];
  readonly #open: PromiseWithResolvers<TopicPage>[] = [];

  readonly invoke = (_operation: unknown, question: Question): Promise<TopicPage> => {
    this.asked.push(question);
    const open = Promise.withResolvers<TopicPage>();
    this.#open.push(open);
    return open.promise;
  };

  async answer(
    index: number,
    names: readonly string[],
    rest: Partial<TopicPage> = {},
  ): Promise<void> {
    this.#open[index]!.resolve({ topics: names.map((name) => rowOf(name)), ...rest });
    await settled();
  }

  async fail(index: number): Promise<void> {
    this.#open[index]!.reject(new HttpErrorResponse({ status: 0 }));
    await settled();
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('FoundTopics', () => {
  let server: FakeSearch;
  let found: FoundTopics;
  const kinds = () => found.items().map(({ kind, id }) => (kind === 'topic' ? id : kind));

  beforeEach(() => {
    server = new FakeSearch();
    TestBed.configureTestingModule({
      providers: [FoundTopics, TopicNodes, { provide: Api, useValue: server }],
    });
    found = TestBed.inject(FoundTopics);
  });

  it('asks for the first page, and for the next when it is scrolled to', async () => {
    void found.ask({ contains: 'a' });
    expect(kinds()).toEqual(['loading']);
    await server.answer(0, ['a1', 'a2'], { nextCursor: 'c1', total: 3 });
    expect(kinds()).toEqual(['a1', 'a2', 'more']);
    expect(found.count()).toEqual({ topics: 3, least: false });
    void found.loadNext();
    void found.loadNext();
    await server.answer(1, ['a3']);
    expect(kinds()).toEqual(['a1', 'a2', 'a3']);
    expect(server.asked).toMatchObject([
      { contains: 'a', sort: 'name' },
      { contains: 'a', cursor: 'c1' },
    ]);
    await found.loadNext();
    expect(server.asked).toHaveLength(2);
  });

  it('keeps asking while pages are empty and more follow', async () => {
    void found.ask({ contains: 'rare' });
    await server.answer(0, [], { nextCursor: 'c1' });
    expect(kinds()).toEqual(['loading']);
    expect(found.isEmpty()).toBe(false);
    await server.answer(1, [], { nextCursor: 'c2' });
    await server.answer(2, ['rare/one'], { nextCursor: 'c3' });
    expect(kinds()).toEqual(['rare/one', 'more']);
    expect(found.count()).toEqual({ topics: 1, least: true });
    void found.loadNext();
    await server.answer(3, []);
    expect(kinds()).toEqual(['rare/one']);
    expect(found.count().least).toBe(false);
  });

  it('says that there is nothing only when all was looked at', async () => {
    void found.ask({ contains: 'no' });
    await server.answer(0, [], { nextCursor: 'c1' });
    await server.answer(1, []);
    expect(found.isEmpty()).toBe(true);
    expect(kinds()).toEqual([]);
  });

  it('drops what comes late for another question', async () => {
    void found.ask({ contains: 'old' });
    void found.ask({ contains: 'new' });
    await server.answer(0, ['old'], { nextCursor: 'c' });
    expect(kinds()).toEqual(['loading']);
    await server.answer(1, ['new']);
    expect(kinds()).toEqual(['new']);
  });

  it('shows a topic once that has moved down the list meanwhile', async () => {
    void found.ask({ sort: 'rate' });
    await server.answer(0, ['a', 'b'], { nextCursor: 'c' });
    void found.loadNext();
    await server.answer(1, ['a', 'd']);
    expect(kinds()).toEqual(['a', 'b', 'd']);
  });

  it('lets the rows that are there be when the next page comes', async () => {
    const nodes = TestBed.inject(TopicNodes);
    void found.ask({ sort: 'rate' });
    await server.answer(0, ['a', 'b'], { nextCursor: 'c' });
    const before = nodes.node('a');
    void found.loadNext();
    await server.answer(1, ['a', 'd']);
    expect(nodes.node('a')).toBe(before);
    expect(nodes.node('d')).toBeDefined();
  });

  it('says why it could not go on, and goes on when asked again', async () => {
    void found.ask({ contains: 'a' });
    await server.answer(0, ['a1'], { nextCursor: 'c' });
    void found.loadNext();
    await server.fail(1);
    expect(kinds()).toEqual(['a1', 'failed']);
    expect(found.failure()).toMatchObject({ status: 0 });
    void found.loadNext();
    await server.answer(2, ['a2']);
    expect(kinds()).toEqual(['a1', 'a2']);
    expect(server.asked[2]).toMatchObject({ cursor: 'c' });
  });

  it('sorts anew without showing anything in between', async () => {
    void found.ask({ sort: 'rate' });
    await server.answer(0, ['a', 'b'], { nextCursor: 'c' });
    void found.again(() => true);
    expect(kinds()).toEqual(['a', 'b', 'more']);
    await server.answer(1, ['b', 'a'], { nextCursor: 'c2' });
    expect(kinds()).toEqual(['b', 'a', 'more']);
  });
});
