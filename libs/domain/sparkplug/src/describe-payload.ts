import { isList, MOST_ITEMS } from './array-values.js';
import type { BirthNames } from './birth-names.js';
import type { DataType } from './data-type.js';
import {
  describeInteger,
  describeProperties,
  describeTime,
  describeValue,
  qualityOf,
  type Json,
} from './describe-value.js';
import type { Compression, MetaData, Metric, Payload } from './payload.js';

export interface DescribedMetric {
  /** By its birth where the message has an alias only; absent when that is not known. */
  readonly name?: string;
  readonly alias?: number | string;
  readonly type: DataType;
  readonly value: Json;
  readonly isNull: boolean;
  readonly isHistorical: boolean;
  readonly isTransient: boolean;
  /** RFC 3339. */
  readonly timestamp?: string;
  readonly quality?: number;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly metadata?: Readonly<Record<string, Json>>;
  /** The value is none of its type. */
  readonly misfit?: boolean;
}

/** A payload as JSON. */
export interface DescribedPayload {
  /** RFC 3339. */
  readonly timestamp?: string;
  readonly seq?: number | string;
  readonly uuid?: string;
  readonly bodyBytes?: number;
  readonly compression?: Compression;
  readonly metrics: DescribedMetric[];
  readonly metricCount: number;
  /** Metrics that have an alias only which the birth does not explain. */
  readonly unresolved: number;
}

/** The payload with its first `most` metrics. */
export function describePayload(
  payload: Payload,
  names: BirthNames,
  most = Infinity,
): DescribedPayload {
  const { timestamp, seq, uuid, body, compression, metrics } = payload;
  const time = describeTime(timestamp);
  return {
    ...(time !== undefined && { timestamp: time }),
    ...(seq !== undefined && { seq: describeInteger(seq) }),
    ...(uuid !== undefined && { uuid }),
    ...(body !== undefined && { bodyBytes: body.length }),
    ...(compression !== undefined && { compression }),
    metrics: typed(metrics.slice(0, most), names).map((metric) => describeMetric(metric, names)),
    metricCount: metrics.length,
    unresolved: metrics.filter((metric) => names.nameOf(metric) === undefined).length,
  };
}

/** `3 metrics, seq 12`. */
export function describePayloadInShort({ metrics, seq, compression }: Payload): string {
  const count = metrics.length === 1 ? '1 metric' : `${metrics.length} metrics`;
  return [
    count,
    ...(seq === undefined ? [] : [`seq ${seq}`]),
    ...(compression === undefined ? [] : [`compressed with ${compression}`]),
  ].join(', ');
}

/** Whether it has nothing of what a payload has: bytes that mean something else may read so. */
export function isBlank({ timestamp, seq, uuid, body, metrics }: Payload): boolean {
  return [timestamp, seq, uuid, body].every((one) => one === undefined) && metrics.length === 0;
}

/** As their birth says, until the arrays among them hold as many items as one may; others stay as they came. */
function typed(metrics: readonly Metric[], names: BirthNames): readonly Metric[] {
  let room = MOST_ITEMS;
  return metrics.map((metric) => {
    const { type, value } = metric;
    if (type !== undefined || room <= 0) return metric;
    const read = names.typed(metric);
    if (read.value === value || !isList(read.value)) return read;
    room -= read.value.length;
    return room < 0 ? metric : read;
  });
}

function describeMetric(metric: Metric, names: BirthNames): DescribedMetric {
  const name = names.nameOf(metric);
  const { alias, type = 'Unknown', value, properties, metadata } = metric;
  const time = describeTime(metric.timestamp);
  const quality = qualityOf(properties);
  return {
    ...(name !== undefined && { name }),
    ...(alias !== undefined && { alias: describeInteger(alias) }),
    ...{ type, value: describeValue(value, type) },
    isNull: metric.isNull,
    isHistorical: metric.isHistorical,
    isTransient: metric.isTransient,
    ...(time !== undefined && { timestamp: time }),
    ...(quality !== undefined && { quality }),
    ...(properties !== undefined && { properties: describeProperties(properties) }),
    ...(metadata !== undefined && { metadata: describeMetaData(metadata) }),
    ...(!metric.fits && { misfit: true }),
  };
}

function describeMetaData({ size, seq, ...others }: MetaData): Readonly<Record<string, Json>> {
  return {
    ...others,
    ...(size !== undefined && { size: describeInteger(size) }),
    ...(seq !== undefined && { seq: describeInteger(seq) }),
  };
}
