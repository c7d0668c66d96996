import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { IsDateTime } from '#platform';

/** A span of time, as both logs are asked for it. */
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

const PAGE_LIMIT = { type: 'integer', required: false, minimum: 1, maximum: 500 } as const;

export class PageQuery {
  @ApiProperty({ ...PAGE_LIMIT, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit = 50;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  cursor?: string;
}
