import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { IfGiven } from '#platform';
import { POLICY_PARTS, type PolicyPart } from '../known-policy.js';

export class RevisionsQuery {
  @ApiProperty({ type: 'integer', required: false, minimum: 1, maximum: 500, default: 50 })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit = 50;

  /** `nextCursor` of the page before. */
  @ApiProperty({ type: String, required: false })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  cursor?: number;
}

export class RevisionParams {
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  number: number;
}

export class AccessRevisionDto {
  @ApiProperty({ type: 'integer', minimum: 1 })
  readonly number: number;
  /** When it was first seen: the change itself may be older. */
  @ApiProperty({ format: 'date-time' })
  readonly seenAt: string;
  /** In what it differs from the one before; of the first, everything it has. */
  @ApiProperty({ enum: POLICY_PARTS, enumName: 'PolicyPart', isArray: true })
  readonly changed: PolicyPart[];
}

export class AccessRevisionPageDto {
  /** Newest first. */
  @ApiProperty({ type: [AccessRevisionDto] })
  readonly revisions: AccessRevisionDto[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}
