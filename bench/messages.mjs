/** The messages of a flood: topics of thirty bytes, and payloads of one size that hold the number of their topic. */
import { publishPacket } from './mqtt.mjs';

/** Topic 0's; each topic's is later by its number, so that a search for a value can find one topic. */
const TIME = 1_764_000_000_000;
const TIMES = String(TIME);

/** By their size in bytes. */
const PAYLOADS = {
  32: `{"value":21.5,"t":${TIMES}}`,
  100: `{"rpm":1184.25,"set":1200,"ok":true,"t":${TIMES},"note":"${'-'.repeat(36)}"}`,
};

/** Levels with a hundred values each, as a hall full of sensors has. Below a hundred million of them. */
export function topicName(number) {
  const digits = (value, length) => String(value).padStart(length, '0');
  return `factory/hall-${digits(Math.floor(number / 100), 6)}/sensor-${digits(number % 100, 3)}`;
}

/** A text that the payload of this topic alone holds. */
export const valueOf = (number) => String(TIME + number);

/**
 * A function that writes `count` PUBLISH packets of equal length one behind the other, of which the i-th goes to
 * the topic with the number `numberOf(i)`.
 */
export function messageWriter(payloadBytes) {
  const payload = PAYLOADS[payloadBytes];
  if (payload?.length !== payloadBytes) throw new RangeError(`no payload of ${payloadBytes} bytes`);
  const packet = publishPacket(topicName(0), payload);
  const topicAt = packet.indexOf(topicName(0));
  const timeAt = packet.indexOf(TIMES);
  return (count, numberOf) => {
    const bytes = Buffer.allocUnsafeSlow(count * packet.length);
    for (let i = 0; i < count; i++) {
      const at = i * packet.length;
      packet.copy(bytes, at);
      bytes.latin1Write(topicName(numberOf(i)), at + topicAt);
      bytes.latin1Write(valueOf(numberOf(i)), at + timeAt);
    }
    return bytes;
  };
}

/** What begins and ends a flood: messages as all others, to topics that are told from theirs. */
export function markerPacket(topic, payloadBytes) {
  return publishPacket(topic, PAYLOADS[payloadBytes]);
}
