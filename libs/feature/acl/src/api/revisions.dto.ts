import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { IfGiven, PageLimit } from '#platform';
import { POLICY_PARTS, type PolicyPart } from '../known-policy.js';
import {
  REVISION_ORIGINS,
  REVISION_STATES,
  type RevisionOrigin,
  type RevisionState,
} from '../store/policy-revisions.js';

export class RevisionsQuery {
  @PageLimit(50)
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
  /** `seen`: in force, whoever changed it; `applied`: by MCM; `imported`, `adopted`: seen, and wanted from then on. */
  @ApiProperty({ enum: REVISION_ORIGINS, enumName: 'RevisionOrigin' })
  readonly origin: RevisionOrigin;
  /** `refused`: it never came to the broker; `restored`: what was before was brought back; `failed`: nobody knows. */
  @ApiProperty({ enum: REVISION_STATES, enumName: 'RevisionState' })
  readonly state: RevisionState;
  /** Who applied or adopted it. */
  readonly author?: string;
  readonly note?: string;
  /** Whether it can be brought back. */
  readonly isKept: boolean;
}

export class RevisionDifferenceQuery {
  /** The other revision. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  to: number;
}

export class AccessRevisionPageDto {
  /** Newest first. */
  @ApiProperty({ type: [AccessRevisionDto] })
  readonly revisions: AccessRevisionDto[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}
