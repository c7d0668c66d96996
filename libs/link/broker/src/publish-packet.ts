import type { OutgoingMessage } from './message.js';

const PUBLISH = 0x30;
const PUBREL = 0x62;

/**
 * A PUBLISH up to its payload (MQTT 5 section 3.3, MQTT 3.1.1 section 3.3). Over 3.1.1 properties have no
 * place.
 */
export function publishHead(
  { topic, payload, qos, retain, properties }: OutgoingMessage,
  { id, protocolVersion }: { readonly id: number; readonly protocolVersion: 4 | 5 },
): Buffer {
  const name = Buffer.from(topic, 'utf8');
  const parts = [
    Uint8Array.of(name.length >> 8, name.length & 0xff),
    name,
    ...(qos === 0 ? [] : [Uint8Array.of(id >> 8, id & 0xff)]),
    ...(protocolVersion === 4 ? [] : [varint(properties.length), properties]),
  ];
  const length = parts.reduce((sum, part) => sum + part.length, payload.length);
  const first = PUBLISH | (qos << 1) | (retain ? 1 : 0);
  return Buffer.concat([Uint8Array.of(first), varint(length), ...parts]);
}

export function pubrel(id: number): Uint8Array {
  return Uint8Array.of(PUBREL, 2, id >> 8, id & 0xff);
}

/** A variable byte integer (MQTT 5 section 1.5.5). */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    const more = rest > 0x7f;
    bytes.push((rest & 0x7f) | (more ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Uint8Array.from(bytes);
}
