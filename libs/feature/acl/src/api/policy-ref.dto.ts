import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsInt,
  IsObject,
  IsString,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IfGiven } from '#platform';

/** For a text that may be left out, or null. */
const IfText = () => ValidateIf((_, value: unknown) => value !== undefined && value !== null);

/** A policy that is not in force. What is left out is as in force; null: none is configured. */
export class PolicyDraftDto {
  /** The text of an acl_file. */
  @ApiProperty({ type: 'string', nullable: true, required: false })
  @IfText()
  @IsString()
  aclFile?: string | null;

  /** The state of the dynamic-security plugin, as JSON. Salts and hashes may be missing. */
  @ApiProperty({ type: 'string', nullable: true, required: false })
  @IfText()
  @IsString()
  dynsec?: string | null;

  /** The text of a password_file. */
  @ApiProperty({ type: 'string', nullable: true, required: false })
  @IfText()
  @IsString()
  passwordFile?: string | null;

  @IfGiven()
  @IsBoolean()
  allowAnonymous?: boolean;
}

/** A policy: a revision, a draft, or, with neither, the one in force. */
export class PolicyRefDto {
  @ApiProperty({ type: 'integer', minimum: 1, required: false })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  revision?: number;

  /** Not together with `revision`. */
  @IfGiven()
  @IsObject()
  @ValidateNested()
  @Type(() => PolicyDraftDto)
  draft?: PolicyDraftDto;
}
