import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsIP,
  IsNotEmpty,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { PASSWORD_LENGTH } from '#domain/password';
import { ROLES, type Role } from '#contract';
import { IfGiven, timestamp } from '#platform';
import type { AdminUser } from '../admin-user.js';

const USERNAME = /^[A-Za-z0-9._@-]{1,64}$/;
const WANTED = { message: 'username must be 1 to 64 letters, digits or . _ @ -' };

export class AdminUserParams {
  @ApiProperty({ type: 'integer' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  id: number;
}

export class AdminUserRequest {
  /** Unique without regard to case. */
  @ApiProperty({ pattern: USERNAME.source })
  @Matches(USERNAME, WANTED)
  username: string;

  /** Not the user name, and none of the common ones. The user is asked to change it. */
  @ApiProperty({ format: 'password', minLength: PASSWORD_LENGTH.least })
  @IsString()
  @IsNotEmpty()
  @MaxLength(PASSWORD_LENGTH.most)
  password: string;

  @ApiProperty({ enum: ROLES, enumName: 'Role' })
  @IsIn(ROLES)
  role: Role;

  @IfGiven()
  @IsBoolean()
  disabled?: boolean;
}

/** What is left out stays as it is. */
export class AdminUserUpdate {
  @ApiProperty({ pattern: USERNAME.source, required: false })
  @IfGiven()
  @Matches(USERNAME, WANTED)
  username?: string;

  /** Ends the user's sessions. */
  @ApiProperty({ format: 'password', minLength: PASSWORD_LENGTH.least, required: false })
  @IfGiven()
  @IsString()
  @IsNotEmpty()
  @MaxLength(PASSWORD_LENGTH.most)
  password?: string;

  /** A lower one ends the user's sessions. */
  @ApiProperty({ enum: ROLES, enumName: 'Role', required: false })
  @IfGiven()
  @IsIn(ROLES)
  role?: Role;

  /** Ends the user's sessions. */
  @IfGiven()
  @IsBoolean()
  disabled?: boolean;
}

export class PasswordResetRequest {
  /** Takes the second factor off as well. */
  @IfGiven()
  @IsBoolean()
  resetMfa?: boolean;
}

export class PasswordResetResponse {
  /** Shown this once; the user is asked to change it. */
  @ApiProperty({ format: 'password' })
  readonly password: string;
}

export class UnlockRequest {
  /** Forgets the failures of this client address as well. */
  @IfGiven()
  @IsIP()
  address?: string;
}

export class AdminUserDto {
  readonly id: number;

  readonly username: string;

  @ApiProperty({ enum: ROLES, enumName: 'Role' })
  readonly role: Role;

  readonly disabled: boolean;

  /** Whether a second factor is asked for. */
  readonly mfaEnabled: boolean;

  /** Whether somebody else knows the password: it was printed, or set by another admin. */
  readonly passwordTemporary: boolean;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ format: 'date-time' })
  readonly updatedAt: string;

  /** Until then, log-ins from browsers that this user has not used before are refused. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly lockedUntil?: string;

  static of(user: AdminUser, lockedUntil?: number): AdminUserDto {
    const { id, username, role, disabled, passwordTemporary, createdAt, updatedAt } = user;
    return {
      ...{
        id,
        username,
        role,
        disabled,
        passwordTemporary,
        mfaEnabled: user.totpKey !== undefined,
      },
      ...{ createdAt: timestamp(createdAt), updatedAt: timestamp(updatedAt) },
      ...(lockedUntil !== undefined && { lockedUntil: timestamp(lockedUntil) }),
    };
  }
}
