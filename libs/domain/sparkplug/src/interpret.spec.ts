import { WireType } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from '@jest/globals';
import { withMetric } from '../test/payloads.js';
import { decodePayload, type DecodeOptions } from './decode-payload.js';
import type { Metric, Payload } from './payload.js';

const decoded = (bytes: Uint8Array, options?: DecodeOptions): Payload => {
  const { payload, problem } = decodePayload(bytes, options);
  if (payload === undefined) throw new Error(problem.reason);
  return payload;
};
const metricOf = (bytes: Uint8Array): Metric => decoded(bytes).metrics[0]!;

describe('an array', () => {
  const array = (type: number, ...bytes: number[]) =>
    metricOf(
      withMetric((w) => {
        w.tag(4, WireType.Varint).uint32(type);
        w.tag(16, WireType.LengthDelimited).bytes(Uint8Array.from(bytes));
      }),
    );

  // The examples of Sparkplug 3.0 section 6.4.17.
  it.each([
    ['Int8Array', 22, [0xe9, 0x7b], [-23, 123]],
    ['Int16Array', 23, [0x30, 0x8a, 0x38, 0x80], [-30_160, -32_712]],
    ['Int32Array', 24, [0xff, 0xff, 0xff, 0xff, 0x01, 0, 0, 0x80], [-1, -2_147_483_647]],
    ['Int64Array', 25, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [-1]],
    ['UInt8Array', 26, [0x17, 0xfa], [23, 250]],
    ['UInt16Array', 27, [0x1e, 0x00, 0x88, 0xff], [30, 65_416]],
    ['UInt32Array', 28, [0x34, 0, 0, 0, 0xff, 0xff, 0xff, 0xff], [52, 4_294_967_295]],
    ['UInt64Array', 29, Array<number>(8).fill(0xff), [18_446_744_073_709_551_615n]],
    ['FloatArray', 30, [0, 0, 0x3f, 0xc0].reverse(), undefined],
    ['FloatArray', 30, [0, 0, 0xc0, 0x3f], [1.5]],
    ['DoubleArray', 31, [0, 0, 0, 0, 0, 0, 0xf8, 0x3f], [1.5]],
    [
      'BooleanArray',
      32,
      [12, 0, 0, 0, 0xca, 0x10],
      [1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1].map(Boolean),
    ],
    ['StringArray', 33, [0x41, 0x42, 0x43, 0, 0x68, 0x69, 0], ['ABC', 'hi']],
    ['DateTimeArray', 34, [0xc7, 0xd0, 0x90, 0x75, 0x24, 0x01, 0, 0], [1_256_102_875_335]],
    ['Int32Array', 24, [], []],
    ['StringArray', 33, [], []],
    ['StringArray', 33, [0], ['']],
  ] as const)('%s (%i) of %j', (type, code, bytes, value) => {
    const metric = array(code, ...bytes);
    expect(metric.type).toBe(type);
    expect(metric.fits).toBe(true);
    if (value !== undefined) expect(metric.value).toEqual(value);
  });

  it.each([
    [23, [1]],
    [25, [1, 2, 3, 4]],
    [32, [1, 0]],
    [32, [9, 0, 0, 0, 0xff]],
    [32, [0xff, 0xff, 0xff, 0xff, 0]],
    [33, [0x41]],
    [33, [0xff, 0]],
  ])('is shown as bytes where it is none: %i %j', (code, bytes) => {
    expect(array(code, ...bytes)).toMatchObject({ value: Uint8Array.from(bytes), fits: false });
  });
});

describe('a number of 64 bits', () => {
  const long = (type: number, value: bigint) =>
    metricOf(
      withMetric((w) => {
        w.tag(4, WireType.Varint).uint32(type);
        w.tag(11, WireType.Varint).uint64(value);
      }),
    );

  it.each([
    [4, 0xffff_ffff_ffff_ffffn, -1],
    [4, 0x8000_0000_0000_0000n, -9_223_372_036_854_775_808n],
    [4, 0x7fff_ffff_ffff_ffffn, 9_223_372_036_854_775_807n],
    [8, 0xffff_ffff_ffff_ffffn, 18_446_744_073_709_551_615n],
    [8, 9_007_199_254_740_993n, 9_007_199_254_740_993n],
    [13, 0xffff_ffff_ffff_ffffn, 18_446_744_073_709_551_615n],
  ] as const)('is exact, with its sign: type %i, %s', (type, carried, value) => {
    expect(long(type, carried)).toMatchObject({ value, fits: true });
  });

  it('is exact as an alias, too', () => {
    const bytes = withMetric((w) => w.tag(2, WireType.Varint).uint64(2n ** 63n));
    expect(metricOf(bytes).alias).toBe(2n ** 63n);
  });
});

describe('a small number with a sign', () => {
  const int = (type: number, value: number) =>
    metricOf(
      withMetric((w) => {
        w.tag(4, WireType.Varint).uint32(type);
        w.tag(10, WireType.Varint).uint32(value);
      }),
    );

  it.each([
    ['as the bits of its type', 1, 0xff, -1],
    ['as 32 bits', 1, 0xffff_ffff, -1],
    ['as the bits of its type', 2, 0x8000, -32_768],
    ['as 32 bits', 2, 0xffff_8000, -32_768],
    ['as 32 bits', 3, 0x8000_0000, -2_147_483_648],
  ] as const)('is read %s', (_, type, carried, value) => {
    expect(int(type, carried)).toMatchObject({ value, fits: true });
  });

  it.each([
    [1, 256],
    [2, 0x1_0000],
    [5, 256],
    [6, 0x1_0000],
    [5, 0xffff_ffff],
  ])('is shown as it came where it is none of its type: %i %i', (type, carried) => {
    expect(int(type, carried)).toMatchObject({ value: carried, fits: false });
  });
});
