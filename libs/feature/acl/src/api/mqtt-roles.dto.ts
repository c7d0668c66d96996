import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsString, MaxLength, ValidateNested } from 'class-validator';
import { IfGiven, MostMembers } from '#platform';
import { DraftedDto, PENDING, RoleRuleDto, type Pending } from './rule-parts.dto.js';

const LONGEST_NAME = 65_535;
const LONGEST_DESCRIPTION = 1_024;
const MOST_RULES = 10_000;

export class MqttRoleDto {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  @ApiProperty({ type: [RoleRuleDto] })
  readonly rules: RoleRuleDto[];
  /** Who has it. */
  readonly users: string[];
  /** Of the dynamic-security plugin: groups that have it. */
  readonly groups: string[];
  /** Absent when it is as in force. */
  @ApiProperty({ enum: PENDING, enumName: 'Pending', required: false })
  readonly pending?: Pending;
}

export class MqttRolePageDto extends DraftedDto {
  /** By name. */
  @ApiProperty({ type: [MqttRoleDto] })
  readonly roles: MqttRoleDto[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
  /** On all pages. */
  @ApiProperty({ type: 'integer' })
  readonly total: number;
}

/** A role, as the draft has it. */
export class MqttRoleDetailDto extends DraftedDto {
  readonly role: MqttRoleDto;
}

@MostMembers(50_000)
export class MqttRoleRequest {
  /** Letters, digits and `. _ -`, at most 64; a role that is there keeps the name it has. */
  @ApiProperty({ minLength: 1, maxLength: LONGEST_NAME })
  @IsString()
  @MaxLength(LONGEST_NAME)
  name: string;

  @ApiProperty({ required: false, maxLength: LONGEST_DESCRIPTION })
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_DESCRIPTION)
  description?: string;

  @ApiProperty({ type: [RoleRuleDto], maxItems: MOST_RULES })
  @IsArray()
  @ArrayMaxSize(MOST_RULES)
  @ValidateNested({ each: true })
  @Type(() => RoleRuleDto)
  rules: RoleRuleDto[];
}
