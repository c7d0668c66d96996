import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsString, MaxLength } from 'class-validator';
import { IfGiven } from '#platform';
import { ListQuery } from './list-query.dto.js';
import { DraftedDto, PENDING, type Pending } from './rule-parts.dto.js';

const LONGEST_NAME = 65_535;
const LONGEST_PASSWORD = 1_024;
/** As JSON, where a line end has two characters, it fits into a request. */
const LARGEST_IMPORT = 8 << 20;
const MOST_ROLES = 100;
/** How many lines that were left out are told one by one. */
export const MOST_REFUSED = 1_000;

export class MqttUsersQuery extends ListQuery {
  /** Those who have this role. */
  @ApiProperty({ required: false, maxLength: LONGEST_NAME })
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_NAME)
  role?: string;
}

export class MqttUserDto {
  readonly id: string;
  readonly username: string;
  /** Kept, but may not log in. */
  readonly disabled: boolean;
  /** Absent where the broker does not tell. */
  readonly hasPassword?: boolean;
  readonly roles: string[];
  /** Of the dynamic-security plugin. */
  readonly groups: string[];
  /** Of the dynamic-security plugin: the only client id that may log in by this name. */
  readonly clientId?: string;
  /** Rules for this user alone. */
  @ApiProperty({ type: 'integer' })
  readonly rules: number;
  /** Absent when it is as in force. */
  @ApiProperty({ enum: PENDING, enumName: 'Pending', required: false })
  readonly pending?: Pending;
  /** Named by rules, but not in the password_file: nobody logs in by this name. */
  readonly unknownToPasswordFile: boolean;
}

export class MqttUserPageDto extends DraftedDto {
  /** By name. */
  @ApiProperty({ type: [MqttUserDto] })
  readonly users: MqttUserDto[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
  /** On all pages. */
  @ApiProperty({ type: 'integer' })
  readonly total: number;
}

/** A user, as the draft has it. */
export class MqttUserDetailDto extends DraftedDto {
  readonly user: MqttUserDto;
}

/** A user whose password was set. */
export class MqttUserPasswordDto extends MqttUserDetailDto {
  /** Only when MCM made it: it is shown this once. It works when the draft is applied. */
  readonly password?: string;
}

export class MqttUserRequest {
  /** Without `/`, `+`, `#`, `:` and control characters, and not beginning with `$`. */
  @ApiProperty({ minLength: 1, maxLength: LONGEST_NAME })
  @IsString()
  @MaxLength(LONGEST_NAME)
  username: string;

  /** Left out: MCM makes one, and the answer tells it once. */
  @ApiProperty({ required: false, minLength: 1, maxLength: LONGEST_PASSWORD })
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_PASSWORD)
  password?: string;

  @ApiProperty({ type: [String], required: false, maxItems: MOST_ROLES })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(MOST_ROLES)
  @IsString({ each: true })
  roles?: string[];

  @IfGiven()
  @IsBoolean()
  disabled?: boolean;
}

/** What is left out stays as it is. */
export class MqttUserUpdate {
  @ApiProperty({ type: [String], required: false, maxItems: MOST_ROLES })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(MOST_ROLES)
  @IsString({ each: true })
  roles?: string[];

  @IfGiven()
  @IsBoolean()
  disabled?: boolean;
}

export class MqttPasswordRequest {
  /** Left out: MCM makes one, and the answer tells it once. */
  @ApiProperty({ required: false, minLength: 1, maxLength: LONGEST_PASSWORD })
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST_PASSWORD)
  password?: string;
}

export const IMPORT_FORMATS = ['csv', 'password_file'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

export class MqttUserImportRequest {
  @ApiProperty({ enum: IMPORT_FORMATS, enumName: 'UserImportFormat' })
  @IsIn(IMPORT_FORMATS)
  format: ImportFormat;

  /**
   * `csv`: a first line `username,password,roles`, of which the last two may be missing. Passwords that are empty are
   * made. Roles are separated by `;` and are all that the user has afterwards: with an empty cell none; without the
   * column, users keep theirs. `password_file`: as the broker reads it; file backend only.
   */
  @ApiProperty({ maxLength: LARGEST_IMPORT })
  @IsString()
  @MaxLength(LARGEST_IMPORT)
  text: string;
}

export class ImportedPasswordDto {
  readonly username: string;
  readonly password: string;
}

export class RefusedLineDto {
  @ApiProperty({ type: 'integer', minimum: 1 })
  readonly line: number;
  readonly reason: string;
}

export class MqttUserImportDto extends DraftedDto {
  /** Users that were not there. */
  @ApiProperty({ type: 'integer' })
  readonly created: number;
  /** Users that were there and have another password now. */
  @ApiProperty({ type: 'integer' })
  readonly changed: number;
  /** The first lines that were left out; all that were not are in the draft. */
  @ApiProperty({ type: [RefusedLineDto], maxItems: MOST_REFUSED })
  readonly refused: RefusedLineDto[];
  /** How many lines were left out. */
  @ApiProperty({ type: 'integer' })
  readonly refusedTotal: number;
  /** Passwords that MCM made: they are shown this once. */
  @ApiProperty({ type: [ImportedPasswordDto] })
  readonly passwords: ImportedPasswordDto[];
}
