import { generate, parser, type Packet } from 'mqtt-packet';
import { describe, expect, it } from '@jest/globals';
import { MalformedPacket, PublishTap } from './publish-tap.js';

interface Seen {
  readonly topic: string;
  readonly payload: string;
  readonly flags: number;
}

/** A tap, and what came out of it at both ends. */
function tapped(protocolVersion: 4 | 5, greeting: Uint8Array = Uint8Array.of(0x20, 2, 0, 0)) {
  const seen: Seen[] = [];
  /** How many messages had been seen when a session began. */
  const begun: number[] = [];
  const subscribed: number[] = [];
  const passed: Uint8Array[] = [];
  const replies: Uint8Array[] = [];
  const tap = new PublishTap({
    protocolVersion,
    now: () => 0,
    begun: () => begun.push(seen.length),
    subscribed: () => subscribed.push(seen.length),
    pass: (packet) => passed.push(packet),
    reply: (packets) => replies.push(packets),
    sink: {
      record(bytes, topicStart, topicEnd, _propertiesStart, payloadStart, payloadEnd, flags) {
        const hex = (start: number, end: number) =>
          Buffer.from(bytes.subarray(start, end)).toString('hex');
        seen.push({
          topic: hex(topicStart, topicEnd),
          payload: hex(payloadStart, payloadEnd),
          flags,
        });
      },
    },
  });
  /** Puts the bytes in as the socket would, at most `chunk()` at a time. */
  const feed = (bytes: Uint8Array, chunk = () => bytes.length) => {
    for (let at = 0; at < bytes.length;) {
      const space = tap.space();
      const count = Math.min(space.length, Math.max(1, chunk()), bytes.length - at);
      space.set(bytes.subarray(at, at + count));
      tap.received(count);
      at += count;
    }
  };
  feed(greeting);
  passed.pop();
  return { seen, begun, subscribed, passed, replies, feed };
}

function parsed(parts: readonly Uint8Array[], options: { protocolVersion: 4 | 5 }): Packet[] {
  const packets: Packet[] = [];
  const reader = parser(options);
  reader.on('packet', (packet) => packets.push(packet));
  for (const part of parts) reader.parse(Buffer.from(part));
  return packets;
}

