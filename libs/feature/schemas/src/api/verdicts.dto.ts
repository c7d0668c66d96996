import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { IsTopicName } from '#feature/broker';
import type { Violation } from '#domain/schema';
import type { Example, TopicCounts } from '#link/judge';
import { timestamp } from '#platform';
import type { JsonSchema } from '../json-schema.js';

/** How a payload breaks a schema. */
@ApiSchema({ name: 'SchemaViolation' })
export class ViolationDto {
  /** JSON pointer (RFC 6901) into the payload; empty for the whole. */
  readonly pointer: string;
  /**
   * Of JSON Schema; or `json`: the payload is none; `depth`: it is nested too deeply; `more`: there are others that
   * are not told.
   */
  readonly keyword: string;
  readonly detail: string;
}

@ApiSchema({ name: 'JudgedTopic' })
export class JudgedTopicDto {
  readonly topic: string;
  /** Absent when the observer has let the topic go. */
  readonly topicId?: string;
  readonly judged: number;
  readonly violations: number;
  /** When the last message came. */
  @ApiProperty({ format: 'date-time' })
  readonly lastAt: string;
  readonly lastValid: boolean;
  @ApiProperty({ format: 'date-time', required: false })
  readonly lastViolationAt?: string;

  static of(counts: TopicCounts, topicId: string | undefined): JudgedTopicDto {
    const { topic, judged, violations, last, lastViolationAt } = counts;
    return {
      ...{ topic, judged, violations, lastAt: timestamp(last.at), lastValid: last.valid },
      ...(topicId !== undefined && { topicId }),
      ...(lastViolationAt !== undefined && { lastViolationAt: timestamp(lastViolationAt) }),
    };
  }
}

export class JudgedTopicPageDto {
  /** Those that broke the schema last come first. */
  @ApiProperty({ type: [JudgedTopicDto] })
  readonly topics: JudgedTopicDto[];
  /** Absent on the last page. */
  @ApiProperty({ type: 'integer', required: false })
  readonly nextCursor?: number;
  @ApiProperty({ type: 'integer' })
  readonly total: number;
  /** Topics that were forgotten for others: a schema remembers a thousand. */
  @ApiProperty({ type: 'integer' })
  readonly letGo: number;
}

@ApiSchema({ name: 'ViolationExample' })
export class ViolationExampleDto {
  readonly topic: string;
  @ApiProperty({ format: 'date-time' })
  readonly at: string;
  @ApiProperty({ type: [ViolationDto] })
  readonly errors: ViolationDto[];
  /** The beginning of the payload as text, at most 1024 bytes; empty for a binary one. */
  readonly payloadPreview: string;
  readonly payloadBytes: number;

  static of({ topic, at, errors, payloadPreview, payloadBytes }: Example): ViolationExampleDto {
    return { topic, at: timestamp(at), errors: [...errors], payloadPreview, payloadBytes };
  }
}

export class ViolationExamplesDto {
  /** The last 20, latest first. */
  @ApiProperty({ type: [ViolationExampleDto] })
  readonly examples: ViolationExampleDto[];
}

export class VerdictsRequest {
  @ApiProperty({ minLength: 1 })
  @IsTopicName()
  topic: string;
}

/** What a schema says of the last message to a topic. */
@ApiSchema({ name: 'TopicVerdict' })
export class TopicVerdictDto {
  @ApiProperty({ type: 'integer' })
  readonly schemaId: number;
  readonly schemaName: string;
  readonly topicFilter: string;
  /** Absent when none was judged yet. */
  readonly valid?: boolean;
  @ApiProperty({ type: [ViolationDto] })
  readonly errors: ViolationDto[];
  @ApiProperty({ format: 'date-time', required: false })
  readonly at?: string;
  readonly judged: number;
  readonly violations: number;

  static of(
    { id, name, topicFilter }: JsonSchema,
    counts: TopicCounts | undefined,
  ): TopicVerdictDto {
    const errors: readonly Violation[] = counts?.last.errors ?? [];
    return {
      ...{ schemaId: id, schemaName: name, topicFilter, errors: [...errors] },
      ...(counts && { valid: counts.last.valid, at: timestamp(counts.last.at) }),
      ...{ judged: counts?.judged ?? 0, violations: counts?.violations ?? 0 },
    };
  }
}

export class TopicVerdictsDto {
  /** Of all enabled schemas whose filter selects the topic, by name. */
  @ApiProperty({ type: [TopicVerdictDto] })
  readonly verdicts: TopicVerdictDto[];
}
