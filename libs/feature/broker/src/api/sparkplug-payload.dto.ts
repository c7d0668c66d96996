import { ApiProperty } from '@nestjs/swagger';
import { DATA_TYPES, type DataType, type Json } from '#domain/sparkplug';
import { ANY_JSON, EXACT_INTEGER } from '#platform';

export class SparkplugMetricValueDto {
  /** By its birth where the message has an alias only; absent when that is not known. */
  readonly name?: string;
  @ApiProperty({ ...EXACT_INTEGER, required: false })
  readonly alias?: number | string;
  /** By its birth where the message does not say it; `Unknown` when that is not known. */
  @ApiProperty({ enum: DATA_TYPES, enumName: 'SparkplugDataType' })
  readonly type: DataType;
  /**
   * Integers beyond 2^53 and NaN as text, DateTime in RFC 3339, Bytes and File in base64, DataSet as `columns`, `types`
   * and `rows`, Template as `parameters` and `metrics`, properties as an object. Null where there is none.
   */
  @ApiProperty(ANY_JSON)
  readonly value: Json;
  readonly isNull: boolean;
  readonly isHistorical: boolean;
  readonly isTransient: boolean;
  /** By the node's clock. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly timestamp?: string;
  /** 0 bad, 192 good, 500 stale. */
  readonly quality?: number;
  @ApiProperty({ type: 'object', additionalProperties: true, selfRequired: false })
  readonly properties?: Readonly<Record<string, Json>>;
  /** Of a file, or of a value in several parts. */
  @ApiProperty({ type: 'object', additionalProperties: true, selfRequired: false })
  readonly metadata?: Readonly<Record<string, Json>>;
  /** The value is none of its type; it is shown as it came. */
  readonly misfit?: boolean;
}

/** A Sparkplug B payload. */
export class SparkplugPayloadDto {
  /** By the node's clock. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly timestamp?: string;
  @ApiProperty({ ...EXACT_INTEGER, required: false })
  readonly seq?: number | string;
  readonly uuid?: string;
  /** Of a body that is no compressed payload. */
  readonly bodyBytes?: number;
  /** How the payload was compressed. */
  @ApiProperty({ enum: ['DEFLATE', 'GZIP'], required: false })
  readonly compression?: 'DEFLATE' | 'GZIP';
  /** The first of them, at most 500. */
  @ApiProperty({ type: [SparkplugMetricValueDto] })
  readonly metrics: SparkplugMetricValueDto[];
  readonly metricCount: number;
  /** Metrics that have an alias only which no birth that MCM saw explains. */
  readonly unresolved: number;
  /** The message is older than the birth by which its aliases were read. */
  readonly beforeBirth?: boolean;
}
