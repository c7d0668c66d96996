import { Inject, Injectable } from '@nestjs/common';
import type { SecurityReason } from '#contract';
import {
  AUDIT_SINK,
  CLOCK,
  CONFIG,
  Problem,
  sourceOf,
  type AuditSink,
  type Clock,
  type Config,
  type SecurityNotice,
} from '#platform';
import { tooManyAtOnce } from './busy.js';
import { Failures } from './failures.js';
import type { Counter } from './store/failed-login.repository.js';

/** Where a proof of identity comes from. */
export interface Knock {
  readonly address: string;
  /** `POST /api/v1/auth/login` */
  readonly route: string;
  readonly userAgent?: string;
  /** The devices that the client proves to be: one for each user that logged in with it before. */
  readonly devices: readonly KnownDevice[];
}

export interface KnownDevice {
  readonly userId: number;
  readonly id: string;
}

/** Whose proof it is. Without an id, there is no such user. */
export interface Claimant {
  readonly username: string;
  readonly id?: number | undefined;
}

/** A proof that was looked at: what it gives, or what is said of it to its owner and to the guards. */
export type Proof<T> =
  | { readonly right: T }
  | {
      readonly wrong: Problem;
      readonly notice: SecurityNotice;
    };

type Lockout = SecurityReason<'admin_login_rate_limited'>;

const KEPT_WINDOWS = 4;
/** All known devices of a user together: whoever logs in often must not gain a count of guesses each time. */
const DEVICES_SHARE = 4;

/**
 * Stands before every proof of identity and counts the wrong ones: by client address and by user name,
 * over a window of time; too many, and nothing is looked at for a while.
 *
 * A stranger must not lock out the owner with it. So a browser that the owner has logged in with is known
 * by a signed cookie and has a counter of its own, in place of the two others.
 */
@Injectable()
export class Guesses {
  private readonly most: number;
  private readonly window: number;
  /** Proofs that are being looked at: they may become failures, so they count already. */
  private readonly underway = new Map<string, number>();

  constructor(
    private readonly failures: Failures,
    @Inject(CONFIG) { auth }: Config,
    @Inject(AUDIT_SINK) private readonly sink: AuditSink,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.most = auth.loginLockout.maxAttempts;
    this.window = auth.loginLockout.window;
  }

  /**
   * Has `look` examine a proof of `who`, unless too many were wrong before. It is told whether a device is known.
   *
   * @throws Problem `locked-out` with the seconds to wait; `too-many-requests` when so many are being
   *   examined that they could be too many; what the proof is told when it is wrong
   */
  async examine<T>(
    who: Claimant,
    knock: Knock,
    look: (known: boolean) => Promise<Proof<T>>,
  ): Promise<T> {
    const username = who.username.toLowerCase();
    const device = await this.trusted(username, who, knock);
    const source = sourceOf(knock.address);
    const counters = countersOf(username, source, device);
    // First in, then counted: of two who come at once, each sees the other.
    const leave = this.enter(counters);
    try {
      await this.refuse(counters, who, knock);
      const proof = await look(device !== undefined);
      if ('right' in proof) return proof.right;
      const failedAt = this.clock();
      const failure = { username, source, failedAt, ...(device !== undefined && { device }) };
      await this.failures.add(failure, failedAt - KEPT_WINDOWS * this.window);
      const { address, route } = knock;
      this.sink.notice({ username: who.username, ...proof.notice, sourceIp: address, route });
      throw proof.wrong;
    } finally {
      leave();
    }
  }

  /** After a whole log-in: what was wrong before was a slip. */
  async forgive({ username }: Claimant, { address }: Knock): Promise<void> {
    await this.failures.forget({ username: username.toLowerCase(), source: sourceOf(address) });
  }

  /** Forgets the failures under a name, and those of an address if one is given; how many there were. */
  async forget(username: string, address?: string): Promise<number> {
    const named = await this.failures.forget({ username: username.toLowerCase() });
    if (address === undefined) return named;
    return named + (await this.failures.forget({ source: sourceOf(address) }));
  }

  /** Until when each name is locked for strangers, by name in lower case. */
  async lockedUntil(): Promise<ReadonlyMap<string, number>> {
    const decisive = await this.failures.nthLatestByName(this.most, this.clock() - this.window);
    return new Map([...decisive].map(([username, at]) => [username, at + this.window]));
  }

  /** The device that is known, unless all known ones of this user together have guessed too often. */
  private async trusted(
    username: string,
    { id }: Claimant,
    { devices }: Knock,
  ): Promise<string | undefined> {
    const known = devices.find(({ userId }) => userId === id);
    if (!known) return undefined;
    const most = DEVICES_SHARE * this.most;
    const wrong = await this.latest({ username, device: 'any' }, most);
    return wrong.length < most ? known.id : undefined;
  }

  private latest(counter: Counter, most: number): Promise<readonly number[]> {
    const now = this.clock();
    return this.failures.latest(counter, { since: now - this.window, until: now, most });
  }

  private async refuse(
    counters: Counters,
    { username }: Claimant,
    { address, route }: Knock,
  ): Promise<void> {
    let until = 0;
    let busy = false;
    for (const [reason, counter] of counters) {
      const wrong = await this.latest(counter, this.most);
      const decisive = wrong[this.most - 1];
      busy ||= wrong.length + (this.underway.get(keyOf(counter)) ?? 0) > this.most;
      if (decisive === undefined) continue;
      const notice = { category: 'admin_login_rate_limited', reason, username } as const;
      this.sink.notice({ ...notice, sourceIp: address, route });
      until = Math.max(until, decisive + this.window);
    }
    if (until > 0) throw lockedOut(Math.ceil((until - this.clock()) / 1000));
    if (busy) throw tooManyAtOnce();
  }

  /** Takes a place among those that are being examined; answers how to leave it. */
  private enter(counters: Counters): () => void {
    const keys = counters.map(([, counter]) => keyOf(counter));
    const change = (key: string, by: number) => {
      const count = (this.underway.get(key) ?? 0) + by;
      if (count > 0) this.underway.set(key, count);
      else this.underway.delete(key);
    };
    for (const key of keys) change(key, 1);
    return () => {
      for (const key of keys) change(key, -1);
    };
  }
}

type Counters = readonly (readonly [reason: Lockout, counter: Counter])[];

const keyOf = (counter: Counter): string => JSON.stringify(counter);

function lockedOut(secondsLeft: number): Problem {
  const seconds = Math.max(1, secondsLeft);
  return new Problem('locked-out', `Try again in ${inWords(seconds)}.`, {
    headers: { 'retry-after': String(seconds) },
  });
}

function countersOf(username: string, source: string, device: string | undefined): Counters {
  if (device !== undefined) return [['device_lockout', { username, device }]];
  return [
    ['ip_lockout', { source }],
    ['username_lockout', { username }],
  ];
}

function inWords(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
