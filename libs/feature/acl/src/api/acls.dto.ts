import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import type { RulePrincipal } from '#domain/change';
import { IfGiven } from '#platform';
import { ListQuery } from './list-query.dto.js';
import { DraftedDto, PENDING, RoleRuleDto, type Pending } from './rule-parts.dto.js';

const LONGEST_NAME = 65_535;
const LONGEST_DESCRIPTION = 1_024;

const PRINCIPAL_TYPES = ['user', 'role', 'all', 'anonymous'] as const;
export type PrincipalType = RulePrincipal['type'];

export class AclsQuery extends ListQuery {
  @ApiProperty({ enum: PRINCIPAL_TYPES, enumName: 'PrincipalType', required: false })
  @IfGiven()
  @IsIn(PRINCIPAL_TYPES)
  principalType?: PrincipalType;

  /** The name of a user or role, exactly. */
  @ApiProperty({ required: false, maxLength: LONGEST_NAME })
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_NAME)
  principal?: string;
}

/** What can be said of a rule. */
export class AclRuleRequest extends RoleRuleDto {
  /**
   * `all`: every client that names a user; `anonymous`: every one that names none. Of these there is no `principal`.
   */
  @ApiProperty({
    enum: PRINCIPAL_TYPES,
    enumName: 'PrincipalType',
    required: false,
    default: 'user',
  })
  @IfGiven()
  @IsIn(PRINCIPAL_TYPES)
  principalType: PrincipalType = 'user';

  /** The name of the user or role. */
  @ApiProperty({ required: false, maxLength: LONGEST_NAME })
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_NAME)
  principal?: string;

  /** A comment in front of the line; the dynamic-security plugin has no place for it. */
  @ApiProperty({ required: false, maxLength: LONGEST_DESCRIPTION })
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_DESCRIPTION)
  description?: string;
}

export class AclRuleDto extends AclRuleRequest {
  /** Made of what the rule says: a rule that is changed has another one. */
  readonly id: string;
  /** Where it stands in the acl_file. */
  @ApiProperty({ type: 'integer', minimum: 1, required: false })
  readonly line?: number;
  /** Absent when it is as in force. */
  @ApiProperty({ enum: PENDING, enumName: 'Pending', required: false })
  readonly pending?: Pending;
}

export class AclRulesDto extends DraftedDto {
  /** In the order of the broker’s files. */
  @ApiProperty({ type: [AclRuleDto] })
  readonly rules: AclRuleDto[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
  /** On all pages. */
  @ApiProperty({ type: 'integer' })
  readonly total: number;
}

/** A rule, as the draft has it. The members of the rule itself, as they always were, and the draft’s version. */
export class AclRuleDetailDto extends AclRuleDto {
  @ApiProperty({ type: 'integer', minimum: 0 })
  readonly draftVersion: number;
}
