import { ApiProperty } from '@nestjs/swagger';
import {
  DATA_TYPES,
  describeInteger,
  describeTime,
  type DataType,
  type Json,
} from '#domain/sparkplug';
import { topicId } from '#link/observer';
import type { SparkplugMetric } from '#link/sparkplug';
import { ANY_JSON, EXACT_INTEGER, timestamp } from '#platform';

/** A metric of a node or device, with its last value. */
export class SparkplugMetricDto {
  readonly name: string;
  @ApiProperty({ ...EXACT_INTEGER, required: false })
  readonly alias?: number | string;
  @ApiProperty({ enum: DATA_TYPES, enumName: 'SparkplugDataType' })
  readonly type: DataType;
  /**
   * Integers beyond 2^53 and NaN as text, DateTime in RFC 3339, Bytes and File in base64, DataSet as `columns`, `types`
   * and `rows`, Template as `parameters` and `metrics`, properties as an object. Null where there is none.
   */
  @ApiProperty(ANY_JSON)
  readonly value: Json;
  /** The value is too large to be held here; decode the message of its topic. */
  readonly omitted?: boolean;
  /** 0 bad, 192 good, 500 stale. */
  readonly quality?: number;
  readonly isNull: boolean;
  readonly isHistorical: boolean;
  readonly isTransient: boolean;
  /** By the node's clock. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly timestamp?: string;
  /** When MCM saw it. */
  @ApiProperty({ format: 'date-time' })
  readonly at: string;
  @ApiProperty({ type: 'object', additionalProperties: true, selfRequired: false })
  readonly properties?: Readonly<Record<string, Json>>;
  /** Of the topic on which the value came: its history is there. */
  readonly topicId: string;
  /** What to ask the series of that topic for. */
  readonly field: string;

  static of(metric: SparkplugMetric): SparkplugMetricDto {
    const { name, alias, type, value, omitted, quality, properties, at, topic } = metric;
    const { isNull, isHistorical, isTransient } = metric;
    const time = describeTime(metric.timestamp);
    return {
      ...{ name, type, value, isNull, isHistorical, isTransient },
      ...(alias !== undefined && { alias: describeInteger(alias) }),
      ...(omitted && { omitted }),
      ...(quality !== undefined && { quality }),
      ...(time !== undefined && { timestamp: time }),
      ...(properties !== undefined && { properties }),
      ...{ at: timestamp(at), topicId: topicId(topic), field: name },
    };
  }
}

export class SparkplugMetricsDto {
  /** By name. */
  @ApiProperty({ type: [SparkplugMetricDto] })
  readonly metrics: SparkplugMetricDto[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}
