import { describe, expect, it } from '@jest/globals';
import { DECODES } from '#domain/payload';
import type { Published } from '../api/models';
import { dollarWords, FORMATS, outcomeOf } from './publish-words';

const published: Published = {
  topic: 'line2/filler/cmd',
  payloadBytes: 33,
  sha256: 'ab'.repeat(32),
  publishedAt: '2026-11-23T14:20:31.000Z',
  acknowledged: true,
};

describe('what became of a message', () => {
  it.each([
    [{ acknowledged: false }, 0, 'ok', 'Sent. QoS 0 is not acknowledged.'],
    [{}, 1, 'ok', 'Acknowledged by the broker.'],
    [{ noSubscribers: false }, 2, 'ok', 'Acknowledged by the broker.'],
    [{ noSubscribers: true }, 1, 'info', 'Acknowledged. Nobody subscribes to this topic.'],
    [{ acknowledged: false }, 1, 'warning', 'Sent, but the broker did not acknowledge it.'],
  ] as const)('is said: %j with QoS %s', (change, qos, kind, title) => {
    const outcome = outcomeOf({ ...published, ...change }, qos);
    expect([outcome.kind, outcome.title]).toEqual([kind, title]);
    expect(outcome.text).toMatch(/^line2\/filler\/cmd, 33 B, /);
  });
});

describe('a topic that begins with $', () => {
  it.each([
    ['$SYS/broker/uptime', 'nobody write'],
    ['$SYSx', 'nobody write'],
    ['$share/a/b', 'delivers nothing'],
    ['$CONTROL/dynamic-security/v1', 'command'],
    ['$own/topic', 'MCM will not show it'],
  ])('is explained: %s', (topic, words) => {
    expect(dollarWords(topic)).toContain(words);
  });

  it('is the only one that is', () => {
    expect(dollarWords('a/$b')).toBeUndefined();
    expect(dollarWords('')).toBeUndefined();
  });
});

it('every form of a payload can be chosen', () => {
  expect(FORMATS.map(([format]) => format).toSorted()).toEqual(DECODES.toSorted());
});
