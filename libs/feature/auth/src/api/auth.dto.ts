import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsString, Matches, MaxLength } from 'class-validator';
import { PASSWORD_LENGTH } from '#domain/password';
import { timestamp } from '#platform';
import type { Entrance, HalfWay } from '../entrance.js';
import type { MfaSetup } from '../mfa.service.js';
import { AdminUserDto } from './admin-user.dto.js';

export class LoginRequest {
  /** Compared without case; blanks around it do not count. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(128)
  username: string;

  @ApiProperty({ format: 'password' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(PASSWORD_LENGTH.most)
  password: string;
}

export class LoginResponse {
  /** A JWT: send it as `Authorization: Bearer <token>`. */
  readonly token: string;

  @ApiProperty({ format: 'date-time' })
  readonly expiresAt: string;

  readonly user: AdminUserDto;

  static of({ token, expiresAt, user }: Entrance): LoginResponse {
    return { token, expiresAt: timestamp(expiresAt), user: AdminUserDto.of(user) };
  }
}

/** The password was right; a code is asked for. */
export class MfaRequiredResponse {
  @ApiProperty({ type: Boolean, enum: [true] })
  readonly mfaRequired: true;

  /** For one log-in, with a few tries: send it with a code. It opens nothing else. */
  readonly mfaChallenge: string;

  @ApiProperty({ format: 'date-time' })
  readonly expiresAt: string;

  static of({ challenge, expiresAt }: HalfWay): MfaRequiredResponse {
    return { mfaRequired: true, mfaChallenge: challenge, expiresAt: timestamp(expiresAt) };
  }
}

export class LoginMfaRequest {
  @IsString()
  @IsNotEmpty()
  @MaxLength(128)
  mfaChallenge: string;

  /** Six digits of the authenticator, or one of the recovery codes. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(32)
  code: string;
}

export class PasswordChangeRequest {
  @ApiProperty({ format: 'password' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(PASSWORD_LENGTH.most)
  currentPassword: string;

  @ApiProperty({ format: 'password', minLength: PASSWORD_LENGTH.least })
  @IsString()
  @IsNotEmpty()
  @MaxLength(PASSWORD_LENGTH.most)
  newPassword: string;
}

export class MfaStateDto {
  readonly enabled: boolean;
  readonly recoveryCodesLeft: number;
}

export class MfaSetupResponse {
  /** `otpauth://totp/…`: what a QR code for an authenticator holds. */
  readonly otpauthUrl: string;
  /** The same key in base32, to be typed in. */
  readonly secret: string;
  /** Ten, each good for one log-in without the authenticator. Shown this once. */
  @ApiProperty({ type: [String], minItems: 10, maxItems: 10 })
  readonly recoveryCodes: readonly string[];

  static of({ otpauthUrl, secret, recoveryCodes }: MfaSetup): MfaSetupResponse {
    return { otpauthUrl, secret: secret.reveal(), recoveryCodes };
  }
}

export class MfaVerifyRequest {
  /** Six digits. */
  @Matches(/^\d{6}$/, { message: 'code must be six digits' })
  code: string;
}

/** A token alone is not enough for what could keep its thief in. */
export class PasswordProofRequest {
  @ApiProperty({ format: 'password' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(PASSWORD_LENGTH.most)
  password: string;
}
