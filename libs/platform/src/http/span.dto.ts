import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsDateTime, timeOf } from './date-time.js';
import { notValid } from './not-valid.js';

/** A span of time, as every log and series is asked for it. */
export class SpanQuery {
  /** From this time on. */
  @ApiProperty({ type: String, format: 'date-time', required: false })
  @IsOptional()
  @IsDateTime()
  since?: string;

  /** Before this time. */
  @ApiProperty({ type: String, format: 'date-time', required: false })
  @IsOptional()
  @IsDateTime()
  until?: string;
}

/** The span in milliseconds since 1970; a problem when it ends before it begins. */
export function spanOf({ since, until }: SpanQuery): { since?: number; until?: number } {
  const from = since === undefined ? undefined : timeOf(since);
  const to = until === undefined ? undefined : timeOf(until);
  if (from !== undefined && to !== undefined && to <= from)
    throw notValid('until', 'must be after since');
  return { ...(from !== undefined && { since: from }), ...(to !== undefined && { until: to }) };
}
