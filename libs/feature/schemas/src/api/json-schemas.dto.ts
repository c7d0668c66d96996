import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { IsFilter } from '#feature/broker';
import { JSON_SCHEMA_DRAFTS } from '#contract';
import type { Draft } from '#domain/schema';
import type { SchemaCounts } from '#link/judge';
import { IfGiven, MostMembers, PageLimit, timestamp } from '#platform';
import type { JsonSchema } from '../json-schema.js';

/** Text without control characters: it is a label of metrics, and stands in logs. */
const PLAIN = /^\P{Cc}*$/u;
const NAME = { message: 'name must not hold control characters' };
const NOT_SHARED = {
  message: 'topicFilter must not be a shared subscription: nothing is published there',
};
/** What 64 KiB of JSON may hold. */
const MOST_MEMBERS = 50_000;

/** A JSON Schema is an object, or true or false. */
const DOCUMENT = {
  oneOf: [{ type: 'object' as const, additionalProperties: true }, { type: 'boolean' as const }],
};
/** As it was sent: what makes classes of objects leaves out members of some names. */
const AsSent = () => Transform(({ obj, key }) => (obj as Readonly<Record<string, unknown>>)[key]);

export class JsonSchemaParams {
  @ApiProperty({ type: 'integer' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  id: number;
}

export class JsonSchemaListQuery {
  @PageLimit(100)
  limit = 100;

  /** `nextCursor` of the page before. */
  @ApiProperty({ type: 'integer', required: false, minimum: 0 })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  cursor = 0;
}

@MostMembers(MOST_MEMBERS)
export class JsonSchemaRequest {
  /** Unique. */
  @ApiProperty({ minLength: 1, maxLength: 100 })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  @Matches(PLAIN, NAME)
  name: string;

  /** Messages to topics that it selects are judged; wildcards at its beginning do not select what begins with `$`. */
  @IsFilter()
  @Matches(/^(?!\$share\/)/, NOT_SHARED)
  topicFilter: string;

  /** What the document says in `$schema`, if it does; else this, or 2020-12. */
  @ApiProperty({ enum: JSON_SCHEMA_DRAFTS, enumName: 'JsonSchemaDraft', required: false })
  @IfGiven()
  @IsIn(JSON_SCHEMA_DRAFTS)
  draft?: Draft;

  /** At most 64 KiB as JSON, without references to what lies outside it. */
  @ApiProperty(DOCUMENT)
  @AsSent()
  @IsDefined()
  document: unknown;

  @ApiProperty({ type: 'boolean', default: true, required: false })
  @IfGiven()
  @IsBoolean()
  enabled = true;

  @ApiProperty({ maxLength: 1_000, required: false })
  @IfGiven()
  @IsString()
  @MaxLength(1_000)
  description?: string;
}

/** What is left out stays as it is. Another document or filter begins its counts at nought. */
@MostMembers(MOST_MEMBERS)
export class JsonSchemaUpdate {
  @ApiProperty({ minLength: 1, maxLength: 100, required: false })
  @IfGiven()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  @Matches(PLAIN, NAME)
  name?: string;

  @IfGiven()
  @IsFilter()
  @Matches(/^(?!\$share\/)/, NOT_SHARED)
  topicFilter?: string;

  @ApiProperty({ enum: JSON_SCHEMA_DRAFTS, enumName: 'JsonSchemaDraft', required: false })
  @IfGiven()
  @IsIn(JSON_SCHEMA_DRAFTS)
  draft?: Draft;

  @ApiProperty({ ...DOCUMENT, required: false })
  @AsSent()
  @IfGiven()
  @IsDefined()
  document?: unknown;

  @IfGiven()
  @IsBoolean()
  enabled?: boolean;

  /** An empty one takes it away. */
  @ApiProperty({ maxLength: 1_000, required: false })
  @IfGiven()
  @IsString()
  @MaxLength(1_000)
  description?: string;
}

/** Messages that were not judged, by the reason. Of those that never came here, the topic is not known. */
export class SkippedMessagesDto {
  /** The judge was behind. At most so many: of all schemas together. */
  readonly tooFast: number;
  /** Larger than 16 MiB. At most so many: of all schemas together. */
  readonly tooLarge: number;
  /** Judging it took longer than a second, or too much memory. */
  readonly timedOut: number;
  /** They were on their way when the judge had to be ended. At most so many: of all schemas together. */
  readonly notHeld: number;
}

export class JsonSchemaCountsDto {
  /** Since the schema got its document and filter, or MCM started. */
  readonly judged: number;
  readonly violations: number;
  readonly skipped: SkippedMessagesDto;
  /** In the last 60 seconds. */
  readonly violationsPerMinute: number;
  @ApiProperty({ format: 'date-time', required: false })
  readonly lastViolationAt?: string;

  static of({ lastViolationAt, ...counts }: SchemaCounts): JsonSchemaCountsDto {
    return {
      ...counts,
      ...(lastViolationAt !== undefined && { lastViolationAt: timestamp(lastViolationAt) }),
    };
  }
}

/** A schema without its document. */
@ApiSchema({ name: 'JsonSchemaSummary' })
export class JsonSchemaSummaryDto {
  @ApiProperty({ type: 'integer' })
  readonly id: number;
  readonly name: string;
  readonly topicFilter: string;
  @ApiProperty({ enum: JSON_SCHEMA_DRAFTS, enumName: 'JsonSchemaDraft' })
  readonly draft: Draft;
  readonly enabled: boolean;
  readonly description?: string;
  @ApiProperty({ type: 'integer' })
  readonly version: number;
  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;
  @ApiProperty({ format: 'date-time' })
  readonly updatedAt: string;
  readonly counts: JsonSchemaCountsDto;
  /** Why nothing is judged though it is enabled; until it is changed. */
  readonly suspended?: string;

  static of(schema: JsonSchema, counts: SchemaCounts, suspended?: string): JsonSchemaSummaryDto {
    const { id, name, topicFilter, draft, enabled, description, version } = schema;
    return {
      ...{ id, name, topicFilter, draft, enabled, version },
      ...(description !== undefined && { description }),
      createdAt: timestamp(schema.createdAt),
      updatedAt: timestamp(schema.updatedAt),
      counts: JsonSchemaCountsDto.of(counts),
      ...(suspended !== undefined && { suspended }),
    };
  }
}

export class JsonSchemaDto extends JsonSchemaSummaryDto {
  @ApiProperty(DOCUMENT)
  readonly document: unknown;

  static override of(schema: JsonSchema, counts: SchemaCounts, suspended?: string): JsonSchemaDto {
    const document = JSON.parse(schema.document) as unknown;
    return Object.assign(JsonSchemaSummaryDto.of(schema, counts, suspended), { document });
  }
}

export class JsonSchemaPageDto {
  /** By name. */
  @ApiProperty({ type: [JsonSchemaSummaryDto] })
  readonly schemas: JsonSchemaSummaryDto[];
  /** Absent on the last page. */
  @ApiProperty({ type: 'integer', required: false })
  readonly nextCursor?: number;
  @ApiProperty({ type: 'integer' })
  readonly total: number;
}
