import { IsOptional, IsString, MaxLength } from 'class-validator';
import { PageLimit } from '#platform';

export class PageQuery {
  @PageLimit(50)
  limit = 50;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  cursor?: string;
}
