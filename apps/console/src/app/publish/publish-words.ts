import type { Decode } from '#domain/payload';
import type { Published } from '../api/models';
import { clockTime, size } from '../ui/formats';
import type { NoteKind } from '../ui/note';
import type { Qos } from './publish-draft';

/** The forms a payload can be typed in, the commonest first. */
export const FORMATS: readonly (readonly [Decode, string])[] = [
  ['text', 'Text'],
  ['json', 'JSON'],
  ['hex', 'Hex'],
  ['base64', 'Base64'],
  ['cbor', 'CBOR, from JSON'],
  ['msgpack', 'MessagePack, from JSON'],
];

/** What a QoS promises (MQTT 5.0 section 4.3). */
export const QOS_WORDS: Readonly<Record<Qos, string>> = {
  0: 'At most once: it may get lost, and nobody acknowledges it.',
  1: 'At least once: acknowledged, and it may arrive twice.',
  2: 'Exactly once: acknowledged in two steps, the slowest.',
};

/** What is to be known of a topic that begins with `$` before one publishes to it. */
export function dollarWords(topic: string): string | undefined {
  if (!topic.startsWith('$')) return undefined;
  if (topic.startsWith('$SYS'))
    return 'Topics that begin with $SYS are the broker’s own: Mosquitto lets nobody write them.';
  if (topic.startsWith('$share'))
    return 'Mosquitto delivers nothing that is published to a topic that begins with $share.';
  if (topic.startsWith('$CONTROL/'))
    return 'A command to the broker: whatever plugin listens here carries it out.';
  return 'Neither # nor + selects a topic that begins with $: MCM will not show it.';
}

/** What became of a message. */
export interface Outcome {
  readonly kind: NoteKind;
  readonly title: string;
  readonly text: string;
}

export function outcomeOf(published: Published, qos: Qos): Outcome {
  const { topic, payloadBytes, publishedAt, acknowledged, noSubscribers } = published;
  const text = `${topic}, ${size(payloadBytes)}, ${clockTime(publishedAt)}`;
  if (qos === 0) return { kind: 'ok', title: 'Sent. QoS 0 is not acknowledged.', text };
  if (!acknowledged)
    return { kind: 'warning', title: 'Sent, but the broker did not acknowledge it.', text };
  return noSubscribers
    ? { kind: 'info', title: 'Acknowledged. Nobody subscribes to this topic.', text }
    : { kind: 'ok', title: 'Acknowledged by the broker.', text };
}
