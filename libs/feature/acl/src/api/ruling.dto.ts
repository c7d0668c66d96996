import { ApiProperty } from '@nestjs/swagger';
import type { BrokerRule, DefaultType, Ruling } from '#domain/access';
import { ACL_TYPES, type AclType } from '#domain/mosquitto';
import { ACCESS_FILES, type AccessFile } from '../policy-problems.js';

const KINDS: readonly Ruling['kind'][] = [
  'acl-line',
  'role-acl',
  'role-wildcards',
  'dynsec-default',
  'broker',
];
const SECTIONS = ['user', 'anonymous', 'pattern'] as const;
const ACCESSES = ['read', 'write', 'readwrite', 'deny'] as const;
const TYPES: readonly (AclType | DefaultType)[] = [
  ...new Set([...ACL_TYPES, 'subscribe' as const, 'unsubscribe' as const]),
];

/** What decides, or might: a rule that people wrote, or one of the broker's own. */
export class RulingDto {
  @ApiProperty({ enum: KINDS, enumName: 'RulingKind' })
  readonly kind: Ruling['kind'];
  /** In short, such as `line 33: topic deny line2/+/cmd/#`. */
  readonly text: string;
  /** The same for the same rule, and different for others of the same policy. */
  readonly key: string;
  /** Where the rule stands, if it stands in a file, with `line`. */
  @ApiProperty({ enum: ACCESS_FILES, enumName: 'AccessFile', required: false })
  readonly file?: AccessFile;
  @ApiProperty({ type: 'integer', minimum: 1, required: false })
  readonly line?: number;
  /** Of an `acl-line`, as are the next two: whom it is for. */
  @ApiProperty({ enum: SECTIONS, enumName: 'AclSection', required: false })
  readonly section?: (typeof SECTIONS)[number];
  @ApiProperty({ enum: ACCESSES, enumName: 'AclAccess', required: false })
  readonly access?: (typeof ACCESSES)[number];
  /** As written, before anything is filled in. */
  readonly filter?: string;
  /** Of a `role-acl` or `role-wildcards`, as is the next. */
  readonly role?: string;
  /** The group through which the client has the role, if it does not have it itself. */
  readonly group?: string;
  /** Of a `role-acl` or `dynsec-default`, as is `allow`. */
  @ApiProperty({ enum: TYPES, enumName: 'DynsecAclType', required: false })
  readonly type?: AclType | DefaultType;
  readonly allow?: boolean;
  /** Of a `role-acl`, as are the next two. */
  readonly topic?: string;
  /** The how-many-eth of the role's entries it is. */
  @ApiProperty({ type: 'integer', minimum: 1, required: false })
  readonly entry?: number;
  @ApiProperty({ type: 'integer', required: false })
  readonly priority?: number;
  /** Of a `broker`: which of its rules. */
  @ApiProperty({ type: String, required: false, example: 'nothing-allows' })
  readonly rule?: BrokerRule;
}