/** A reproducible stream of numbers from 0 up to 1 (mulberry32). */
function randomness(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Mostly short, now and then longer than any buffer. */
function sizeOf(below: (limit: number) => number): number {
  if (below(100) === 0) return below(700_000);
  return below([1, 20, 300, 5_000][below(4)]!);
}

function randomPacket(
  random: () => number,
  protocolVersion: 4 | 5,
  id: number,
  most = Infinity,
): Packet {
  const below = (limit: number) => Math.floor(random() * limit);
  const payload = Buffer.alloc(Math.min(sizeOf(below), most));
  for (let i = 0; i < payload.length; i += 7) payload[i] = below(256);
  const levels = Array.from({ length: 1 + below(6) }, () => 'aä/€x'.repeat(below(3)));
  const qos = below(3) as 0 | 1 | 2;
  const properties = {
    ...(below(2) ? { contentType: 'x'.repeat(below(300)) } : {}),
    ...(below(2) ? { userProperties: { a: 'b'.repeat(below(40)) } } : {}),
    ...(below(2) ? { correlationData: Buffer.alloc(below(200)) } : {}),
  };
  switch (below(8)) {
    case 0:
      return { cmd: 'pingresp' };
    case 1:
      return { cmd: 'suback', messageId: id, granted: [0] };
    case 2:
      return { cmd: 'pubrel', messageId: id };
    default:
      return {
        ...{ cmd: 'publish', topic: levels.join('/') || 't', payload, qos, dup: false },
        ...{ retain: below(2) === 1, ...(qos > 0 ? { messageId: id } : {}) },
        ...(protocolVersion === 5 ? { properties } : {}),
      };
  }
}

describe('PublishTap', () => {
  it.each([
    [4, 1],
    [4, 2],
    [5, 3],
    [5, 4],
  ] as const)(
    'sees with protocol %i the publishes that mqtt-packet sees, however the bytes are cut (seed %i)',
    (protocolVersion, seed) => {
      const random = randomness(seed);
      const options = { protocolVersion };
      const packets = Array.from({ length: 400 }, (_, i) =>
        randomPacket(random, protocolVersion, i + 1),
      );
      const bytes = Buffer.concat(packets.map((packet) => generate(packet, options)));
      const expected: Seen[] = [];
      const others: Packet[] = [];
      const owed: Packet[] = [];
      const reference = parser(options);
      reference.on('packet', (packet) => {
        if (packet.cmd === 'pubrel') owed.push({ cmd: 'pubcomp', messageId: packet.messageId! });
        else if (packet.cmd === 'suback') others.push(packet);
        else if (packet.cmd === 'publish') {
          const { qos, retain, messageId = 0 } = packet;
          const topic = Buffer.from(packet.topic).toString('hex');
          const payload = Buffer.from(packet.payload).toString('hex');
          expected.push({ topic, payload, flags: qos | (retain ? 4 : 0) });
          if (qos > 0) owed.push({ cmd: qos === 1 ? 'puback' : 'pubrec', messageId });
        }
      });
      reference.parse(bytes);

      const sizes = [() => 1 + random() * 5, () => random() * 3_000, () => random() * 400_000];
      const { seen, passed, replies, feed } = tapped(protocolVersion);
      feed(bytes, () => Math.floor(sizes[Math.floor(random() * 3)]!()));
      expect(seen).toEqual(expected);
      expect(parsed(passed, options)).toEqual(others);
      expect(parsed(replies, options)).toMatchObject(owed);
    },
  );

  it('never throws anything but MalformedPacket, and takes nothing from outside the packet', () => {
    const random = randomness(5);
    let malformed = 0;
    for (let round = 0; round < 1_000; round++) {
      const protocolVersion = round % 2 ? 4 : 5;
      const { feed, seen } = tapped(protocolVersion);
      const packets = [1, 2, 3].map((id) => randomPacket(random, protocolVersion, id, 1_000));
      const bytes = Buffer.concat(packets.map((packet) => generate(packet, { protocolVersion })));
      const damaged = bytes.subarray(0, Math.min(bytes.length, 500));
      for (let i = 0; i < 4; i++) {
        damaged[Math.floor(random() * Math.min(damaged.length, 40))] = random() * 256;
      }
      try {
        feed(damaged, () => 1 + Math.floor(random() * 100));
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedPacket);
        malformed++;
      }
      const taken = seen.reduce((sum, { topic, payload }) => sum + (topic + payload).length / 2, 0);
      expect(taken).toBeLessThanOrEqual(damaged.length);
    }
    expect(malformed).toBeGreaterThan(30);
  });

  it('records a message of QoS 2 once when it comes again before its release, and again after it', () => {
    const { seen, passed, replies, feed } = tapped(5);
    const publish = [0x34, 7, 0, 1, 97, 1, 2, 0, 120];
    const again = [0x3c, ...publish.slice(1)];
    const pubrel = [0x62, 2, 1, 2];
    const pubrec = [0x50, 2, 1, 2];
    const pubcomp = [0x70, 2, 1, 2];
    feed(Uint8Array.from([...publish, ...again, ...publish]));
    expect(seen).toHaveLength(1);
    feed(Uint8Array.from([...pubrel, ...pubrel]));
    feed(Uint8Array.from(publish));
    expect(seen).toHaveLength(2);
    expect(passed).toEqual([]);
    expect(replies.map((packets) => [...packets])).toEqual([
      [...pubrec, ...pubrec, ...pubrec],
      [...pubcomp, ...pubcomp],
      pubrec,
    ]);
  });

  it.each([
    ['3.1.1', 4, [0x20, 2, 0, 0]],
    ['MQTT 5', 5, [0x20, 3, 1, 0, 0]],
    ['MQTT 5 with properties', 5, [0x20, 6, 0, 0, 3, 0x21, 0, 9]],
  ] as const)(
    'says that the session begins before its first message: %s',
    (_, version, connack) => {
      const publish = version === 5 ? [0x30, 5, 0, 1, 97, 0, 120] : [0x30, 4, 0, 1, 97, 120];
      const { begun, seen } = tapped(version, Uint8Array.from([...connack, ...publish]));
      expect([begun, seen.length]).toEqual([[0], 1]);
    },
  );

  it('says that the subscription is answered before the first message that comes of it', () => {
    const { seen, subscribed, passed, feed } = tapped(5);
    const suback = [0x90, 4, 0, 1, 0, 0];
    feed(Uint8Array.from([...suback, 0x31, 5, 0, 1, 97, 0, 120]));
    expect([subscribed, seen.length, passed.length]).toEqual([[0], 1, 1]);
  });

  it.each([
    ['3.1.1', 4, [0x20, 2, 0, 5]],
    ['MQTT 5', 5, [0x20, 3, 0, 0x87, 0]],
    ['nothing but its flags', 5, [0x20, 1, 0]],
  ] as const)('does not say that a session begins that is refused: %s', (_, version, connack) => {
    expect(tapped(version, Uint8Array.from(connack)).begun).toEqual([]);
  });

  it('refuses what does not begin with CONNACK', () => {
    expect(() => tapped(5, Buffer.from('HTTP'))).toThrow(MalformedPacket);
  });

  it.each([
    ['a PUBREL without an id', [0x62, 0]],
    ['a PUBLISH of QoS 3', [0x36, 5, 0, 1, 97, 0, 1]],
    ['a PUBLISH shorter than its topic', [0x30, 4, 0, 9, 97, 98]],
    ['an empty PUBLISH', [0x30, 0]],
    ['a PUBLISH without topic', [0x30, 3, 0, 0, 0]],
    ['a PUBLISH of QoS 1 without an id', [0x32, 3, 0, 1, 97]],
    ['properties longer than the packet', [0x30, 5, 0, 1, 97, 9, 0]],
    ['properties of endless length', [0x30, 8, 0, 1, 97, 255, 255, 255, 255, 1]],
    ['no properties at all', [0x30, 3, 0, 1, 97]],
    ['a length of five bytes', [0x30, 255, 255, 255, 255, 1]],
    ['a huge packet that is no PUBLISH', [0x90, 255, 255, 255, 127]],
  ])('refuses %s', (_, bytes) => {
    expect(() => tapped(5).feed(Uint8Array.from(bytes))).toThrow(MalformedPacket);
  });
});
