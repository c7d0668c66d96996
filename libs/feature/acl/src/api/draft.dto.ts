import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsObject, IsString, Max, MaxLength, Min } from 'class-validator';
import { MostMembers } from '#platform';
import { DraftedDto } from './rule-parts.dto.js';
import { ImportedPasswordDto } from './mqtt-users.dto.js';

/** As JSON, where a line end has two characters, it fits into a request. */
const LARGEST_TEXT = 8 << 20;

export class DraftChangeDto {
  /** Counted from 1, in the order in which they were made. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  readonly number: number;
  /** `create-user`, `change-rule` and so on. */
  readonly kind: string;
  /** In words: `Add user plc-7`. */
  readonly summary: string;
  readonly author: string;
  @ApiProperty({ format: 'date-time' })
  readonly at: string;
  /** Why it can no longer be made on what is in force; such a draft cannot be applied. */
  readonly conflict?: string;
}

/** What is going to be changed, when somebody applies it. */
export class AccessDraftDto {
  /** Grows with every edit, and when the draft is discarded or applied; it never falls. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  readonly version: number;
  /** The revision that it changes; absent when there is no draft. */
  @ApiProperty({ type: 'integer', minimum: 1, required: false })
  readonly base?: number;
  /** Who began it. */
  readonly author?: string;
  @ApiProperty({ format: 'date-time', required: false })
  readonly changedAt?: string;
  @ApiProperty({ type: [DraftChangeDto] })
  readonly changes: DraftChangeDto[];
}

export class DraftChangeParams {
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  number: number;
}

export class AclTextRequest {
  /** The whole acl_file. */
  @ApiProperty({ maxLength: LARGEST_TEXT })
  @IsString()
  @MaxLength(LARGEST_TEXT)
  text: string;
}

export class DraftRevisionRequest {
  /** The revision whose access is wanted again. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  @IsInt()
  @Min(1)
  revision: number;
}

@MostMembers(2_000_000)
export class DeclarationRequest {
  /** What an access file says: `version`, `users`, `roles`, `rules`; docs/access.md describes it. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  @IsObject()
  declaration: Record<string, unknown>;
}

export class DeclaredDto extends DraftedDto {
  /** How many edits it took; 0 when everything is as declared. */
  @ApiProperty({ type: 'integer' })
  readonly changes: number;
  /** Passwords that MCM made: they are shown this once. */
  @ApiProperty({ type: [ImportedPasswordDto] })
  readonly passwords: ImportedPasswordDto[];
}
