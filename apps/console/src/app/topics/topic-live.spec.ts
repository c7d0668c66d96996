import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { messageOf, rowOf } from '../../testing/topics';
import { TopicsBed } from '../../testing/topics-bed';
import { listTopics, lookUpTopics } from '../api/functions';
import type { TopicPage } from '../api/models';
import { Pause } from './pause';
import { TopicLive } from './topic-live';
import { TopicNodes } from './topic-nodes';
import { TopicTree } from './topic-tree';

describe('TopicLive', () => {
  let bed: TopicsBed;
  let live: TopicLive;
  let nodes: TopicNodes;

  const pass = async (ms = 0) => {
    TestBed.tick();
    await jest.advanceTimersByTimeAsync(ms);
    TestBed.tick();
  };
  const watched = () => (bed.stream.last.sent.at(-1) as { filters: readonly string[] }).filters;

  beforeEach(async () => {
    jest.useFakeTimers();
    sessionStorage.clear();
    bed = new TopicsBed();
    bed.answers.set(lookUpTopics.PATH, ({ body }: { body: { topics: readonly string[] } }) => ({
      topics: body.topics.map((topic) => rowOf(topic, { rate: 9 })),
    }));
    bed.answers.set(listTopics.PATH, () => ({ topics: [rowOf('a'), rowOf('b')], total: 2 }));
    live = bed.get(TopicLive);
    nodes = bed.get(TopicNodes);
    await pass();
    bed.stream.last.accept();
    nodes.keep([rowOf('a'), rowOf('b'), rowOf('level', { isTopic: false })]);
    await pass(100);
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('watches the topics in sight and no other, whatever their level holds', async () => {
    live.sight.set({ kind: 'list', ids: ['a', 'level', 'unknown'] });
    await pass(150);
    expect(watched()).toEqual(['a']);
  });

  it('leaves room in a frame for the open topic and the plots', async () => {
    const many = Array.from({ length: 90 }, (_, index) => `t${index}`);
    nodes.keep(many.map((topic) => rowOf(topic)));
    live.sight.set({ kind: 'list', ids: many });
    await pass(150);
    expect(watched()).toHaveLength(56);
  });

  it('shows a message in its row with the next frame', async () => {
    bed.stream.last.tell(messageOf('a', { payloadPreview: '42' }));
    expect(nodes.node('a')?.row.payloadPreview).toBeUndefined();
    await pass(20);
    expect(nodes.node('a')?.row.payloadPreview).toBe('42');
  });

  it('asks for the rows in sight more than once a second, and only for those', async () => {
    live.sight.set({ kind: 'list', ids: ['a', 'b'] });
    await pass(800);
    const { params } = bed.asked.findLast(({ path }) => path === lookUpTopics.PATH)!;
    expect(params['body']).toEqual({ topics: ['a', 'b'] });
    expect(nodes.node('a')?.row.rate).toBe(9);
  });

  it('asks for the pages of the tree that are in sight', async () => {
    const tree = bed.get(TopicTree);
    await tree.start();
    live.sight.set({ kind: 'tree', items: tree.items() });
    const asked = bed.times(listTopics.PATH);
    await pass(800);
    expect(bed.times(listTopics.PATH)).toBe(asked + 1);
  });

  it('stands still while paused, and asks at once when it goes on', async () => {
    live.sight.set({ kind: 'list', ids: ['a'] });
    bed.get(Pause).toggle();
    await pass(200);
    const asked = bed.asked.length;
    bed.stream.last.tell(messageOf('a', { payloadPreview: '42' }));
    await pass(5_000);
    expect(bed.asked).toHaveLength(asked);
    expect(watched()).toEqual([]);
    expect(nodes.node('a')?.row.payloadPreview).toBeUndefined();
    bed.get(Pause).toggle();
    await pass(10);
    expect(bed.asked.length).toBeGreaterThan(asked);
  });

  it('lets the tree be when an answer comes after the pause, but brings what is opened', async () => {
    const tree = bed.get(TopicTree);
    await tree.start();
    live.sight.set({ kind: 'tree', items: tree.items() });
    const late = Promise.withResolvers<TopicPage>();
    bed.answers.set(listTopics.PATH, () => late.promise);
    await pass(800);
    bed.get(Pause).toggle();
    late.resolve({ topics: [rowOf('a', { rate: 9 }), rowOf('aa'), rowOf('b')], total: 3 });
    await pass();
    expect(tree.items().map(({ id }) => id)).toEqual(['a', 'b']);
    expect(nodes.node('a')?.row.rate).toBe(0);

    bed.answers.set(listTopics.PATH, () => ({ topics: [rowOf('a/c')], total: 1 }));
    await tree.open('a');
    expect(tree.items().map(({ id }) => id)).toEqual(['a', 'a/c', 'b']);
  });

  it('asks for nothing while nobody can see it', async () => {
    bed.visible.set(false);
    await pass();
    const asked = bed.asked.length;
    await pass(5_000);
    expect(bed.asked).toHaveLength(asked);
  });
});
