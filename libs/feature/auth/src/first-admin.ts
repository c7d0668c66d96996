import { Inject, Injectable, Logger } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { replaceFile } from '#link/host';
import {
  AUDIT_SINK,
  CONFIG,
  difference,
  type AuditAct,
  type AuditSink,
  type Config,
  type Secret,
} from '#platform';
import { traceOf } from './admin-user.js';
import { PasswordHasher } from './password-hasher.js';
import { firstPasswordFile, Passwords } from './passwords.js';
import { AdminUserRepository } from './store/admin-user.repository.js';

/** Sees to it that somebody can log in to a new installation. */
@Injectable()
export class FirstAdmin {
  private readonly logger = new Logger(FirstAdmin.name);

  constructor(
    private readonly users: AdminUserRepository,
    private readonly passwords: Passwords,
    private readonly hasher: PasswordHasher,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(AUDIT_SINK) private readonly sink: AuditSink,
  ) {}

  /**
   * Creates the first administrator when there is no user at all. A random password is shown once: on
   * `terminal` if there is one, else in a file that only the owner of the data reads.
   */
  async ensure(terminal: NodeJS.WriteStream | undefined): Promise<void> {
    if (await this.users.any()) return;
    const { username, password: configured } = this.config.auth.bootstrapAdmin;
    const { password, hash: passwordHash } = configured
      ? { password: configured, hash: await this.hasher.hash(configured.reveal()) }
      : await this.passwords.random();
    const act = actOf(username);
    const intent = await this.sink.begin(act);
    // Shown before there is a user: a crash in between must not leave an account that nobody can enter.
    if (configured === undefined) await this.show(password, username, terminal);
    // Somebody knows a random one from paper or a screen; one that was configured was chosen.
    const passwordTemporary = configured === undefined;
    const role = 'admin' as const;
    const wish = { username, passwordHash, passwordTemporary, role, disabled: false };
    const user = await this.users.addFirst(wish);
    const changes = difference(undefined, traceOf(user));
    const done = user && { ...act, resourceId: String(user.id) };
    await this.sink.end(intent, done ?? act, { result: user ? 'success' : 'failure', changes });
    if (user) this.logger.log(`Created the first administrator, ${username}.`);
  }

  private async show(
    password: Secret,
    username: string,
    terminal: NodeJS.WriteStream | undefined,
  ): Promise<void> {
    if (!terminal) return this.writeDown(password);
    terminal.write(`First log-in: ${username} / ${password.reveal()}   (shown this once)\n`);
  }

  private async writeDown(password: Secret): Promise<void> {
    const path = firstPasswordFile(this.config);
    await replaceFile(path, `${password.reveal()}\n`, { mode: 0o600 });
    this.logger.warn(`The first password is in ${path}; delete the file once you have read it.`);
  }
}

function actOf(username: string): AuditAct {
  return {
    action: 'admin_user.bootstrap',
    actor: { name: 'system', via: 'system' },
    requestId: randomBytes(12).toString('hex'),
    resourceName: username,
  };
}
