import { Injectable } from '@nestjs/common';
import { argon2id, hash, verify } from 'argon2';
import { randomBytes } from 'node:crypto';
import { Problem } from '#platform';

/** 64 MiB and 3 passes; one lane, since the work shares a small thread pool with the database. */
const ARGON2 = { type: argon2id, memoryCost: 65_536, timeCost: 3, parallelism: 1 } as const;
const AT_ONCE = 2;
const WAITING = 16;

/** Hashes and checks passwords, two at a time; a crowd at the door is sent away, not let in at once. */
@Injectable()
export class PasswordHasher {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private decoy: Promise<string> | undefined;

  /** The password as a PHC string. */
  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password, ARGON2));
  }

  /**
   * Whether `password` is the one hashed. Without a hash (an unknown user) it takes as long and answers
   * no, so that the time tells nothing.
   */
  async verify(passwordHash: string | undefined, password: string): Promise<boolean> {
    this.decoy ??= this.inTurn(() => hash(randomBytes(18).toString('base64'), ARGON2));
    const against = passwordHash ?? (await this.decoy);
    const same = await this.inTurn(() => verify(against, password));
    return same && passwordHash !== undefined;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) await this.queue();
    else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  /** Waits for a turn that another hands over. */
  private queue(): Promise<void> {
    if (this.waiting.length >= WAITING) {
      throw new Problem('too-many-requests', 'Too many log-ins at once; try again in a second.', {
        headers: { 'retry-after': '1' },
      });
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
