import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import type { PayloadFormat } from '#contract';
import { DECODES, type Decode } from '#domain/payload';
import type { Gap } from '#link/observer';
import { IfGiven, PageLimit, timestamp } from '#platform';
import { SparkplugPayloadDto } from './sparkplug-payload.dto.js';
import { TopicDto } from './topics.dto.js';

/** How the payload of a topic can be read. */
const TOPIC_DECODES = [...DECODES, 'sparkplug'] as const;
export type TopicDecode = Decode | 'sparkplug';

class DecodeQuery {
  /** How to read the payload; without it, it comes as it is. */
  @ApiProperty({ enum: TOPIC_DECODES, enumName: 'TopicDecode', required: false })
  @IfGiven()
  @IsIn(TOPIC_DECODES)
  decode?: TopicDecode;
}

export class MessageNumberQuery {
  /** Which message of the topic; without it, the last one. */
  @ApiProperty({ type: 'integer', minimum: 1, required: false })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  number?: number;
}

export class TopicMessageQuery extends IntersectionType(DecodeQuery, MessageNumberQuery) {}

export class HistoryListQuery {
  @PageLimit(100)
  limit = 100;

  /** `nextCursor` of the page before. */
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  cursor?: number;
}

export class SeriesQuery {
  /**
   * JSON pointers (RFC 6901) of numbers in the payload, at most eight; the empty one is the payload itself. On topics of
   * Sparkplug nodes and devices: names of metrics.
   */
  @ApiProperty({ type: [String], required: false, maxItems: 8 })
  @IfGiven()
  // One of them comes as text, not as a list.
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @IsArray()
  @ArrayMaxSize(8)
  @IsString({ each: true })
  @MaxLength(1_024, { each: true })
  field?: string[];
}

export class PayloadDto {
  @ApiProperty({ enum: ['utf8', 'base64'] })
  readonly encoding: 'utf8' | 'base64';
  readonly data: string;
  /** Only the first mebibyte is here, or what the memory budget left of the payload. */
  readonly truncated: boolean;
}

export class DecodedDto {
  @ApiProperty({ enum: TOPIC_DECODES, enumName: 'TopicDecode' })
  readonly as: TopicDecode;
  /** For people, on several lines. Absent when it does not read so. */
  readonly text?: string;
  readonly truncated?: boolean;
  /** Why it does not read so. */
  readonly problem?: string;
  /** The same as a structure, when it was read as `sparkplug`. */
  readonly sparkplug?: SparkplugPayloadDto;
}

export class UserPropertyDto {
  @IsString()
  @MaxLength(65_535)
  readonly name: string;
  @IsString()
  @MaxLength(65_535)
  readonly value: string;
}

/** Properties of a PUBLISH (MQTT 5.0 section 3.3.2.3). */
export class MessagePropertiesDto {
  readonly contentType?: string;
  readonly responseTopic?: string;
  /** Base64. */
  readonly correlationData?: string;
  /** Whether the publisher says that the payload is UTF-8. */
  readonly payloadIsUtf8?: boolean;
  /** Seconds left when it arrived. */
  readonly messageExpiryInterval?: number;
  /** In their order; names may repeat. */
  @ApiProperty({ type: [UserPropertyDto] })
  readonly userProperties: UserPropertyDto[];
}

/** One message of a topic in a list. */
export class HistoryMessageDto {
  /** Counts the messages of the topic from 1. */
  readonly number: number;
  @ApiProperty({ format: 'date-time' })
  readonly observedAt: string;
  @ApiProperty({ enum: [0, 1, 2], type: 'integer' })
  readonly qos: 0 | 1 | 2;
  readonly retained: boolean;
  readonly payloadBytes: number;
  @ApiProperty({ enum: ['json', 'text', 'binary'], enumName: 'PayloadFormat' })
  readonly payloadFormat: PayloadFormat;
  /** The begin of the payload as text, at most 1024 bytes; empty for a binary one. */
  readonly payloadPreview: string;
  /** Whether the preview is shorter than the payload. */
  readonly truncated: boolean;
  /** In words, for a payload of a Sparkplug node or device: `3 metrics, seq 12`. */
  readonly sparkplug?: string;
}

/** One message of a topic, whole. */
export class TopicMessageDto extends HistoryMessageDto {
  /** Absent when it was let go. */
  readonly payload?: PayloadDto;
  /** When a `decode` was asked for. */
  readonly decoded?: DecodedDto;
  /** The decode that fits best. */
  @ApiProperty({ enum: TOPIC_DECODES, enumName: 'TopicDecode' })
  readonly likely: TopicDecode;
  readonly properties: MessagePropertiesDto;
}

export class TopicDetailDto extends TopicDto {
  /** The last message, or the one whose number was asked for. Absent on a level that is no topic. */
  readonly message?: TopicMessageDto;
}

/** A time of which MCM knows too little. */
export class GapDto {
  /**
   * `absent`: there was no connection. `dropped`: the broker dropped messages. `restarted`: the observer died,
   * and what it held with it.
   */
  @ApiProperty({ enum: ['absent', 'dropped', 'restarted'], enumName: 'GapReason' })
  readonly reason: 'absent' | 'dropped' | 'restarted';
  @ApiProperty({ format: 'date-time' })
  readonly from: string;
  /** Absent while it lasts. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly until?: string;
  /** At most so many messages were dropped; the broker counts those of all its clients together. */
  readonly upTo?: number;
  /** Whether the broker said that it dropped messages for MCM. */
  readonly named?: boolean;

  static of({ reason, from, until, upTo, named }: Gap): GapDto {
    return {
      ...{ reason, from: timestamp(from) },
      ...(until !== undefined && { until: timestamp(until) }),
      ...(upTo !== undefined && { upTo }),
      ...(named !== undefined && { named }),
    };
  }
}

export class TopicHistoryDto {
  /** Latest first. */
  @ApiProperty({ type: [HistoryMessageDto] })
  readonly messages: HistoryMessageDto[];
  /** Times in the span of these messages of which MCM knows too little, latest first. */
  @ApiProperty({ type: [GapDto] })
  readonly gaps: GapDto[];
  /** Messages of the topic that were counted. */
  readonly total: number;
  /** How many of them are held. */
  readonly held: number;
  /** Absent on the last page. */
  readonly nextCursor?: number;
}

export class SeriesPointDto {
  readonly number: number;
  @ApiProperty({ format: 'date-time' })
  readonly at: string;
  readonly value: number;
}

export class SeriesDto {
  /** A JSON pointer (RFC 6901), empty for the payload itself; or the name of a Sparkplug metric. */
  readonly field: string;
  /** Oldest first. */
  @ApiProperty({ type: [SeriesPointDto] })
  readonly points: SeriesPointDto[];
}

export class TopicFieldDto {
  readonly field: string;
  /** In the last message. */
  readonly value: number;
}

export class TopicSeriesDto {
  /** Numbers in the last message, at most 64. */
  @ApiProperty({ type: [TopicFieldDto] })
  readonly fields: TopicFieldDto[];
  /** One for each field that was asked for. */
  @ApiProperty({ type: [SeriesDto] })
  readonly series: SeriesDto[];
  @ApiProperty({ type: [GapDto] })
  readonly gaps: GapDto[];
}
