import { describe, expect, it } from '@jest/globals';
import { statusOf } from '../../testing/status';
import { brokerTiles, observedTiles } from './tiles';

describe('the figures of the overview', () => {
  it('are per second what the broker tells per minute', () => {
    const [messagesIn] = brokerTiles(
      statusOf({}, { 'load/publish/received/1min': '600.0', 'load/publish/received/15min': 90 }),
    );
    expect(messagesIn).toMatchObject({ value: '10.0', unit: '/s', second: '15 min mean 1.5' });
  });

  it('name their source and their moment', () => {
    const clients = brokerTiles(statusOf({}, { 'clients/connected': 3, 'clients/total': 5 }))[2];
    expect(clients).toMatchObject({
      value: '3',
      second: '5 with offline ones',
      source: 'From $SYS/broker/clients/connected',
      at: Date.parse('2026-11-23T14:20:31Z'),
    });
  });

  it('say so when the broker does not tell, and invent nothing', () => {
    for (const tile of brokerTiles(statusOf())) {
      expect(tile).toMatchObject({ value: '–', second: 'Not told by this broker' });
      expect(tile.at).toBeUndefined();
    }
  });

  it('ask for attention while messages are dropped', () => {
    const of = (dropped: number) =>
      brokerTiles(statusOf({}, { 'load/publish/dropped/1min': dropped })).at(-1)?.attention;
    expect(of(37)).toBe(true);
    expect(of(0)).toBe(false);
  });

  it('have what MCM has seen beside them', () => {
    const status = statusOf();
    const observer = { ...status.observer, topics: 1411, memoryUsed: 38_200_000 };
    const [, , topics, memory] = observedTiles(statusOf({ observer }), 5000);
    expect(topics).toMatchObject({ value: '1,411', second: 'none let go', at: 5000 });
    expect(memory).toMatchObject({ value: '38.2', unit: 'MB', second: 'of 128 MB' });
  });
});
