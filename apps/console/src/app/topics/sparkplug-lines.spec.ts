import { describe, expect, it } from '@jest/globals';
import type { SparkplugMetricValue, SparkplugPayload } from '../api/models';
import { sparkplugLines, sparkplugNotes, sparkplugValues } from './sparkplug-lines';

const metric = (facts: Partial<SparkplugMetricValue>): SparkplugMetricValue => ({
  ...{ type: 'Float', value: 1, isNull: false, isHistorical: false, isTransient: false },
  ...facts,
});
const payload = (
  metrics: readonly SparkplugMetricValue[],
  facts: Partial<SparkplugPayload> = {},
): SparkplugPayload => ({
  ...{ metrics: [...metrics], metricCount: metrics.length, unresolved: 0 },
  ...facts,
});
const texts = (of: SparkplugPayload) =>
  sparkplugLines(of).map(({ tokens }) => tokens.map(({ text }) => text).join(''));

describe('a Sparkplug payload', () => {
  it('begins with what it says of itself', () => {
    const at = '2026-11-23T14:20:31.000Z';
    expect(texts(payload([], { timestamp: at, seq: 12, compression: 'GZIP', uuid: 'u' }))).toEqual([
      ...[`timestamp: ${at}`, 'seq: 12', 'uuid: u', 'compressed: GZIP', 'metrics: 0'],
    ]);
    expect(texts(payload([], { bodyBytes: 1 }))).toContain('body: 1 byte');
  });

  it('has a line for each metric, whose number can be plotted by its name', () => {
    const lines = sparkplugLines(
      payload([
        metric({ name: 'Oven/Temp', value: Math.fround(235.8), quality: 192 }),
        metric({ name: 'Total', type: 'UInt64', value: '18446744073709551615' }),
        metric({ name: 'Open', type: 'Boolean', value: true, isHistorical: true }),
        metric({ name: 'Gone', value: null, isNull: true, isTransient: true }),
        metric({ name: 'Note', type: 'String', value: 'a "b"', misfit: true }),
      ]),
    );
    expect(lines.slice(1).map(({ tokens }) => tokens.map(({ text }) => text).join(''))).toEqual([
      '  Oven/Temp: 235.8  Float, quality 192',
      '  Total: 18446744073709551615  UInt64',
      '  Open: true  Boolean, historical',
      '  Gone: null  Float, transient',
      '  Note: "a \\"b\\""  String, not of its type',
    ]);
    expect(lines.filter(({ numeric }) => numeric).map(({ path }) => path)).toEqual([
      ...['Oven/Temp', 'Total'],
    ]);
  });

  it('opens structures, and says what has no name', () => {
    const value = { columns: ['a'], types: ['Int32'], rows: [] };
    const lines = sparkplugLines(
      payload([metric({ name: 'Table', type: 'DataSet', value }), metric({ alias: 7 })], {
        metricCount: 502,
      }),
    );
    const said = lines.map(({ tokens }) => tokens.map(({ text }) => text).join(''));
    expect(said.slice(1, 4)).toEqual(['  Table: {  DataSet', '    "columns": [', '      "a"']);
    expect(said.slice(-2)).toEqual(['  alias 7: 1  Float', '… 500 more metrics']);
    expect(lines.some(({ numeric }) => numeric)).toBe(false);
  });

  it('says what has to be known to read it', () => {
    expect(sparkplugNotes(payload([]))).toEqual([]);
    const notes = sparkplugNotes(payload([], { unresolved: 2, beforeBirth: true }));
    expect(notes[0]).toMatch(/^2 metrics have an alias only/);
    expect(notes[1]).toMatch(/^The message is older than the birth/);
  });

  it('is compared by the names of its metrics', () => {
    const two = payload([metric({ name: 'a', value: 2 }), metric({ alias: 9, value: 3 })]);
    expect(sparkplugValues(two)).toEqual({ a: 2, 'alias 9': 3 });
  });
});
