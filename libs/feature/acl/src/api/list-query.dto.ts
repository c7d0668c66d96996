import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';
import { IfGiven, PageLimit } from '#platform';

/** A page of a list that is in the order of its names. */
export class ListQuery {
  @PageLimit(100)
  limit = 100;

  /** `nextCursor` of the page before. */
  @ApiProperty({ required: false, maxLength: 30 })
  @IfGiven()
  @IsString()
  @MaxLength(30)
  cursor?: string;

  /** Whatever holds this text; upper and lower case are the same. */
  @ApiProperty({ required: false, maxLength: 1_024 })
  @IfGiven()
  @IsString()
  @MaxLength(1_024)
  search?: string;
}

/** 128 bits in base64url: what names users, roles and rules in addresses, whatever their names hold. */
const ID_PATTERN = /^[A-Za-z0-9_-]{22}$/;

export class IdParams {
  @ApiProperty({ pattern: ID_PATTERN.source })
  @Matches(ID_PATTERN)
  id: string;
}
