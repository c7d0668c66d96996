import type { SparkplugDataType, SparkplugMetric, SparkplugState } from '../api/models';
import { asMeant, count, counted, exactly, size } from '../ui/formats';

/** A metric as a table shows it. */
export interface MetricWords {
  /** On one line. */
  readonly value: string;
  /** Whether the value is one to be compared with others of its column. */
  readonly kind: 'number' | 'text' | 'none' | 'structure';
  readonly unit?: string;
  readonly quality?: QualityWords;
  readonly isPlottable: boolean;
}

export interface QualityWords {
  readonly icon: 'ok' | 'warning' | 'fault' | 'unknown';
  readonly word: string;
  readonly text: string;
}

type Value = SparkplugMetric['value'];
type Known = Pick<SparkplugMetric, 'type' | 'value' | 'isNull'> &
  Partial<Pick<SparkplugMetric, 'omitted' | 'properties' | 'quality'>>;

const NUMERIC: ReadonlySet<SparkplugDataType> = new Set([
  ...(['Int8', 'Int16', 'Int32', 'Int64', 'UInt8', 'UInt16', 'UInt32', 'UInt64'] as const),
  ...(['Float', 'Double'] as const),
]);
/** What people call the property with the unit; Ignition says engUnit. */
const UNITS = new Set(['engunit', 'engineeringunits', 'engineeringunit', 'units', 'unit']);
const LONGEST = 200;
const number = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 15 });
const whole = new Intl.NumberFormat();

/** @param state - of the node or device that the metric is of */
export function metricWords(metric: Known, state: SparkplugState): MetricWords {
  const unit = unitOf(metric.properties);
  const quality = qualityWords(metric.quality, state);
  return {
    ...valueWords(metric),
    ...(unit !== undefined && { unit }),
    ...(quality !== undefined && { quality }),
    isPlottable: isPlottable(metric),
  };
}

/** Whether its messages have numbers that a plot can show. */
export function isPlottable({ type, value }: Pick<Known, 'type' | 'value'>): boolean {
  return NUMERIC.has(type) || (type === 'Unknown' && typeof value === 'number');
}

/** The value on one line, and what it is. */
export function valueWords(metric: Known): Pick<MetricWords, 'value' | 'kind'> {
  const { type, value, isNull, omitted } = metric;
  if (omitted) return { value: 'too large to be held', kind: 'none' };
  if (isNull || value === null) return { value: 'null', kind: 'none' };
  if (typeof value === 'object') return { value: structureWords(value, type), kind: 'structure' };
  if (NUMERIC.has(type) || typeof value === 'number') {
    return { value: numberWords(value), kind: 'number' };
  }
  return { value: textWords(value, type), kind: 'text' };
}

function numberWords(value: number | string | boolean): string {
  // Beyond 2^53 an integer comes as text, and so does what is no number.
  if (typeof value === 'string') return /^-?\d+$/.test(value) ? whole.format(BigInt(value)) : value;
  if (typeof value === 'boolean') return String(value);
  return number.format(asMeant(value));
}

function textWords(value: number | string | boolean, type: SparkplugDataType): string {
  if (type === 'DateTime' && typeof value === 'string' && !Number.isNaN(Date.parse(value))) {
    return exactly(value);
  }
  if ((type === 'Bytes' || type === 'File') && typeof value === 'string') {
    return `${size(bytesOf(value))} of ${type === 'File' ? 'a file' : 'bytes'}`;
  }
  const text = String(value).replace(/\s+/g, ' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** How many bytes base64 stands for. */
function bytesOf(base64: string): number {
  return Math.floor((base64.length * 3) / 4) - (/=+$/.exec(base64)?.[0].length ?? 0);
}

/** A DataSet as the server describes it; nothing for other values. */
export interface DataSetValue {
  readonly columns: readonly string[];
  readonly types: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}

export function dataSetOf(value: Value, type: SparkplugDataType): DataSetValue | undefined {
  if (type !== 'DataSet' || value === null || typeof value !== 'object') return undefined;
  const { columns, types, rows } = value as Partial<DataSetValue>;
  const isOne = Array.isArray(columns) && Array.isArray(types) && Array.isArray(rows);
  return isOne ? (value as unknown as DataSetValue) : undefined;
}

function structureWords(value: object, type: SparkplugDataType): string {
  const dataSet = dataSetOf(value, type);
  if (dataSet !== undefined) {
    const columns = counted(dataSet.columns.length, 'column');
    return `${counted(dataSet.rows.length, 'row')} of ${columns}`;
  }
  if (Array.isArray(value)) {
    const first = value.slice(0, 8).map((one: unknown) => String(meant(one)));
    const more = value.length - first.length;
    return `[${first.join(', ')}${more > 0 ? `, ${count(more)} more` : ''}]`;
  }
  if (type === 'Template') {
    const { metrics = [], reference } = value as {
      readonly metrics?: readonly unknown[];
      readonly reference?: string;
    };
    const members = counted(metrics.length, 'member');
    return reference === undefined || reference === '' ? members : `${reference}, ${members}`;
  }
  return counted(Object.keys(value).length, 'property', 'properties');
}

/** Numbers anywhere within a value as they were meant. */
export function meant(value: unknown): unknown {
  if (typeof value === 'number') return asMeant(value);
  if (Array.isArray(value)) return value.map(meant);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, meant(one)]));
}

/** The engineering unit among the properties. */
export function unitOf(properties: SparkplugMetric['properties']): string | undefined {
  for (const [name, property] of Object.entries(properties ?? {})) {
    if (!UNITS.has(name.toLowerCase().replace(/[\s_-]/g, ''))) continue;
    const { value } = (property ?? {}) as { readonly value?: unknown };
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** Sparkplug 3.0 section 6.4.15; whatever is said of it, a value of who is offline is stale. */
function qualityWords(
  quality: number | undefined,
  state: SparkplugState,
): QualityWords | undefined {
  if (state === 'offline') {
    return { icon: 'unknown', word: 'stale', text: 'The last value before it went offline' };
  }
  switch (quality) {
    case undefined:
      return undefined;
    case 0:
      return { icon: 'fault', word: 'bad', text: 'Quality 0, as the node says' };
    case 192:
      return { icon: 'ok', word: 'good', text: 'Quality 192, as the node says' };
    case 500:
      return { icon: 'warning', word: 'stale', text: 'Quality 500, as the node says' };
    default:
      return { icon: 'unknown', word: String(quality), text: 'A quality Sparkplug does not know' };
  }
}
