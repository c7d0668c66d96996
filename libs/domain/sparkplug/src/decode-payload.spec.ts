import { WireType, type BinaryWriter } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from '@jest/globals';
import {
  encodePayload,
  message,
  within,
  withMetric,
  type WrittenMetric,
} from '../test/payloads.js';
import { BirthNames } from './birth-names.js';
import { decodePayload, type DecodeOptions } from './decode-payload.js';
import { describePayload } from './describe-payload.js';
import { describeValue } from './describe-value.js';
import { ofType } from './interpret.js';
import type { Metric, Payload } from './payload.js';
import { PAYLOAD_LIMITS } from './wire-source.js';

const decoded = (bytes: Uint8Array, options?: DecodeOptions): Payload => {
  const { payload, problem } = decodePayload(bytes, options);
  if (payload === undefined) throw new Error(problem.reason);
  return payload;
};
const problemOf = (bytes: Uint8Array, options?: DecodeOptions) =>
  decodePayload(bytes, options).problem;
const metricOf = (bytes: Uint8Array): Metric => decoded(bytes).metrics[0]!;
const ofElsewhere = (metric: object): Metric =>
  metricOf(encodePayload({ metrics: [metric as WrittenMetric] }));
const bytesOf = (...bytes: number[]) => Uint8Array.from(bytes);

describe('a payload of another encoder', () => {
  it.each([
    ['Int8', -128],
    ['Int8', 127],
    ['Int16', -32_768],
    ['Int16', 32_767],
    ['Int32', -2_147_483_648],
    ['Int32', 2_147_483_647],
    ['Int64', 9_007_199_254_740_991],
    ['Int64', -1],
    ['Int64', -9_007_199_254_740_991],
    ['UInt8', 255],
    ['UInt16', 65_535],
    ['UInt32', 4_294_967_295],
    ['UInt64', 9_007_199_254_740_991],
    ['Float', 0.5],
    ['Float', Number.NaN],
    ['Double', -1.7e308],
    ['Double', Number.POSITIVE_INFINITY],
    ['Boolean', true],
    ['Boolean', false],
    ['String', 'Größe ✓'],
    ['String', ''],
    ['DateTime', 1_764_147_600_000],
    ['Text', 'a\nb'],
    ['UUID', '8c5ad8d2-6a3e-4d7c-9f0e-0c6a0f5c9e11'],
  ] as const)('reads the same: %s %p', (type, value) => {
    const metric = ofElsewhere({ name: 'm', type, value });
    expect(metric).toMatchObject({ name: 'm', type, value, fits: true, isNull: false });
  });

  it.each(['Bytes', 'File'] as const)('reads the same: %s', (type) => {
    const value = bytesOf(0, 1, 254, 255);
    expect(ofElsewhere({ name: 'm', type, value })).toMatchObject({ type, value, fits: true });
  });

  it('reads the same: a DataSet', () => {
    const value = {
      numOfColumns: 4,
      columns: ['n', 'x', 'on', 'word'],
      types: ['Int32', 'Double', 'Boolean', 'String'],
      rows: [
        [-1, 0.5, true, 'a'],
        [2, -2.5, false, ''],
      ],
    };
    const read = ofElsewhere({ name: 'm', type: 'DataSet', value });
    const { columns, types, rows } = value;
    expect(read.value).toEqual({ kind: 'dataset', columns, types, rows });
  });

  it('reads the same: a Template with parameters, and metrics in it', () => {
    const value = {
      ...{ version: '2', templateRef: 'Motor', isDefinition: false },
      metrics: [
        { name: 'rpm', type: 'Int32', value: -1450 },
        {
          ...{ name: 'bearing', type: 'Template' },
          value: { isDefinition: true, metrics: [{ name: 't', type: 'Float', value: 41.5 }] },
        },
      ],
      parameters: [{ name: 'index', type: 'Int32', value: -7 }],
    };
    const read = ofElsewhere({ name: 'm', type: 'Template', value });
    expect(read.value).toMatchObject({
      ...{ kind: 'template', version: '2', reference: 'Motor', isDefinition: false },
      parameters: [{ name: 'index', type: 'Int32', value: -7 }],
      metrics: [
        { name: 'rpm', type: 'Int32', value: -1450 },
        {
          value: {
            ...{ kind: 'template', isDefinition: true },
            metrics: [{ name: 't', type: 'Float', value: 41.5 }],
          },
        },
      ],
    });
  });

  it('reads the same: everything beside the value', () => {
    const timestamp = 1_764_147_600_123;
    const bytes = encodePayload({
      ...{ timestamp, seq: 255, uuid: 'mine', body: bytesOf(1, 2) },
      metrics: [
        {
          ...{ name: 'm', alias: 17, timestamp, type: 'Int32', value: 3 },
          ...{ isHistorical: true, isTransient: true },
          metadata: {
            ...{ isMultiPart: true, contentType: 'text/csv', size: 10, seq: 2, fileName: 'a.csv' },
            ...{ fileType: 'csv', md5: 'd41d', description: 'of the day' },
          },
          properties: {
            Quality: { type: 'Int32', value: 192 },
            limits: {
              type: 'PropertySet',
              value: { high: { type: 'Double', value: 80.5 }, low: { type: 'Int8', value: -5 } },
            },
            steps: {
              type: 'PropertySetList',
              value: [
                { a: { type: 'Boolean', value: true } },
                { b: { type: 'String', value: 'x' } },
              ],
            },
          },
        },
        { name: 'none', type: 'String', value: null, isNull: true } as unknown as WrittenMetric,
      ],
    });
    const { metrics, ...payload } = decoded(bytes);
    expect(payload).toEqual({
      ...{ timestamp, seq: 255, uuid: 'mine', body: bytesOf(1, 2), compression: undefined },
    });
    const [first, second] = metrics;
    expect(first).toMatchObject({
      ...{ name: 'm', alias: 17, timestamp, type: 'Int32', value: 3 },
      ...{ isHistorical: true, isTransient: true, isNull: false },
      metadata: {
        ...{ isMultiPart: true, contentType: 'text/csv', size: 10, seq: 2, fileName: 'a.csv' },
        ...{ fileType: 'csv', md5: 'd41d', description: 'of the day' },
      },
    });
    expect(describeValue(first!.properties)).toEqual({
      Quality: { type: 'Int32', value: 192 },
      limits: {
        type: 'PropertySet',
        value: { high: { type: 'Double', value: 80.5 }, low: { type: 'Int8', value: -5 } },
      },
      steps: {
        type: 'PropertySetList',
        value: [{ a: { type: 'Boolean', value: true } }, { b: { type: 'String', value: 'x' } }],
      },
    });
    expect(second).toMatchObject({ isNull: true, value: undefined, type: 'String' });
  });
});

