import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsDefined, IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { IsFilter } from '#feature/broker';
import { JSON_SCHEMA_DRAFTS } from '#contract';
import type { Draft, Inferred } from '#domain/schema';
import type { TrialResult } from '#link/judge';
import { IfGiven, MostMembers, timestamp } from '#platform';
import type { Recording } from '../recorded-messages.js';
import { ViolationDto } from './verdicts.dto.js';

const LONGEST_PAYLOAD = 524_288;
const MOST_MEMBERS = 50_000;

/** A schema, and exactly one of `payload`, `topicId` and `topicFilter` to try it on. */
@MostMembers(MOST_MEMBERS)
export class TrySchemaRequest {
  @ApiProperty({
    oneOf: [{ type: 'object', additionalProperties: true }, { type: 'boolean' }],
  })
  @Transform(({ obj }) => (obj as { document?: unknown }).document)
  @IsDefined()
  document: unknown;

  @ApiProperty({ enum: JSON_SCHEMA_DRAFTS, enumName: 'JsonSchemaDraft', required: false })
  @IfGiven()
  @IsIn(JSON_SCHEMA_DRAFTS)
  draft?: Draft;

  /** As it would be published. */
  @ApiProperty({ required: false, maxLength: LONGEST_PAYLOAD })
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_PAYLOAD)
  payload?: string;

  /** The messages of this topic that are held. */
  @ApiProperty({ required: false, pattern: '^[A-Za-z0-9_-]{22}$' })
  @IfGiven()
  @Matches(/^[A-Za-z0-9_-]{22}$/, { message: 'topicId must be the id of a topic: 22 characters' })
  topicId?: string;

  /** The latest messages that are held of the topics that it selects: at most 10,000 of 1,000 topics. */
  @IfGiven()
  @IsFilter()
  topicFilter?: string;
}

@ApiSchema({ name: 'TriedMessage' })
export class TriedMessageDto {
  /** Absent for a payload that was pasted. */
  readonly topic?: string;
  /** Of the message within its topic. */
  readonly number?: number;
  @ApiProperty({ format: 'date-time', required: false })
  readonly at?: string;
  readonly valid: boolean;
  @ApiProperty({ type: [ViolationDto] })
  readonly errors: ViolationDto[];

  static of({ topic, number, at, valid, errors }: TrialResult): TriedMessageDto {
    return {
      ...(at !== undefined && { topic, at: timestamp(at) }),
      ...(number !== undefined && { number }),
      ...{ valid, errors: [...errors] },
    };
  }
}

@ApiSchema({ name: 'SchemaTrial' })
export class SchemaTrialDto {
  readonly judged: number;
  readonly violations: number;
  /** Messages that were counted, and are no longer held or were left out. */
  readonly skipped: number;
  /** At most a hundred; those that break the schema come first. */
  @ApiProperty({ type: [TriedMessageDto] })
  readonly results: TriedMessageDto[];
  /** Which messages it was tried on, as a sentence. */
  readonly coverage: string;
}

export class InferSchemaRequest {
  /** The latest messages that are held of the topics that it selects: at most 10,000 of 1,000 topics. */
  @IsFilter()
  topicFilter: string;

  @ApiProperty({ enum: JSON_SCHEMA_DRAFTS, enumName: 'JsonSchemaDraft', required: false })
  @IfGiven()
  @IsIn(JSON_SCHEMA_DRAFTS)
  draft?: Draft;
}

@ApiSchema({ name: 'InferredSchema' })
export class InferredSchemaDto {
  /** All messages that were looked at fit it; a person should look it over before it is bound. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  readonly document: Record<string, unknown>;
  /** Looked at. */
  readonly messages: number;
  readonly topics: number;
  readonly notJson: number;
  @ApiProperty({ format: 'date-time', required: false })
  readonly from?: string;
  @ApiProperty({ format: 'date-time', required: false })
  readonly until?: string;
  /** What whoever looks it over should know, as sentences. */
  @ApiProperty({ type: [String] })
  readonly notes: string[];

  static of(
    { document, messages, notJson, notes }: Inferred,
    recording: Recording,
  ): InferredSchemaDto {
    const { topics, from, until, coverage } = recording;
    return {
      ...{ document, messages, topics, notJson, notes: [coverage, ...notes] },
      ...(from !== undefined && { from: timestamp(from) }),
      ...(until !== undefined && { until: timestamp(until) }),
    };
  }
}
