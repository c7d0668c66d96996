import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { brokerVersion } from '#domain/mosquitto';
import { Asker, startMosquitto, type TestBroker } from '#testing';
import { explain } from './explain.js';
import type { Policy, TopicAction } from './policy.js';

/** Everything that can be sent is allowed. */
const policy: Policy = { broker: brokerVersion('2.0.11')!, allowAnonymous: true };

let broker: TestBroker;
let asker: Asker;
beforeAll(async () => {
  broker = await startMosquitto({ quiet: true });
});
afterEach(() => asker.end());
afterAll(() => broker.stop());

const SLASHES_200 = `a${'/'.repeat(200)}`;
const SLASHES_201 = `a${'/'.repeat(201)}`;
/** Control characters, non-characters, and the first and last of the allowed ones beside them. */
const REFUSED = [
  '\u0001',
  '\u001f',
  '\u007f',
  '\u0085',
  '\u009f',
  '\ufdd0',
  '\uffff',
  '\u{1fffe}',
  '\u{10ffff}',
];
const TAKEN = [' ', '~', '\u00a0', '\ufdcf', '\ufffd', '\ufeff', '\u{1fffd}', '\u{10fffd}'];

const MALFORMED: readonly (readonly [TopicAction, readonly string[]])[] = [
  ['publish', ['a/+', '#', 'a+', 'a#b', '\0', SLASHES_201, ...REFUSED.map((one) => `a${one}/b`)]],
  [
    'subscribe',
    ['', 'a/#/b', 'a+', '#a', '+a/b', '\0', SLASHES_201, ...REFUSED, '$share/g+/a', '$share'],
  ],
  ['unsubscribe', ['', '$share', 'a/#/b', 'a+', '#a', '\0', SLASHES_201, ...REFUSED]],
];
/** Not by the specification (MQTT 5.0 section 4.8.2), but by this version. */
const ODDLY_SHARED = ['$share/', '$share/g', '$share/g/', '$share//a', '$share/+/a', '$share/#'];
const WELL_FORMED: readonly (readonly [TopicAction, readonly string[]])[] = [
  ['publish', ['/', ' ', SLASHES_200, ...TAKEN]],
  ['subscribe', ['/', '+/#', '$share/g/#', '$share/ü//', SLASHES_200, ...TAKEN, ...ODDLY_SHARED]],
  ['unsubscribe', ['/', '+/#', '$share/g/#', SLASHES_200, ...TAKEN, ...ODDLY_SHARED]],
];

const shown = (text: string) =>
  text.length > 20 ? `${text.length} characters` : JSON.stringify(text);
const each = (cases: typeof MALFORMED) =>
  cases.flatMap(([action, topics]) =>
    topics.map((topic) => [action, shown(topic), topic] as const),
  );

async function ask(action: TopicAction, topic: string) {
  asker = await Asker.connect(broker.port, { clientId: 'c1' });
  const [reason] = await asker[action as 'publish' | 'subscribe' | 'unsubscribe']([topic]);
  return { reason, explained: explain(policy, { client: { clientId: 'c1' }, action, topic }) };
}

describe('explain, of what cannot be sent', () => {
  it.each(each(MALFORMED))(
    'denies it where the broker ends the connection: %s %s',
    async (action, _, topic) => {
      const { reason, explained } = await ask(action, topic);
      expect(reason).toBeUndefined();
      expect(explained).toMatchObject({
        allowed: false,
        because: { kind: 'broker', rule: 'malformed-topic' },
      });
    },
  );

  it.each(each(WELL_FORMED))('allows what the broker takes: %s %s', async (action, _, topic) => {
    const { reason, explained } = await ask(action, topic);
    expect(reason).toBeLessThan(0x80);
    expect(explained.allowed).toBe(true);
  });

  it.each(
    [...REFUSED, '\0'].flatMap((one) => [
      [JSON.stringify(one), 'client id', { clientId: `a${one}` }] as const,
      [JSON.stringify(one), 'name', { clientId: 'c1', username: `a${one}` }] as const,
    ]),
  )('knows that nobody can connect with %s in the %s', async (_, __, client) => {
    asker = await Asker.connect(broker.port, client);
    expect(asker.reason).not.toBe(0);
    expect(explain(policy, { client, action: 'login', topic: '' })).toMatchObject({
      allowed: false,
      because: { kind: 'broker', rule: 'malformed-name' },
    });
  });

  it.each(TAKEN)('knows that names may hold %j', async (one) => {
    const client = { clientId: `c${one}`, username: `a${one}` };
    asker = await Asker.connect(broker.port, client);
    expect(asker.reason).toBe(0);
    expect(explain(policy, { client, action: 'login', topic: '' }).allowed).toBe(true);
  });
});
