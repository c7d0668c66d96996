import type { EntityManager } from 'typeorm';
import type { AuditAction, AuditResult, Change, SecurityCategory, SecurityReason } from '#contract';

/** Who acts, as it is remembered: names, so that it is still true when the user is gone. */
export interface Actor {
  /** A user name, `cli:<uid>`, `system`, or `anonymous`. */
  readonly name: string;
  readonly via: 'session' | 'api-token' | 'local' | 'system' | 'anonymous';
  /** The name of the API token, if it is one. */
  readonly token?: string;
  /** The client's address. */
  readonly address?: string;
}

/** What is about to be done. */
export interface AuditAct {
  readonly action: AuditAction;
  readonly actor: Actor;
  readonly requestId: string;
  /** Which thing of the action's kind. */
  readonly resourceId?: string;
  /** What people call it. */
  readonly resourceName?: string;
}

export interface AuditOutcome {
  readonly result: Exclude<AuditResult, 'started'>;
  /** Why it failed: the problem's kind. */
  readonly reason?: string;
  /** Of a failure: what was attempted. */
  readonly changes?: readonly Change[];
}

/** Something that those who guard the installation want to know. */
export type SecurityNotice = {
  readonly [C in SecurityCategory]: {
    readonly category: C;
    readonly reason: SecurityReason<C>;
    readonly username?: string;
    readonly sourceIp?: string;
    /** `POST /api/v1/auth/login`: the pattern, never the address. */
    readonly route?: string;
    /** More for people, in a sentence. */
    readonly detail?: string;
  };
}[SecurityCategory];

/** What `#platform` needs of the feature that keeps the trail. */
export interface AuditSink {
  /** Records an intent; resolves with its number once it is safe on the disk. Without it, nothing may be done. */
  begin(act: AuditAct): Promise<number>;
  /** Records how the act of that number ended; resolves once it is safe on the disk, a failure also when kept for later. */
  end(intent: number, act: AuditAct, outcome: AuditOutcome): Promise<void>;
  /**
   * Records an act that needed no intent, since nothing can come of it before this resolves.
   * @param along written in the same transaction, so that both are on the disk or neither; fails only when the database
   * does
   */
  record(
    act: AuditAct,
    outcome: AuditOutcome,
    along?: (tx: EntityManager) => Promise<void>,
  ): Promise<void>;
  /** Notes an event for the security log: at once in the figures, soon on the disk. Never throws. */
  notice(notice: SecurityNotice): void;
}

/** Injection token of the {@link AuditSink}; the `audit` feature provides it. */
export const AUDIT_SINK = Symbol('AUDIT_SINK');
