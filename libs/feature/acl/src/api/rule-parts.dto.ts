import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { PERMISSIONS, type Permission } from '#domain/change';
import { ACL_TYPES, type AclType } from '#domain/mosquitto';
import { IfGiven } from '#platform';

/** A topic has at most so many bytes (MQTT 5.0 section 1.5.4). */
const LONGEST = 65_535;
const LARGEST_PRIORITY = 100_000;

/** What a rule says, whomever it is for. */
export class RoleRuleDto {
  @ApiProperty({ enum: PERMISSIONS, enumName: 'Permission' })
  @IsIn(PERMISSIONS)
  permission: Permission;

  /** An MQTT topic filter; `%u` and `%c` stand for the names of user and client, each as a whole level. */
  @ApiProperty({ maxLength: LONGEST })
  @IsString()
  @MaxLength(LONGEST)
  topicFilter: string;

  /** Of the dynamic-security plugin: the kinds of entries; left out, those that the permission stands for. */
  @ApiProperty({ enum: ACL_TYPES, enumName: 'DynsecAclType', isArray: true, required: false })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(ACL_TYPES.length)
  @IsIn(ACL_TYPES, { each: true })
  acltypes?: AclType[];

  /** Of the dynamic-security plugin: the higher one decides. */
  @ApiProperty({ type: 'integer', required: false })
  @IfGiven()
  @IsInt()
  @Min(-LARGEST_PRIORITY)
  @Max(LARGEST_PRIORITY)
  priority?: number;
}

/** How something stands in the draft, when it is not as in force. */
export const PENDING = ['created', 'changed'] as const;
export type Pending = (typeof PENDING)[number];

/** What every answer to an edit of the draft says. */
export class DraftedDto {
  /** Of the draft, in which the edit now is; it is sent as `If-Match` with the next one. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  readonly draftVersion: number;
}
