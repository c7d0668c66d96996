import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { IfGiven, PageLimit } from '#platform';

/** One page of a list. */
export class AlertingPageQuery {
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

export class NumberParams {
  @ApiProperty({ type: 'integer' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  id: number;
}

/** The first rows, and where the next page begins if there are more: `rows` holds one more than `limit`. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => number,
): { readonly shown: readonly Row[]; readonly nextCursor?: number } {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { shown, ...(last !== undefined && { nextCursor: cursorOf(last) }) };
}
