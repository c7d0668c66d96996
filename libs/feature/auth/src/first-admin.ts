import { Inject, Injectable, Logger } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { replaceFile } from '#link/host';
import { CLOCK, CONFIG, dataFolder, type Clock, type Config } from '#platform';
import { PasswordHasher } from './password-hasher.js';
import { AdminUserRepository } from './store/admin-user.repository.js';

const FILE = 'first-password';
/** Without characters that are mistaken for one another; 20 of 54 are 115 bits. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 20;

/** Sees to it that somebody can log in to a new installation. */
@Injectable()
export class FirstAdmin {
  private readonly logger = new Logger(FirstAdmin.name);

  constructor(
    private readonly users: AdminUserRepository,
    private readonly hasher: PasswordHasher,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Creates the first administrator when there is no user at all. A random password is shown once: on
   * `terminal` if there is one, else in a file that only the owner of the data reads.
   */
  async ensure(terminal: NodeJS.WriteStream | undefined): Promise<void> {
    if (await this.users.any()) return;
    const { username, password } = this.config.auth.bootstrapAdmin;
    const secret = password?.reveal() ?? randomPassword();
    const passwordHash = await this.hasher.hash(secret);
    if (password === undefined && !terminal) await this.writeDown(secret);
    if (!(await this.users.addFirst({ username, passwordHash }, this.clock()))) return;
    this.logger.log(`Created the first administrator, ${username}.`);
    if (password === undefined) {
      terminal?.write(`First log-in: ${username} / ${secret}   (shown this once)\n`);
    }
  }

  /** Before the user exists: a crash in between must not leave an account nobody can enter. */
  private async writeDown(secret: string): Promise<void> {
    const path = join(dataFolder(this.config), FILE);
    await replaceFile(path, `${secret}\n`, { mode: 0o600 });
    this.logger.warn(`The first password is in ${path}; delete the file once you have read it.`);
  }
}

const randomPassword = (): string =>
  Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
