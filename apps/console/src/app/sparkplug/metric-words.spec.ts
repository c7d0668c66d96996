import { describe, expect, it } from '@jest/globals';
import type { SparkplugMetric } from '../api/models';
import { dataSetOf, isPlottable, meant, metricWords, unitOf, valueWords } from './metric-words';

type Type = SparkplugMetric['type'];
type Value = SparkplugMetric['value'];
const value = (type: Type, of: Value) => valueWords({ type, value: of, isNull: of === null }).value;

describe('a value on one line', () => {
  it('is a number by the reader’s locale, and as it was meant', () => {
    expect(value('Double', 84.21)).toBe('84.21');
    expect(value('Float', 235.8000030517578)).toBe('235.8');
    expect(value('UInt32', 1_204_118)).toBe('1,204,118');
    expect(value('Int64', '-9223372036854775808')).toBe('-9,223,372,036,854,775,808');
    expect(value('Double', 'NaN')).toBe('NaN');
    expect(value('Unknown', 5)).toBe('5');
  });

  it('says what is null, and what is not held', () => {
    expect(valueWords({ type: 'Int8', value: 0, isNull: true })).toMatchObject({ kind: 'none' });
    expect(value('String', null)).toBe('null');
    const omitted = { type: 'Bytes', value: null, isNull: false, omitted: true } as const;
    expect(valueWords(omitted).value).toBe('too large to be held');
  });

  it('is text on one line, cut where it is long', () => {
    expect(value('Boolean', true)).toBe('true');
    expect(value('String', 'a\n  b')).toBe('a b');
    expect(value('Text', 'x'.repeat(500))).toHaveLength(201);
    expect(value('DateTime', '2026-11-23T14:20:31.000Z')).toMatch(/2026/);
    expect(value('DateTime', '99999999999999999')).toBe('99999999999999999');
    expect(value('Bytes', 'AAECAw==')).toBe('4 B of bytes');
    expect(value('File', '')).toBe('0 B of a file');
  });

  it('says of a structure how large it is', () => {
    const rows = { columns: ['a', 'b'], types: ['Int32', 'Int32'], rows: [[1, 2]] };
    expect(value('DataSet', rows)).toBe('1 row of 2 columns');
    expect(dataSetOf(rows, 'DataSet')).toBe(rows);
    expect(dataSetOf(rows, 'Template')).toBeUndefined();
    expect(dataSetOf({ columns: 1 }, 'DataSet')).toBeUndefined();
    expect(value('Template', { reference: 'Drive', metrics: [{}, {}] })).toBe('Drive, 2 members');
    expect(value('Template', { metrics: [] })).toBe('0 members');
    expect(value('Int8Array', [1, 2])).toBe('[1, 2]');
    expect(
      value(
        'Int8Array',
        Array.from({ length: 10 }, () => 7),
      ),
    ).toBe('[7, 7, 7, 7, 7, 7, 7, 7, 2 more]');
    expect(value('PropertySet', { a: {} })).toBe('1 property');
  });

  it('has its unit, whatever the property is called', () => {
    const unit = (name: string) => unitOf({ [name]: { type: 'String', value: 'bar' } });
    expect(['engUnit', 'Engineering Units', 'UNIT', 'units'].map(unit)).toEqual([
      ...['bar', 'bar', 'bar', 'bar'],
    ]);
    expect(unit('Quality')).toBeUndefined();
    expect(unitOf({ unit: { value: 7 } })).toBeUndefined();
    expect(unitOf({ unit: null })).toBeUndefined();
    expect(unitOf(undefined)).toBeUndefined();
  });
});

describe('a metric', () => {
  const of = (quality: number | undefined, state: 'online' | 'offline' | 'unknown') =>
    metricWords(
      { type: 'Double', value: 1, isNull: false, ...(quality !== undefined && { quality }) },
      state,
    ).quality?.word;

  it('has the quality that the node says, and is stale once that is offline', () => {
    expect([192, 0, 500, 7, undefined].map((quality) => of(quality, 'online'))).toEqual([
      ...['good', 'bad', 'stale', '7', undefined],
    ]);
    expect([192, undefined].map((quality) => of(quality, 'offline'))).toEqual(['stale', 'stale']);
    expect(of(192, 'unknown')).toBe('good');
  });

  it('can be plotted when it is a number, also while that is null', () => {
    expect(isPlottable({ type: 'Float', value: null })).toBe(true);
    expect(isPlottable({ type: 'UInt64', value: '18446744073709551615' })).toBe(true);
    expect(isPlottable({ type: 'Unknown', value: 4 })).toBe(true);
    expect(isPlottable({ type: 'Unknown', value: null })).toBe(false);
    expect(isPlottable({ type: 'DateTime', value: '2026-11-23T14:20:31.000Z' })).toBe(false);
    expect(isPlottable({ type: 'Boolean', value: true })).toBe(false);
  });

  it('has numbers as they were meant anywhere within it', () => {
    expect(meant({ a: [Math.fround(0.1), null, 'x', { b: Math.fround(2.7) }] })).toEqual({
      a: [0.1, null, 'x', { b: 2.7 }],
    });
  });
});
