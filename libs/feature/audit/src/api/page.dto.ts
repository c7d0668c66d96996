import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { IsDateTime, PageLimit } from '#platform';

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

export class PageQuery {
  @PageLimit(50)
  limit = 50;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  cursor?: string;
}