describe('bytes that are no payload', () => {
  const nested = (depth: number): Uint8Array => {
    const template = (writer: BinaryWriter, left: number): void => {
      within(writer, 2, (metric) => {
        metric.tag(4, WireType.Varint).uint32(19);
        within(metric, 18, (inside) => (left > 1 ? template(inside, left - 1) : undefined));
      });
    };
    return message((writer) => template(writer, depth));
  };

  it.each([
    ['end within a varint', bytesOf(0x08, 0x80), 'premature EOF'],
    ['end before the message that they announce', bytesOf(0x12, 5, 1), 'A message is cut off'],
    [
      'have a field beyond its message',
      bytesOf(0x12, 2, 0x0a, 5, 65, 65, 65, 65, 65),
      'longer than',
    ],
    ['have a string that is not UTF-8', bytesOf(0x22, 1, 0xff), 'not UTF-8'],
    ['have a varint where a message must be', bytesOf(0x10, 1), 'Field 2 is a varint, not bytes'],
    ['have bytes where a varint must be', bytesOf(0x0a, 0), 'Field 1 is bytes, not a varint'],
    [
      'have 32 bits where 64 must be',
      withMetric((w) => w.tag(13, WireType.Bit32).float(1)),
      '13 is 32',
    ],
    ['have a field 0', bytesOf(0x00, 0), 'illegal tag'],
    ['have a wire type that is none', bytesOf(0x0f), 'illegal tag'],
    ['have a group that does not end', bytesOf(0x7b, 0x08, 0x01), 'premature EOF'],
    ['have groups within groups', bytesOf(...Array<number>(40).fill(0x7b)), 'recursion'],
    ['nest too deep', nested(9), 'deeper than 8'],
    [
      'have more keys than values',
      withMetric((w) => within(w, 9, (p) => p.tag(1, WireType.LengthDelimited).string('k'))),
      'keys',
    ],
  ])('are refused when they %s', (_, bytes, reason) => {
    const problem = problemOf(bytes);
    expect(problem?.reason).toContain(reason);
    expect(problem?.offset).toBeLessThanOrEqual(bytes.length);
  });

  it('are told from where on', () => {
    expect(problemOf(bytesOf(0x08, 1, 0x10, 1))).toEqual({
      ...{ reason: 'Field 2 is a varint, not bytes', offset: 3 },
    });
  });

  it.each([
    ['bytes', { bytes: 10 }, new Uint8Array(11), 'More than 10 bytes'],
    ['metrics', { metrics: 3 }, bytesOf(0x12, 0, 0x12, 0, 0x12, 0, 0x12, 0), 'More than 3 metrics'],
    ['parts', { parts: 3 }, bytesOf(0x12, 0, 0x12, 0, 0x12, 0, 0x12, 0), 'More than 3 parts'],
    ['of one string', { stringBytes: 3 }, bytesOf(0x22, 4, 65, 65, 65, 65), 'more than 3 bytes'],
  ])('are refused when they have too much: %s', (_, limit, bytes, reason) => {
    expect(problemOf(bytes, { limits: { ...PAYLOAD_LIMITS, ...limit } })?.reason).toContain(reason);
  });

  it('nest as deep as they may', () => {
    expect(problemOf(nested(8))).toBeUndefined();
  });
});

