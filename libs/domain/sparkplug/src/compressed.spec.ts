import { describe, expect, it } from '@jest/globals';
import { deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib';
import { encodePayload } from '../test/payloads.js';
import {
  COMPRESSED_UUID,
  decodePayload,
  type DecodeOptions,
  type Inflate,
} from './decode-payload.js';
import type { Payload } from './payload.js';

const decoded = (bytes: Uint8Array, options?: DecodeOptions): Payload => {
  const { payload, problem } = decodePayload(bytes, options);
  if (payload === undefined) throw new Error(problem.reason);
  return payload;
};
const problemOf = (bytes: Uint8Array, options?: DecodeOptions) =>
  decodePayload(bytes, options).problem;
const bytesOf = (...bytes: number[]) => Uint8Array.from(bytes);

describe('a compressed payload', () => {
  const inflate: Inflate = (body, how, mostBytes) =>
    (how === 'GZIP' ? gunzipSync : inflateSync)(body, { maxOutputLength: mostBytes });
  const inner = encodePayload({ seq: 3, metrics: [{ name: 'm', type: 'Int32', value: 5 }] });
  const outer = (body: Uint8Array, algorithm?: string) =>
    encodePayload({
      ...{ uuid: COMPRESSED_UUID, body },
      metrics:
        algorithm === undefined ? [] : [{ name: 'algorithm', type: 'String', value: algorithm }],
    });

  it.each([
    ['DEFLATE', outer(deflateSync(inner), 'DEFLATE')],
    ['DEFLATE', outer(deflateSync(inner))],
    ['GZIP', outer(gzipSync(inner), 'GZIP')],
  ] as const)('is recognised, and read when it can be inflated: %s', (compression, bytes) => {
    expect(decoded(bytes)).toMatchObject({ compression, uuid: COMPRESSED_UUID });
    const payload = decoded(bytes, { inflate });
    expect(payload).toMatchObject({ compression, seq: 3 });
    expect(payload.metrics).toHaveLength(1);
    expect(payload.metrics[0]).toMatchObject({ name: 'm', value: 5 });
  });

  it('keeps the number of what it is in, when it has none of its own', () => {
    const body = deflateSync(encodePayload({ metrics: [] }));
    const bytes = encodePayload({ uuid: COMPRESSED_UUID, body, seq: 9, metrics: [] });
    expect(decoded(bytes, { inflate }).seq).toBe(9);
  });

  it.each([
    ['of a way that is not known', outer(deflateSync(inner), 'ZSTD'), /not known/],
    ['that is not compressed', outer(inner), /could not be inflated/],
    ['that inflates to too much', outer(deflateSync(new Uint8Array(5_000_000))), /inflated/],
    ['that holds no payload', outer(deflateSync(bytesOf(0x0f))), /Within the compressed body/],
  ])('is refused: one %s', (_, bytes, reason) => {
    expect(problemOf(bytes, { inflate })?.reason).toMatch(reason);
  });

  it('within a compressed one is not inflated again', () => {
    const twice = outer(deflateSync(outer(deflateSync(inner))));
    expect(decoded(twice, { inflate }).metrics).toEqual([]);
  });
});
