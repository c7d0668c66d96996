import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import {
  SECURITY_CATEGORIES,
  SECURITY_EVENTS,
  type SecurityCategory,
  type SecurityReason,
} from '#contract';
import { spanOf, SpanQuery, timestamp } from '#platform';
import type { SecurityPage } from '../security-reader.js';
import type { SecurityEvent, SecurityFilter } from '../store/security-events.js';
import { cursorOf } from './cursor.js';
import { FormatQuery } from './format.dto.js';
import { PageQuery } from './page.dto.js';

const REASONS: readonly SecurityReason[] = [...new Set(Object.values(SECURITY_EVENTS).flat())];

/** Which events; all conditions have to hold. */
export class SecurityFilterQuery extends SpanQuery {
  @ApiProperty({ enum: SECURITY_CATEGORIES, enumName: 'SecurityCategory', required: false })
  @IsOptional()
  @IsIn(SECURITY_CATEGORIES)
  category?: SecurityCategory;

  @ApiProperty({ enum: REASONS, enumName: 'SecurityReason', required: false })
  @IsOptional()
  @IsIn(REASONS)
  reason?: SecurityReason;

  /** Compared without case. */
  @IsOptional()
  @IsString()
  @MaxLength(128)
  username?: string;

  @IsOptional()
  @IsString()
  @MaxLength(64)
  sourceIp?: string;
}

export function securityFilter(query: SecurityFilterQuery): SecurityFilter {
  const { category, reason, username, sourceIp } = query;
  return {
    ...(category !== undefined && { category }),
    ...(reason !== undefined && { reason }),
    ...(username !== undefined && { username }),
    ...(sourceIp !== undefined && { sourceIp }),
    ...spanOf(query),
  };
}

export class SecurityQuery extends IntersectionType(SecurityFilterQuery, PageQuery) {}

export class SecurityExportQuery extends IntersectionType(SecurityFilterQuery, FormatQuery) {}

/** What happened, or happened again and again within a minute. */
export class SecurityEventDto {
  @ApiProperty({ type: 'integer' })
  readonly id: number;
  @ApiProperty({ enum: SECURITY_CATEGORIES, enumName: 'SecurityCategory' })
  readonly category: SecurityCategory;
  @ApiProperty({ enum: REASONS, enumName: 'SecurityReason' })
  readonly reason: SecurityReason;
  /** The name that was given; nobody has proven that it is theirs. */
  readonly username?: string;
  /** The client's address; of a client of the broker where that is known. */
  readonly sourceIp?: string;
  /** `POST /api/v1/auth/login`: method and pattern. */
  readonly route?: string;
  /** More for people. */
  readonly detail?: string;
  /** The first of those that this event stands for. */
  @ApiProperty({ format: 'date-time' })
  readonly observedAt: string;
  /** The last of those that this event stands for. */
  @ApiProperty({ format: 'date-time' })
  readonly lastObservedAt: string;
  /** How many times it happened. */
  @ApiProperty({ type: 'integer' })
  readonly count: number;

  static of({ username, sourceIp, route, detail, ...event }: SecurityEvent): SecurityEventDto {
    const { id, category, reason, observedAt, lastObservedAt, count } = event;
    return {
      ...{ id, category, reason },
      ...(username !== null && { username }),
      ...(sourceIp !== null && { sourceIp }),
      ...(route !== null && { route }),
      ...(detail !== null && { detail }),
      ...{ observedAt: timestamp(observedAt), lastObservedAt: timestamp(lastObservedAt), count },
    };
  }
}

export class SecurityEventPageDto {
  /** Newest first. */
  readonly events: SecurityEventDto[];
  /** Absent on the last page. */
  readonly nextCursor?: string;

  static of({ events, next }: SecurityPage): SecurityEventPageDto {
    const shown = events.map((event) => SecurityEventDto.of(event));
    return { events: shown, ...(next !== undefined && { nextCursor: cursorOf(next) }) };
  }
}
