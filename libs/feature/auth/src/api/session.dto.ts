import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsNotEmpty,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
  Min,
} from 'class-validator';
import { PASSWORD_LENGTH } from '#domain/password';
import { ROLES, type Role } from '#contract';
import { IsDateTime, timestamp, type Secret } from '#platform';
import type { ApiToken } from '../store/api-token.repository.js';
import type { Session } from '../store/session.repository.js';
import { AdminUserParams } from './admin-user.dto.js';

export class SessionParams {
  @IsUUID()
  id: string;
}

export class UserSessionParams extends AdminUserParams {
  @IsUUID()
  sessionId: string;
}

/** A log-in that has not ended. */
export class SessionDto {
  readonly id: string;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ format: 'date-time' })
  readonly expiresAt: string;

  /** To the minute. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly lastUsedAt?: string;

  /** Where the log-in came from. */
  readonly address?: string;

  /** What the client called itself. */
  readonly userAgent?: string;

  /** Whether it is the one that asks. */
  readonly current: boolean;

  static of({ id, createdAt, expiresAt, ...rest }: Session, askedBy: string): SessionDto {
    const { lastUsedAt, address, userAgent } = rest;
    return {
      ...{ id, createdAt: timestamp(createdAt), expiresAt: timestamp(expiresAt) },
      current: id === askedBy,
      ...(lastUsedAt !== undefined && { lastUsedAt: timestamp(lastUsedAt) }),
      ...(address !== undefined && { address }),
      ...(userAgent !== undefined && { userAgent }),
    };
  }
}

export class SessionListDto {
  @ApiProperty({ type: [SessionDto] })
  readonly sessions: readonly SessionDto[];
}

export class ApiTokenParams {
  @ApiProperty({ type: 'integer' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  id: number;
}

export class UserTokenParams extends AdminUserParams {
  @ApiProperty({ type: 'integer' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  tokenId: number;
}

export class ApiTokenRequest {
  /** What it is for; unique among one's own. */
  @Matches(/^[^\p{C}]+$/u, { message: 'name must not hold control characters' })
  @Length(1, 64)
  name: string;

  /** The most that it may do; never more than its user may. */
  @ApiProperty({ enum: ROLES, enumName: 'Role' })
  @IsIn(ROLES)
  role: Role;

  /** At most 366 days from now. */
  @ApiProperty({ format: 'date-time' })
  @IsDateTime()
  expiresAt: string;

  /** One's own: a stolen session must not become a token that outlives it. */
  @ApiProperty({ format: 'password' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(PASSWORD_LENGTH.most)
  password: string;
}

/** A token for automation, without the token itself. */
export class ApiTokenDto {
  readonly id: number;

  readonly name: string;

  @ApiProperty({ enum: ROLES, enumName: 'Role' })
  readonly role: Role;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ format: 'date-time' })
  readonly expiresAt: string;

  /** To the minute. */
  @ApiProperty({ format: 'date-time', required: false })
  readonly lastUsedAt?: string;

  static of({ id, name, role, createdAt, expiresAt, lastUsedAt }: ApiToken): ApiTokenDto {
    return {
      ...{ id, name, role, createdAt: timestamp(createdAt), expiresAt: timestamp(expiresAt) },
      ...(lastUsedAt !== undefined && { lastUsedAt: timestamp(lastUsedAt) }),
    };
  }
}

export class ApiTokenListDto {
  @ApiProperty({ type: [ApiTokenDto] })
  readonly tokens: readonly ApiTokenDto[];
}

export class NewApiTokenDto extends ApiTokenDto {
  /** `mcm_…`: send it as `Authorization: Bearer <token>`. Shown this once. */
  readonly token: string;

  static ofNew(token: ApiToken, secret: Secret): NewApiTokenDto {
    return Object.assign(ApiTokenDto.of(token), { token: secret.reveal() });
  }
}
