import { Inject, Injectable, Logger } from '@nestjs/common';
import { createHmac, randomInt } from 'node:crypto';
import { generateSecret, generateURI, verifySync } from 'otplib';
import { CLOCK, Keys, Sealer, Secret, type Clock } from '#platform';
import type { AdminUser } from './admin-user.js';
import { AdminUserRepository } from './store/admin-user.repository.js';
import { RecoveryCodeRepository } from './store/recovery-code.repository.js';

const ISSUER = 'MCM';
const PERIOD_S = 30;

const RECOVERY_CODES = 10;
/** Crockford's 32 digits, of which none is mistaken for another: ten of them are 50 bits. */
const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_HALF = 5;

export type CodeKind = 'totp' | 'recovery-code';
export type CodeFault = 'invalid_mfa_code' | 'totp_code_reused' | 'invalid_recovery_code';

/** TOTP (RFC 6238: SHA-1, six digits, 30 s, one step of tolerance) and the recovery codes beside it. */
@Injectable()
export class SecondFactor {
  private readonly logger = new Logger(SecondFactor.name);
  private readonly sealer: Sealer;
  readonly #codeKey: Secret<Buffer>;

  constructor(
    private readonly users: AdminUserRepository,
    private readonly codes: RecoveryCodeRepository,
    keys: Keys,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.sealer = new Sealer(keys.derive('totp'));
    this.#codeKey = keys.derive('recovery-code');
  }

  /** A new key for `user`, as it is shown and as it is stored. */
  newKey({ id, username }: AdminUser) {
    const secret = generateSecret();
    const otpauthUrl = generateURI({ issuer: ISSUER, label: username, secret });
    return { secret: new Secret(secret), otpauthUrl, sealed: this.seal(id, secret) };
  }

  /** New recovery codes, as they are shown and as they are stored. */
  newCodes() {
    const shown = Array.from({ length: RECOVERY_CODES }, newCode);
    return { shown, hashes: shown.map((code) => this.hash(code)) };
  }

  /** Whether `code` is one that the authenticator with this key shows now; the time step it is of. */
  stepOf(
    userId: number,
    sealed: Secret<Buffer>,
    code: string,
    lastStep?: number,
  ): number | CodeFault {
    const secret = this.open(userId, sealed);
    if (secret === undefined) return 'invalid_mfa_code';
    const question = {
      secret,
      token: code,
      period: PERIOD_S,
      epoch: Math.floor(this.clock() / 1000),
      epochTolerance: PERIOD_S,
    };
    const answer = verifySync(question);
    if (!answer.valid || !('timeStep' in answer)) return 'invalid_mfa_code';
    // RFC 6238 section 5.2: a code is taken once. One before it cannot be more trustworthy. But a step that no
    // code can be of yet was taken while the clock was ahead, and must not keep everybody out.
    const ahead = lastStep !== undefined && lastStep > Math.floor(question.epoch / PERIOD_S) + 1;
    return lastStep !== undefined && !ahead && answer.timeStep <= lastStep
      ? 'totp_code_reused'
      : answer.timeStep;
  }

  /** Takes a code of the authenticator or a recovery code, which then is worth nothing any more. */
  async take(user: AdminUser, code: string): Promise<CodeKind | { readonly fault: CodeFault }> {
    const plain = code.replaceAll(/[\s-]/g, '').toUpperCase();
    if (!/^\d{6}$/.test(plain)) {
      const taken = await this.codes.use(user.id, this.hash(plain), this.clock());
      return taken ? 'recovery-code' : { fault: 'invalid_recovery_code' };
    }
    // As it is inside the transaction: two who send the same code at once must not both get in.
    const step = await this.users.takeStep(user.id, ({ totpKey, totpLastStep }) =>
      totpKey === undefined
        ? 'invalid_mfa_code'
        : this.stepOf(user.id, totpKey, plain, totpLastStep),
    );
    return typeof step === 'number' ? 'totp' : { fault: step };
  }

  /** Bound to the user, so that no key can be moved to another's row. */
  private seal(userId: number, secret: string): Secret<Buffer> {
    return this.sealer.seal(Buffer.from(secret), placeOf(userId));
  }

  /** The key, or nothing when it was encrypted with another `secret.key` than there is now. */
  private open(userId: number, sealed: Secret<Buffer>): string | undefined {
    const opened = this.sealer.open(sealed, placeOf(userId));
    if (opened !== undefined) return opened.toString('utf8');
    this.logger.warn(
      `The second factor of user ${userId} was encrypted with another secret.key and is lost: ` +
        'mcm user reset-password <name> --reset-mfa takes it off.',
    );
    return undefined;
  }

  private hash(code: string): Buffer {
    const plain = code.replaceAll('-', '');
    return createHmac('sha256', this.#codeKey.reveal()).update(plain).digest();
  }
}

const placeOf = (userId: number): string => `totp:${userId}`;

/** `K7Q2M-9XTB4` */
function newCode(): string {
  const half = () =>
    Array.from({ length: CODE_HALF }, () => CODE_ALPHABET.charAt(randomInt(32))).join('');
  return `${half()}-${half()}`;
}
