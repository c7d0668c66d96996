import { describe, expect, it } from '@jest/globals';
import { messageOf, rowOf } from '../../testing/topics';
import { afterAnswer, afterMessage } from './topic-node';

describe('a topic in the tree', () => {
  it('takes its value and its count from a message', () => {
    const node = afterAnswer(undefined, rowOf('a/b', { messages: 10 }));
    const { row } = afterMessage(
      node,
      messageOf('a/b', { payloadPreview: '7', coalesced: 4 }),
      5000,
    );
    expect(row).toMatchObject({
      isTopic: true,
      messages: 14,
      payloadPreview: '7',
      retained: false,
    });
  });

  it('flashes when it changes, at most once in two seconds', () => {
    let node = afterAnswer(undefined, rowOf('a'));
    const flashes = [5000, 5200, 6999, 7000, 9500].map((now) => {
      node = afterMessage(node, messageOf('a'), now);
      return node.changes;
    });
    expect(flashes).toEqual([1, 1, 1, 2, 3]);
  });

  it('does not flash because it was asked for again', () => {
    const node = afterMessage(afterAnswer(undefined, rowOf('a')), messageOf('a'), 5000);
    expect(afterAnswer(node, rowOf('a', { rate: 9 }))).toMatchObject({
      changes: 1,
      row: { rate: 9 },
    });
  });
});
