import { ApiProperty } from '@nestjs/swagger';
import { IsDefined, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import type { Sample, WouldHaveFired } from '#domain/alert';
import { timestamp } from '#platform';
import type { Replayed } from '../replay/alert-replays.js';
import { AlertRuleRequest } from './alert-rule.dto.js';
import { LABELS } from './labels.dto.js';

/** Incidents and instances that are told of; the rest is counted. */
const MOST_TOLD = 200;

export class AlertTestRequest {
  @ApiProperty({ type: AlertRuleRequest })
  @IsDefined()
  @ValidateNested()
  @Type(() => AlertRuleRequest)
  rule: AlertRuleRequest;
}

/** The rule would have fired. */
export class WouldHaveFiredDto {
  @ApiProperty({ format: 'date-time' })
  readonly from: string;

  /** Absent: it would fire still. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly until?: string;

  /** Of the instance. */
  @ApiProperty(LABELS)
  readonly labels: Record<string, string>;

  readonly value?: number;
  readonly text: string;

  static of({ from, until, labels, value, text }: WouldHaveFired): WouldHaveFiredDto {
    return {
      from: timestamp(from),
      ...(until !== undefined && { until: timestamp(until) }),
      ...{ labels: { ...labels }, ...(value !== undefined && { value }), text },
    };
  }
}

const STANDINGS = ['holds', 'holds_not', 'unknown'] as const;

/** How an instance is now. */
export class AlertSampleDto {
  @ApiProperty(LABELS)
  readonly labels: Record<string, string>;

  @ApiProperty({ enum: STANDINGS, enumName: 'AlertStanding' })
  readonly standing: (typeof STANDINGS)[number];

  readonly value?: number;
  readonly text: string;

  static of({ labels, holds, value, text }: Sample): AlertSampleDto {
    const standing = holds === 'unknown' ? holds : holds === true ? 'holds' : 'holds_not';
    return { labels: { ...labels }, standing, ...(value !== undefined && { value }), text };
  }
}

export class AlertTestDto {
  /** The latest first, at most 200. */
  readonly would: WouldHaveFiredDto[];

  /** All of them. */
  @ApiProperty({ type: 'integer' })
  readonly incidents: number;

  /** How much of the past that is, and what is left out, in words. */
  readonly coverage: string;

  /** How many messages, figures or entries were looked at. */
  @ApiProperty({ type: 'integer' })
  readonly samples: number;

  /** Those that hold first, at most 200. */
  readonly now: AlertSampleDto[];

  /** Why nobody can tell how it is now. */
  readonly unknown?: string;

  static of({ would, coverage, samples, now, unknown }: Replayed): AlertTestDto {
    const rank = ({ holds }: Sample) => (holds === true ? 0 : 1);
    const sorted = now.toSorted((one, other) => rank(one) - rank(other)).slice(0, MOST_TOLD);
    return {
      would: would
        .slice(-MOST_TOLD)
        .reverse()
        .map((one) => WouldHaveFiredDto.of(one)),
      incidents: would.length,
      ...{ coverage, samples },
      now: sorted.map((one) => AlertSampleDto.of(one)),
      ...(unknown !== undefined && { unknown }),
    };
  }
}
