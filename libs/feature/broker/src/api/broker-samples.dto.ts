import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDivisibleBy, IsInt, Max, Min } from 'class-validator';
import { IfGiven, PageLimit, SpanQuery, spanOf, timestamp } from '#platform';
import type { BrokerSample, SampleGroup, SampleQuery } from '../store/broker-samples.js';

/** Which samples, and which page of them. */
export class BrokerSamplesQuery extends SpanQuery {
  /** In groups of so many seconds, aligned to multiples of it; without, each sample by itself. */
  @ApiProperty({ type: 'integer', required: false, minimum: 60, maximum: 86_400, multipleOf: 60 })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(60)
  @Max(86_400)
  @IsDivisibleBy(60)
  every?: number;

  @PageLimit(100)
  limit = 100;

  /** `nextCursor` of the page before. */
  @ApiProperty({ type: 'integer', required: false, minimum: 0 })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  cursor?: number;
}

/** What is asked for, with one more than the page holds; a problem when the time ends before it begins. */
export function sampleQuery(query: BrokerSamplesQuery): SampleQuery {
  const { limit, cursor } = query;
  return {
    ...spanOf(query),
    ...(cursor !== undefined && { before: cursor }),
    limit: limit + 1,
  };
}

/**
 * How the broker was; one for each minute in which MCM ran. With `every`, one for each group that has any: sums of what
 * came, `topics` and `figures` of its last sample.
 */
export class BrokerSampleDto {
  /** With `every`, the beginning of the group. */
  @ApiProperty({ format: 'date-time' })
  readonly at: string;
  /** With `every`, `disconnected` if it was so in any sample of the group. */
  @ApiProperty({ enum: ['connected', 'disconnected'] })
  readonly status: 'connected' | 'disconnected';
  /** Messages observed since the sample before, or since the start of MCM. */
  @ApiProperty({ type: 'integer' })
  readonly messages: number;
  /** Bytes of their payloads. */
  @ApiProperty({ type: 'integer' })
  readonly payloadBytes: number;
  /** Messages that the broker dropped since then, for all its clients together: MCM missed at most so many. */
  @ApiProperty({ type: 'integer' })
  readonly missedUpTo: number;
  /** Topics held. */
  @ApiProperty({ type: 'integer' })
  readonly topics: number;
  /** Numbers of the broker by their names below `$SYS/broker`, such as `clients/connected`; empty while it was away. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } })
  readonly figures: Readonly<Record<string, number>>;

  /**
   * Only with `every`: minutes of the group with a sample of a connected broker. The messages per second of that time are
   * `messages / (60 * connectedMinutes)`; the rest of the group was not observed.
   */
  @ApiProperty({ type: 'integer', required: false, minimum: 0 })
  readonly connectedMinutes?: number;

  static of({ at, ...sample }: BrokerSample | SampleGroup): BrokerSampleDto {
    return { at: timestamp(at), ...sample };
  }
}

export class BrokerSamplePageDto {
  /** Newest first. */
  readonly samples: BrokerSampleDto[];
  /** Absent on the last page. */
  @ApiProperty({ type: 'integer', required: false })
  readonly nextCursor?: number;

  /** Of one sample more than the page holds, if there is one. */
  static of(samples: readonly (BrokerSample | SampleGroup)[], limit: number): BrokerSamplePageDto {
    const shown = samples.slice(0, limit);
    const last = samples.length > limit ? shown.at(-1) : undefined;
    return {
      samples: shown.map((sample) => BrokerSampleDto.of(sample)),
      ...(last && { nextCursor: last.at }),
    };
  }
}
