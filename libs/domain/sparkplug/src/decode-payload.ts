import type { Compression, Integer, Metric, Payload } from './payload.js';
import { readMetric } from './read-metric.js';
import { PAYLOAD_LIMITS, WireSource, type PayloadLimits } from './wire-source.js';

/** Sparkplug B payloads that hold another one, compressed, say so in their uuid. */
export const COMPRESSED_UUID = 'SPBV1.0_COMPRESSED';

/** What `body` holds, at most `mostBytes`; throws when it is not compressed so, or larger. */
export type Inflate = (body: Uint8Array, how: Compression, mostBytes: number) => Uint8Array;

export interface DecodeOptions {
  readonly limits?: PayloadLimits;
  /** Without it, compressed payloads are recognised and left as they are. */
  readonly inflate?: Inflate;
}

/** Why it is not a payload, and from which byte on. */
export interface PayloadProblem {
  readonly reason: string;
  readonly offset: number;
}

export type DecodedPayload =
  | { readonly payload: Payload; readonly problem?: never }
  | { readonly problem: PayloadProblem; readonly payload?: never };

/** Reads the protobuf message of Sparkplug 3.0 section 6. Whatever the bytes are, it ends soon and does not throw. */
export function decodePayload(bytes: Uint8Array, options: DecodeOptions = {}): DecodedPayload {
  const { limits = PAYLOAD_LIMITS, inflate } = options;
  const outer = read(bytes, limits);
  if (outer.problem !== undefined || outer.payload.compression === undefined) return outer;
  const { body, compression, seq, timestamp } = outer.payload;
  if (inflate === undefined || body === undefined) return outer;
  let inflated: Uint8Array;
  try {
    inflated = inflate(body, compression, limits.bytes);
  } catch (error) {
    // Of the library that inflates: only it can tell whether the body is what it says.
    const reason = `The body could not be inflated: ${messageOf(error)}`;
    return { problem: { reason, offset: 0 } };
  }
  const inner = read(inflated, limits);
  if (inner.problem !== undefined) {
    const { reason, offset } = inner.problem;
    return { problem: { reason: `Within the compressed body: ${reason}`, offset } };
  }
  const { payload } = inner;
  return {
    payload: {
      ...payload,
      seq: payload.seq ?? seq,
      timestamp: payload.timestamp ?? timestamp,
      compression,
    },
  };
}

function read(bytes: Uint8Array, limits: PayloadLimits): DecodedPayload {
  if (bytes.length > limits.bytes) {
    return { problem: { reason: `More than ${limits.bytes} bytes`, offset: limits.bytes } };
  }
  const source = new WireSource(bytes, limits);
  try {
    return { payload: readPayload(source, bytes.length) };
  } catch (error) {
    // PayloadFault, or what the protobuf library throws at bytes that end early; only reading finds out.
    return { problem: { reason: messageOf(error), offset: Math.min(source.offset, bytes.length) } };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function readPayload(source: WireSource, end: number): Payload {
  let timestamp: Integer | undefined;
  let seq: Integer | undefined;
  let uuid: string | undefined;
  let body: Uint8Array | undefined;
  const metrics: Metric[] = [];
  while (source.next(end)) {
    const { field } = source;
    if (field === 1) timestamp = source.uint64();
    else if (field === 2) metrics.push(readMetric(source));
    else if (field === 3) seq = source.uint64();
    else if (field === 4) uuid = source.text();
    else if (field === 5) body = source.bytes();
    else source.skip();
  }
  const compression = uuid === COMPRESSED_UUID ? compressionOf(source, metrics) : undefined;
  return { timestamp, metrics, seq, uuid, body, compression };
}

/** DEFLATE (RFC 1950), unless a metric says otherwise. */
function compressionOf(source: WireSource, metrics: readonly Metric[]): Compression {
  const algorithm = metrics.find(({ name }) => name === 'algorithm')?.value ?? 'DEFLATE';
  if (algorithm === 'DEFLATE' || algorithm === 'GZIP') return algorithm;
  return source.fail('The payload is compressed in a way that is not known');
}
