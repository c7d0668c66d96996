/**
 * As much of MQTT 5 as the flood and the plain reader need: three packets, and where each one ends.
 * No library, so that what is measured is the broker and the observer.
 */
import { once } from 'node:events';
import { connect } from 'node:net';

const CONNACK = 2;
export const PUBLISH = 3;
export const SUBACK = 9;

/** Two bytes of length and the text (MQTT 5 section 1.5.4). */
function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

/** A packet of less than 16,384 bytes behind its header: one or two digits of length (MQTT 5 section 1.5.5). */
function packet(first, ...parts) {
  const body = Buffer.concat(parts);
  const { length } = body;
  if (length >= 16_384) throw new RangeError('the packet is longer than this file knows to write');
  const digits = length < 128 ? [length] : [0x80 | (length & 0x7f), length >> 7];
  return Buffer.concat([Buffer.from([first, ...digits]), body]);
}

const NO_PROPERTIES = Buffer.from([0]);

/** Clean start, no keepalive: nobody pings during a flood. */
function connectPacket(clientId) {
  const versionFlagsKeepalive = Buffer.from([5, 2, 0, 0]);
  return packet(0x10, text('MQTT'), versionFlagsKeepalive, NO_PROPERTIES, text(clientId));
}

export function subscribePacket(filter) {
  const qosZero = Buffer.from([0]);
  return packet(0x82, Buffer.from([0, 1]), NO_PROPERTIES, text(filter), qosZero);
}

/** QoS 0, not retained. */
export function publishPacket(topic, payload) {
  return packet(0x30, text(topic), NO_PROPERTIES, Buffer.from(payload));
}

export const disconnectPacket = packet(0xe0);

/**
 * Calls `take` with the type of each whole packet among the first `end` bytes; answers how many bytes they have.
 * Bodies are skipped, not read.
 */
export function frame(bytes, end, take) {
  let start = 0;
  while (end - start >= 2) {
    let body = start + 1;
    let length = 0;
    for (let factor = 1; ; factor *= 128) {
      if (body === end) return start;
      const digit = bytes[body++];
      length += (digit & 0x7f) * factor;
      if (digit < 0x80) break;
    }
    if (body + length > end) return start;
    take(bytes[start] >> 4);
    start = body + length;
  }
  return start;
}

/** Reads that fill this much of the buffer are followed by the next at once. */
const FULL_BYTES = 131_072;

/**
 * A socket on which the broker has accepted CONNECT. `received(type)` is called for each later packet, `arrived()`
 * after each read. It reads into one buffer for ever, which is the fastest that Node has; with `restMs`, it waits
 * that long after a read, so that the next one finds more.
 */
export async function connectToBroker(
  port,
  clientId,
  { received = () => {}, arrived = () => {}, restMs = 0 } = {},
) {
  const bytes = Buffer.allocUnsafeSlow(262_144);
  let held = 0;
  let accepted = () => {};
  const welcome = new Promise((resolve) => (accepted = resolve));
  const take = (type) => (type === CONNACK ? accepted() : received(type));
  const callback = (count) => {
    const end = held + count;
    const taken = frame(bytes, end, take);
    bytes.copyWithin(0, taken, end);
    held = end - taken;
    arrived();
    if (restMs === 0 || count >= FULL_BYTES) return true;
    setTimeout(() => socket.resume(), restMs);
    return false;
  };
  const socket = connect({
    ...{ host: '127.0.0.1', port, noDelay: true },
    onread: { buffer: () => bytes.subarray(held), callback },
  });
  await once(socket, 'connect');
  socket.write(connectPacket(clientId));
  await welcome;
  return socket;
}
