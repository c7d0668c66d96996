import { isList } from './array-values.js';
import type { DataType } from './data-type.js';
import type {
  DataSet,
  Integer,
  Metric,
  MetricValue,
  PropertySet,
  Scalar,
  Template,
} from './payload.js';

export type Json =
  null | number | string | boolean | readonly Json[] | { readonly [name: string]: Json };

const LATEST_MS = 8_640_000_000_000_000;

/**
 * A value as JSON: integers beyond 2^53 and what is no number (NaN) as text, DateTime in RFC 3339, bytes in base64,
 * structures as objects.
 */
export function describeValue(value: MetricValue | undefined, type?: DataType): Json {
  if (value === undefined) return null;
  if (value instanceof Uint8Array) return base64(value);
  if (typeof value !== 'object') return describeScalar(value, type);
  if (isList(value)) {
    const item = type === 'DateTimeArray' ? 'DateTime' : undefined;
    return value.map((one) => describeScalar(one, item));
  }
  switch (value.kind) {
    case 'dataset':
      return describeDataSet(value);
    case 'template':
      return describeTemplate(value);
    case 'properties':
      return describeProperties(value);
    case 'property-list':
      return value.sets.map(describeProperties);
  }
}

/** Exact in JSON, too. */
export function describeInteger(value: Integer): number | string {
  return typeof value === 'bigint' ? String(value) : value;
}

/** Milliseconds since 1970 in RFC 3339; nothing for what no calendar has. */
export function describeTime(at: Integer | undefined): string | undefined {
  // Not what is beyond: a DateTime may have come as a floating-point number, NaN too.
  const isTime = at !== undefined && at >= -LATEST_MS && at <= LATEST_MS;
  return isTime ? new Date(Number(at)).toISOString() : undefined;
}

export function describeProperties({ properties }: PropertySet): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    [...properties].map(([name, { type, value }]) => [
      name,
      { type, value: describeValue(value, type) },
    ]),
  );
}

/** The property `Quality` (Sparkplug 3.0 section 6.4.9.1): 0 bad, 192 good, 500 stale. */
export function qualityOf(properties: PropertySet | undefined): number | undefined {
  const quality = properties?.properties.get('Quality')?.value;
  return typeof quality === 'number' ? quality : undefined;
}

function describeScalar(value: Scalar, type: DataType | undefined): Json {
  if (type === 'DateTime' && (typeof value === 'number' || typeof value === 'bigint')) {
    return describeTime(value) ?? String(value);
  }
  if (typeof value === 'bigint') return describeInteger(value);
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

function describeDataSet({ columns, types, rows }: DataSet): Json {
  const cell = (value: Scalar | undefined, column: number) =>
    value === undefined ? null : describeScalar(value, types[column]);
  return { columns, types, rows: rows.map((row) => row.map(cell)) };
}

function describeTemplate(template: Template): Json {
  const { version, reference, isDefinition, parameters, metrics } = template;
  return {
    ...(version !== undefined && { version }),
    ...(reference !== undefined && { reference }),
    isDefinition,
    parameters: parameters.map(({ name, type, value }) => ({
      ...{ name, type },
      value: describeValue(value, type),
    })),
    metrics: metrics.map(describeMember),
  };
}

function describeMember({ name, type = 'Unknown', value }: Metric): Json {
  return { name: name ?? '', type, value: describeValue(value, type) };
}

function base64(bytes: Uint8Array): string {
  // Character by character: more arguments than a call takes would be needed for all at once.
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
