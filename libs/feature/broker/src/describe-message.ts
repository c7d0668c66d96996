import { readProperties } from '#domain/mqtt';
import { decode, likelyDecode, preview, type Decode } from '#domain/payload';
import type { HeldMessage } from '#domain/traffic';
import { timestamp } from '#platform';
import type {
  DecodedDto,
  HistoryMessageDto,
  MessagePropertiesDto,
  PayloadDto,
  TopicMessageDto,
} from './api/topic-message.dto.js';

const PAYLOAD_BYTES = 1_048_576;

/** A message as one of a list. */
export function describeInShort(message: HeldMessage): HistoryMessageDto {
  const { number, at, qos, retained, payload, payloadBytes } = message;
  const { text, format, truncated } = preview(payload);
  return {
    ...{ number, observedAt: timestamp(at), qos, retained, payloadBytes },
    payloadFormat: format,
    payloadPreview: text,
    // What is not held is missing from the preview, too.
    truncated: truncated || payload.length < payloadBytes,
  };
}

/** A message with its payload. */
export function describeWhole(message: HeldMessage): TopicMessageDto {
  const { payload } = message;
  const short = describeInShort(message);
  return Object.assign(short, {
    ...(!isGone(message) && { payload: payloadOf(message, short.payloadFormat === 'binary') }),
    likely: likelyDecode(payload),
    properties: propertiesOf(message.properties),
  });
}

/** Whether nothing is held of its payload. */
export function isGone({ evicted, payload }: HeldMessage): boolean {
  return evicted && payload.length === 0;
}

function payloadOf({ payload, payloadBytes }: HeldMessage, binary: boolean): PayloadDto {
  const begin = payload.subarray(0, PAYLOAD_BYTES);
  const truncated = begin.length < payloadBytes;
  if (binary) return { encoding: 'base64', data: toBase64(begin), truncated };
  // `stream`: a character that is cut in two is left out.
  const data = new TextDecoder('utf-8', { ignoreBOM: true }).decode(begin, { stream: true });
  return { encoding: 'utf8', data, truncated };
}

/** The payload, read as `as`. */
export function decoded({ payload }: HeldMessage, as: Decode): DecodedDto {
  const read = decode(payload, as);
  if ('problem' in read) return { as, problem: read.problem };
  return { as, text: read.text, truncated: read.truncated };
}

function propertiesOf(bytes: Uint8Array): MessagePropertiesDto {
  const { correlationData, userProperties, ...others } = readProperties(bytes);
  return {
    ...others,
    ...(correlationData !== undefined && { correlationData: toBase64(correlationData) }),
    userProperties: [...userProperties],
  };
}

function toBase64({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
