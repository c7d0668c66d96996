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

/** A message with its payload, also read as `as` where that is asked for. */
export function describeWhole(message: HeldMessage, as: Decode | undefined): TopicMessageDto {
  const { payload } = message;
  const short = describeInShort(message);
  const gone = message.evicted && payload.length === 0;
  return Object.assign(short, {
    ...(!gone && { payload: payloadOf(message, short.payloadFormat === 'binary') }),
    ...(!gone && as !== undefined && { decoded: decoded(payload, as) }),
    likely: likelyDecode(payload),
    properties: propertiesOf(message.properties),
  });
}

function payloadOf({ payload, payloadBytes }: HeldMessage, binary: boolean): PayloadDto {
  const begin = payload.subarray(0, PAYLOAD_BYTES);
  const truncated = begin.length < payloadBytes;
  if (binary) return { encoding: 'base64', data: toBase64(begin), truncated };
  // `stream`: a character that is cut in two is left out.
  const data = new TextDecoder('utf-8', { ignoreBOM: true }).decode(begin, { stream: true });
  return { encoding: 'utf8', data, truncated };
}

function decoded(payload: Uint8Array, as: Decode): DecodedDto {
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
