import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodePayload, type WrittenMetric } from '../test/payloads.js';
import { decodePayload } from './decode-payload.js';
import { describeValue } from './describe-value.js';
import { SparkplugState } from './state/sparkplug-state.js';

const TYPES = ['NBIRTH', 'NDEATH', 'NDATA', 'NCMD', 'DBIRTH', 'DDEATH', 'DDATA', 'DCMD'] as const;

const scalar = fc.oneof(
  fc.record({ type: fc.constant('Int32'), value: fc.integer() }),
  fc.record({ type: fc.constant('Int64'), value: fc.integer() }),
  fc.record({ type: fc.constant('Double'), value: fc.double() }),
  fc.record({ type: fc.constant('Boolean'), value: fc.boolean() }),
  fc.record({ type: fc.constant('String'), value: fc.string({ unit: 'binary' }) }),
  fc.record({ type: fc.constant('Bytes'), value: fc.uint8Array() }),
);
const { metric } = fc.letrec<{ metric: object }>((tie) => {
  const template = fc.record({
    type: fc.constant('Template'),
    value: fc.record({
      isDefinition: fc.boolean(),
      metrics: fc.array(tie('metric'), { maxLength: 2 }),
      parameters: fc.constant([{ name: 'p', type: 'Int32', value: 1 }]),
    }),
  });
  const dataSet = fc.constant({
    type: 'DataSet',
    value: { numOfColumns: 1, columns: ['a'], types: ['Int32'], rows: [[1], [-2]] },
  });
  const name = fc.constantFrom('a', 'b', 'bdSeq', 'Node Control/Rebirth');
  const properties = fc.constant({ Quality: { type: 'Int32', value: 192 } });
  const value = fc.oneof({ depthSize: 'small' }, scalar, dataSet, template);
  return {
    metric: fc
      .tuple(name, fc.option(fc.nat(5), { nil: undefined }), value, properties)
      .map(([one, alias, rest, set]) => ({
        ...{ name: one, ...rest, properties: set },
        ...(alias !== undefined && { alias }),
      })),
  };
});
const valid = fc
  .record({ seq: fc.nat(300), metrics: fc.array(metric, { maxLength: 4 }) })
  .map(({ seq, metrics }) => encodePayload({ seq, metrics: metrics as WrittenMetric[] }));

/** Random bytes, and valid payloads that were cut, or had some bytes replaced. */
const hostile = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.tuple(valid, fc.nat()).map(([bytes, cut]) => bytes.subarray(0, cut % (bytes.length + 1))),
  fc
    .tuple(valid, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }))
    .map(([bytes, changes]) => {
      const changed = bytes.slice();
      for (const [at, byte] of changes) changed[at % Math.max(1, changed.length)] = byte;
      return changed;
    }),
  valid,
);

describe('whatever the bytes are', () => {
  it('decoding answers a payload that JSON can show, or a problem that says where', () => {
    fc.assert(
      fc.property(hostile, (bytes) => {
        const { payload, problem } = decodePayload(bytes);
        if (payload === undefined) {
          expect(problem.reason).not.toBe('');
          expect(problem.offset).toBeLessThanOrEqual(bytes.length);
          return;
        }
        for (const { value, type } of payload.metrics) JSON.stringify(describeValue(value, type));
      }),
      { numRuns: 2_000 },
    );
  });

  it('what is valid decodes', () => {
    fc.assert(fc.property(valid, (bytes) => decodePayload(bytes).problem === undefined));
  });

  it('the state takes them, stays within its limits, and its counts agree with what it holds', () => {
    const held = { nodes: 3, metrics: 12, weight: 60_000 };
    const step = fc.record({
      ...{ type: fc.constantFrom(...TYPES), node: fc.nat(4), device: fc.nat(2) },
      ...{ payload: hostile, retained: fc.boolean(), gap: fc.nat(9) },
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const state = new SparkplugState({ idOf: (name) => name, held });
        for (const [at, { type, node, device, payload, retained, gap }] of steps.entries()) {
          if (gap === 0) state.gap(at);
          if (gap === 1) state.interrupted(at);
          const topic = `spBv1.0/g/${type}/n${node}${type.startsWith('D') ? `/d${device}` : ''}`;
          state.take({ topic, payload, retained, at });
        }
        const nodes = state.nodes();
        const counts = state.counts();
        const sum = (of: (one: (typeof nodes)[number]) => number) =>
          nodes.reduce((total, one) => total + of(one), 0);
        const metricsOf = (one: (typeof nodes)[number]) =>
          [one, ...one.devices.values()].reduce((total, { metrics }) => total + metrics.size, 0);
        expect(nodes.length).toBeLessThanOrEqual(held.nodes);
        expect(counts.metrics).toBe(sum(metricsOf));
        expect(counts.metrics).toBeLessThanOrEqual(held.metrics);
        expect(sum(({ weight }) => weight)).toBeLessThanOrEqual(held.weight);
        for (const one of nodes) {
          expect(one.timeline.length).toBeLessThanOrEqual(20);
          for (const [alias, metric] of one.aliases) {
            expect(metric.alias).toBe(alias);
            expect(metric.owner.metrics.get(metric.name)).toBe(metric);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
