import { Inject, Injectable, Logger } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { passwordProblem, PASSWORD_PROBLEMS } from '#domain/password';
import { CONFIG, dataFolder, Problem, Secret, type Config } from '#platform';
import { PasswordHasher } from './password-hasher.js';

/** Without characters that are mistaken for one another; 20 of 54 are 115 bits. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 20;

/** Where the first password lies when no terminal was there to show it on. */
export const firstPasswordFile = (config: Config): string =>
  join(dataFolder(config), 'first-password');

/** Which passwords may be had, and their hashes. */
@Injectable()
export class Passwords {
  private readonly logger = new Logger(Passwords.name);

  constructor(
    private readonly hasher: PasswordHasher,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * The hash of a password that `username` may have. `pointer`: what a request calls it.
   *
   * @throws Problem `validation-failed` with the reason
   */
  async hash(password: string, username: string, pointer = '/password'): Promise<Secret> {
    const problem = passwordProblem(password, username);
    if (problem !== undefined) {
      const detail = PASSWORD_PROBLEMS[problem];
      const extensions = { errors: [{ pointer, detail }] };
      throw new Problem('validation-failed', `The password ${detail}.`, { extensions });
    }
    return this.hasher.hash(password);
  }

  /** One that nobody can guess, and its hash. */
  async random(): Promise<{ readonly password: Secret; readonly hash: Secret }> {
    const characters = Array.from({ length: LENGTH }, () =>
      ALPHABET.charAt(randomInt(ALPHABET.length)),
    );
    const password = characters.join('');
    return { password: new Secret(password), hash: await this.hasher.hash(password) };
  }

  /** Whoever has changed a password has read the first one. */
  async forgetFirst(): Promise<void> {
    const path = firstPasswordFile(this.config);
    await rm(path, { force: true }).catch((error: unknown) => {
      // A folder that may not be written to: the password is worth nothing any more, the change is made.
      this.logger.warn(`${path} cannot be deleted: ${String(error)}`);
    });
  }
}
