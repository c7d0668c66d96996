import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AUDIT_SINK, Problem, type AuditSink, type Principal, type Secret } from '#platform';
import { refuseOther, type AdminUser, type UserChange } from './admin-user.js';
import type { Knock } from './guesses.js';
import { Proofs } from './proofs.js';
import { SecondFactor } from './second-factor.js';
import { AdminUserRepository, type UserEdit } from './store/admin-user.repository.js';
import { RecoveryCodeRepository } from './store/recovery-code.repository.js';

export interface MfaSetup {
  readonly otpauthUrl: string;
  readonly secret: Secret;
  readonly recoveryCodes: readonly string[];
}

/** What takes a second factor away, confirmed or not. */
const WITHOUT_MFA: UserEdit = {
  totpKey: undefined,
  totpPendingKey: undefined,
  totpLastStep: undefined,
};

/** Setting a second factor up and taking it off. */
@Injectable()
export class MfaService {
  constructor(
    private readonly users: AdminUserRepository,
    private readonly codes: RecoveryCodeRepository,
    private readonly factor: SecondFactor,
    private readonly proofs: Proofs,
    @Inject(AUDIT_SINK) private readonly sink: AuditSink,
  ) {}

  async state(userId: number) {
    const { totpKey } = await this.user(userId);
    const recoveryCodesLeft = totpKey === undefined ? 0 : await this.codes.left(userId);
    return { enabled: totpKey !== undefined, recoveryCodesLeft };
  }

  /**
   * Makes a key and codes that wait for their confirmation. The factor in force is not touched: a stolen
   * token cannot strip it, and for want of the password it cannot set one up either.
   *
   * @throws Problem `mfa-enabled`, `password-wrong`
   */
  async setUp({ userId }: Principal, password: string, knock: Knock): Promise<MfaSetup> {
    const proven = await this.user(userId);
    refuseEnabled(proven);
    await this.proofs.password(proven, password, knock, 'mfa_setup_failed');
    const key = this.factor.newKey(proven);
    const { shown, hashes } = this.factor.newCodes();
    await this.users.change(userId, async (user, tx) => {
      refuseEnabled(user);
      refuseOther(proven, user);
      await this.codes.prepare(tx, userId, hashes);
      return { totpPendingKey: key.sealed };
    });
    return { otpauthUrl: key.otpauthUrl, secret: key.secret, recoveryCodes: shown };
  }

  /** Puts the set-up in force. @throws Problem `mfa-enabled`, `mfa-not-pending`, `code-wrong` */
  async enable({ userId }: Principal, code: string, knock: Knock): Promise<UserChange> {
    const user = await this.user(userId);
    refuseEnabled(user);
    const totpLastStep = await this.proofs.firstCode(user, code, knock);
    const change = await this.users.change(userId, async (now, tx) => {
      const { totpPendingKey: key } = now;
      refuseEnabled(now);
      // Another set-up has begun meanwhile: the code was of the one before.
      if (key?.reveal().equals(user.totpPendingKey?.reveal() ?? Buffer.alloc(0)) !== true) {
        throw new Problem('mfa-not-pending', 'Another set-up has begun; finish that one.');
      }
      await this.codes.confirm(tx, userId);
      return { totpKey: key, totpPendingKey: undefined, totpLastStep };
    });
    const { username } = user;
    this.tell({ category: 'mfa_enabled', reason: 'enrolled', username }, knock);
    return change;
  }

  /** Takes one's own factor off. @throws Problem `password-wrong` */
  async disable({ userId }: Principal, password: string, knock: Knock): Promise<UserChange> {
    const user = await this.user(userId);
    await this.proofs.password(user, password, knock, 'mfa_disable_failed');
    const change = await this.users.change(userId, (now, tx) => {
      refuseOther(user, now);
      return this.strip(tx, userId);
    });
    const { username } = user;
    const notice = { category: 'mfa_disabled', reason: 'by_user', username } as const;
    if (change.before.totpKey) this.tell(notice, knock);
    return change;
  }

  /** Takes a factor off, inside the transaction of whoever has the right to. */
  async strip(tx: EntityManager, userId: number): Promise<UserEdit> {
    await this.codes.removeAll(tx, userId);
    return WITHOUT_MFA;
  }

  /** Tells the guards that an admin took somebody's factor off, if there was one. */
  tellReset({ before }: UserChange, { username: by }: Principal): void {
    if (!before.totpKey) return;
    const notice = { category: 'mfa_disabled', reason: 'by_admin' } as const;
    this.sink.notice({ ...notice, username: before.username, detail: `by ${by}` });
  }

  private tell(
    notice: Parameters<AuditSink['notice']>[0],
    { address, route }: Pick<Knock, 'address' | 'route'>,
  ): void {
    this.sink.notice({ ...notice, sourceIp: address, route });
  }

  /** The user of a session: it was there when the request began. */
  private async user(id: number): Promise<AdminUser> {
    const user = await this.users.find(id);
    if (!user) throw new Problem('not-authenticated');
    return user;
  }
}

function refuseEnabled({ totpKey }: Pick<AdminUser, 'totpKey'>): void {
  if (totpKey === undefined) return;
  throw new Problem('mfa-enabled', 'Take the second factor off first; that asks for the password.');
}