describe('what a newer encoder adds', () => {
  it('is passed over, in every message', () => {
    const unknown = (w: BinaryWriter) => {
      w.tag(100, WireType.LengthDelimited).string('new');
      w.tag(101, WireType.Varint).uint32(1);
      w.tag(102, WireType.Bit64).double(1);
      w.tag(103, WireType.Bit32).float(1);
      w.tag(104, WireType.StartGroup).tag(1, WireType.Varint).uint32(1);
      w.tag(104, WireType.EndGroup);
    };
    const bytes = message((w) => {
      unknown(w);
      within(w, 2, (metric) => {
        unknown(metric);
        metric.tag(1, WireType.LengthDelimited).string('m');
        within(metric, 8, unknown);
        within(metric, 9, (properties) => {
          unknown(properties);
          properties.tag(1, WireType.LengthDelimited).string('p');
          within(properties, 2, unknown);
        });
        within(metric, 18, (template) => {
          unknown(template);
          within(template, 3, unknown);
          within(template, 2, (inner) => {
            unknown(inner);
            within(inner, 17, (set) => {
              unknown(set);
              within(set, 4, (row) => {
                unknown(row);
                within(row, 1, unknown);
              });
            });
          });
        });
      });
      w.tag(3, WireType.Varint).uint32(7);
    });
    const payload = decoded(bytes);
    expect(payload.seq).toBe(7);
    expect(payload.metrics[0]).toMatchObject({ name: 'm', value: { kind: 'template' } });
  });

  it('as a type that is not known is shown as it was carried', () => {
    const metric = metricOf(
      withMetric((w) => {
        w.tag(4, WireType.Varint).uint32(99);
        w.tag(10, WireType.Varint).uint32(5);
      }),
    );
    expect(metric).toMatchObject({ type: 'Unknown', value: 5, fits: true });
  });

  it('may pack the types of a DataSet', () => {
    const metric = metricOf(
      withMetric((w) =>
        within(w, 17, (set) => {
          set.tag(2, WireType.LengthDelimited).string('a');
          within(set, 3, (types) => types.uint32(3));
          within(set, 4, (row) =>
            within(row, 1, (v) => v.tag(1, WireType.Varint).uint32(0xffff_ffff)),
          );
        }),
      ),
    );
    expect(metric.value).toEqual({
      ...{ kind: 'dataset', columns: ['a'], types: ['Int32'], rows: [[-1]] },
    });
  });
});

it('a value in the field of another type does not fit, and is shown as it came', () => {
  const metric = metricOf(
    withMetric((w) => {
      w.tag(10, WireType.Varint).uint32(0);
      w.tag(4, WireType.Varint).uint32(12);
    }),
  );
  expect(metric).toMatchObject({ type: 'String', value: 0, fits: false });
});

it.each([Number.NaN, Number.POSITIVE_INFINITY, -1e300, 1e300])(
  'a time that no calendar has is shown as it came: %p',
  (time) => {
    const { type, value } = metricOf(
      withMetric((w) => {
        w.tag(4, WireType.Varint).uint32(13);
        w.tag(13, WireType.Bit64).double(time);
      }),
    );
    expect(describeValue(value, type)).toBe(String(time));
  },
);

describe('an array that says little with many items', () => {
  const flags = (items: number, type?: number) => (w: BinaryWriter) => {
    const bytes = new Uint8Array(4 + Math.ceil(items / 8));
    new DataView(bytes.buffer).setUint32(0, items, true);
    if (type !== undefined) w.tag(4, WireType.Varint).uint32(type);
    w.tag(16, WireType.LengthDelimited).bytes(bytes);
  };
  const BOOLEANS = 32;

  it('counts item by item', () => {
    const large = metricOf(withMetric(flags(33_000_000, BOOLEANS)));
    expect(large).toMatchObject({ fits: false, carrier: 'bytes' });
    expect(large.value).toBeInstanceOf(Uint8Array);
    const many = message((w) => {
      for (let i = 0; i < 10; i++) within(w, 2, flags(30_000, BOOLEANS));
    });
    expect(problemOf(many)).toMatchObject({ reason: 'More than 250000 parts' });
  });

  it('weighs what its items take', () => {
    expect(metricOf(withMetric(flags(10_000, BOOLEANS))).weight).toBeGreaterThan(80_000);
    const typed = ofType(metricOf(withMetric(flags(10_000))), 'BooleanArray');
    expect(typed.weight).toBeGreaterThan(80_000);
  });

  it('is left as it came where a birth gives it its type', () => {
    const untyped = metricOf(withMetric(flags(33_000_000)));
    expect(ofType(untyped, 'BooleanArray')).toMatchObject({ fits: false, value: untyped.value });
    const many = message((w) => {
      for (let i = 0; i < 10; i++) {
        within(w, 2, (metric) => {
          metric.tag(1, WireType.LengthDelimited).string('m');
          flags(100_000)(metric);
        });
      }
    });
    const names = new BirthNames({ metrics: [['m', undefined, 'BooleanArray']] });
    const { metrics } = describePayload(decoded(many), names);
    expect(metrics.map(({ value }) => Array.isArray(value))).toEqual([
      ...[true, true, ...Array.from({ length: 8 }, () => false)],
    ]);
  });
});
