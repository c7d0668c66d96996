import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { ROLES, type Role } from '#contract';
import { timestamp } from '#platform';
import type { LogIn } from '../auth.service.js';
import type { AdminUser } from '../store/admin-user.repository.js';

export class LoginRequest {
  /** Compared without case; blanks around it do not count. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(128)
  username: string;

  @ApiProperty({ format: 'password' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(1024)
  password: string;
}

export class AdminUserDto {
  readonly id: number;

  readonly username: string;

  @ApiProperty({ enum: ROLES, enumName: 'Role' })
  readonly role: Role;

  readonly disabled: boolean;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ format: 'date-time' })
  readonly updatedAt: string;

  static of({ id, username, role, disabled, createdAt, updatedAt }: AdminUser): AdminUserDto {
    const times = { createdAt: timestamp(createdAt), updatedAt: timestamp(updatedAt) };
    return { id, username, role, disabled, ...times };
  }
}

export class LoginResponse {
  /** A JWT: send it as `Authorization: Bearer <token>`. */
  readonly token: string;

  @ApiProperty({ format: 'date-time' })
  readonly expiresAt: string;

  readonly user: AdminUserDto;

  static of({ token, expiresAt, user }: LogIn): LoginResponse {
    return {
      token,
      expiresAt: timestamp(expiresAt),
      user: AdminUserDto.of(user),
    };
  }
}
