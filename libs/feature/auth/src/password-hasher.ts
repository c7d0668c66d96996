import { Inject, Injectable } from '@nestjs/common';
import { argon2id, hash, verify } from 'argon2';
import { PASSWORD_COST, Secret, type PasswordCost } from '#platform';
import { tooManyAtOnce } from './busy.js';

/** One lane, since the work shares a small thread pool with the database. */
const LANES = 1;
/** Salt and hash of a password that was random and is forgotten; what it costs to compare with it is all that counts. */
const FORGOTTEN = 'YgTxZgIG3k5lbG8FgBtyEw$daDQ27dTmoN7Ki17bxJRnmrCiGQHsN1fS3VhpcuZvFo';
const AT_ONCE = 2;
/** Strangers that may wait, and those who are known: by a device, a session or the door. */
const WAITING = { strangers: 16, known: 64 } as const;

type Line = keyof typeof WAITING;

/** Hashes and checks passwords, two at a time; a crowd at the door is sent away, not let in at once. */
@Injectable()
export class PasswordHasher {
  private readonly options: Parameters<typeof hash>[1];
  private readonly decoy: string;
  private running = 0;
  private readonly waiting: Record<Line, (() => void)[]> = { known: [], strangers: [] };

  constructor(@Inject(PASSWORD_COST) cost: PasswordCost) {
    this.options = { type: argon2id, parallelism: LANES, ...cost };
    this.decoy = `$argon2id$v=19$m=${cost.memoryCost},p=${LANES},t=${cost.timeCost}$${FORGOTTEN}`;
  }

  /** The password as a PHC string; for somebody who is let in already. */
  async hash(password: string): Promise<Secret> {
    return new Secret(await this.inTurn('known', () => hash(password, this.options)));
  }

  /**
   * Whether `password` is the one hashed. Without a hash (an unknown user) it does the same work and answers
   * no, so that the time tells nothing. Who is `known` takes turns before strangers: a crowd of those must not
   * keep the owner out.
   */
  async verify(
    passwordHash: Secret | undefined,
    password: string,
    known: boolean,
  ): Promise<boolean> {
    const against = passwordHash?.reveal() ?? this.decoy;
    const line = known ? 'known' : 'strangers';
    const same = await this.inTurn(line, () => verify(against, password));
    return same && passwordHash !== undefined;
  }

  private async inTurn<T>(line: Line, work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) await this.queue(line);
    else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.known.shift() ?? this.waiting.strangers.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  /** Waits for a turn that another hands over. */
  private queue(line: Line): Promise<void> {
    if (this.waiting[line].length >= WAITING[line]) throw tooManyAtOnce();
    return new Promise((resolve) => this.waiting[line].push(resolve));
  }
}
