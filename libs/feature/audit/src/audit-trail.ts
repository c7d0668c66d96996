import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { readMark, type KnownHead, type Mac, type Verdict } from '#domain/ledger';
import type { AuditResult } from '#contract';
import {
  CLOCK,
  Database,
  Keys,
  Metrics,
  reasonOf,
  type AuditAct,
  type AuditOutcome,
  type Clock,
} from '#platform';
import { append, type Appended, type Pen } from './append.js';
import { writeBody, type EntryBody } from './entry-body.js';
import { interruptedActs } from './interrupted.js';
import { cutUpTo, placesToCut } from './retention.js';
import { marks } from './store/trail-tables.js';
import { macOf } from './trail-mac.js';
import { verifyTrail } from './verify-trail.js';

/** After this time what could not be written is tried again. */
const RETRY_MS = 5_000;
/** Entries that are written in one transaction at most. */
const BATCH = 200;
/** Entries that are cut off in one transaction. */
const CUT_BATCH = 5_000;
const MOST_PROBLEMS = 100;

interface Draft {
  readonly body: string;
  /** Of the act, if this entry ends one. */
  readonly result?: AuditResult;
  /** It has happened already, so it is kept until it can be written. */
  readonly keep: boolean;
  /** What is written in the same transaction. */
  readonly along?: ((tx: EntityManager) => Promise<void>) | undefined;
}

interface Waiting extends Draft {
  readonly resolve: (number: number) => void;
  readonly reject: (error: unknown) => void;
}

/** Writes the audit trail: what waits at the same time goes to the disk in one transaction, in its order. */
@Injectable()
export class AuditTrail {
  private readonly logger = new Logger(AuditTrail.name);
  private readonly mac: Mac;
  private readonly waiting: Waiting[] = [];
  /** Outcomes that could not be written when they were due. */
  private late: readonly Draft[] = [];
  private writing: Promise<void> = Promise.resolve();
  private busy = false;
  private resumed: Promise<void> | undefined;
  private retry: NodeJS.Timeout | undefined;
  private verifying: Promise<Verdict> | undefined;

  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly metrics: Metrics,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.mac = macOf(keys.audit.secret);
  }

  /** Records an intent; answers its number. */
  begin(act: AuditAct): Promise<number> {
    return this.add({ body: this.compose(act, { kind: 'intent' }), keep: false });
  }

  /**
   * Records how an act ended. When that fails, it is kept and written as soon as it can be; and whoever
   * would hear of success is told. Of a failure its reason matters more than that it is not recorded yet.
   */
  async end(intent: number, act: AuditAct, outcome: AuditOutcome): Promise<void> {
    const body = this.compose(act, { kind: 'outcome', intent, outcome });
    const written = this.add({ body, result: outcome.result, keep: true });
    await (outcome.result === 'failure' ? written.catch(() => undefined) : written);
  }

  /** Records an act that had no intent, and what is written along with it. */
  async record(act: AuditAct, outcome: AuditOutcome, along?: Draft['along']): Promise<void> {
    const body = this.compose(act, { kind: 'outcome', outcome });
    await this.add({ body, result: outcome.result, keep: false, along });
  }

  /**
   * Goes on with the trail that is there: acts that a former process did not end are recorded as
   * interrupted. Happens before anything else is written, and is tried again when it fails.
   */
  resume(): Promise<void> {
    this.resumed ??= this.goOn().catch((error: unknown) => {
      this.resumed = undefined;
      throw error;
    });
    return this.resumed;
  }

  /** Cuts off the old end: entries older than `retention` milliseconds. */
  async cut(retention: number, batch = CUT_BATCH): Promise<void> {
    await this.resume();
    const now = this.clock();
    const places = await this.database.search((read) =>
      placesToCut(read, this.mac, { now, retention, batch }),
    );
    for (const place of places) {
      const appended = await this.database.write(async (tx) =>
        append(tx, this.pen(), [await cutUpTo(tx, this.mac, place, now)]),
      );
      this.warn(appended);
      this.metrics.auditEvents.inc({ result: 'success' });
    }
  }

  /** Looks at the whole trail; those who ask at the same time get the same answer. */
  verify(): Promise<Verdict> {
    this.verifying ??= this.database
      .snapshot((read) => verifyTrail(read, this.mac, { limit: MOST_PROBLEMS }))
      .finally(() => (this.verifying = undefined));
    return this.verifying;
  }

  /** The last entry, if a valid mark says which that is. */
  async head(): Promise<KnownHead | undefined> {
    const { head } = await marks(this.database.read);
    const mark = head && readMark(this.mac, 'head', head);
    return mark?.proven ? mark.content : undefined;
  }

  /** Writes what is left over before the end. What cannot be written will be recorded as interrupted. */
  async flush(): Promise<void> {
    await this.writing;
    if (this.late.length > 0) await this.write([]);
    clearTimeout(this.retry);
    const { length } = this.late;
    if (length > 0) this.logger.error(`${length} outcomes of audited acts could not be written.`);
  }

  private async goOn(): Promise<void> {
    const { interrupted, appended } = await this.database.write(async (tx) => {
      const bodies = await interruptedActs(tx, this.mac, this.clock());
      return { interrupted: bodies.length, appended: await append(tx, this.pen(), bodies) };
    });
    await this.keys.audit.settle();
    this.warn(appended);
    this.metrics.auditEvents.inc({ result: 'interrupted' }, interrupted);
    if (interrupted > 0) this.logger.warn(`${interrupted} acts were interrupted by the last stop.`);
  }

  private compose(act: AuditAct, rest: Omit<EntryBody, keyof AuditAct | 'at'>): string {
    return writeBody({ ...act, ...rest, at: this.clock() });
  }

  private pen(): Pen {
    return { mac: this.mac, keyIsNew: this.keys.audit.isNew, now: this.clock() };
  }

  private add(draft: Draft): Promise<number> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...draft, resolve, reject });
      this.start();
    });
  }

  private start(): void {
    if (!this.busy) this.writing = this.writeAll();
  }

  private async writeAll(): Promise<void> {
    this.busy = true;
    do await this.write(this.waiting.splice(0, BATCH));
    while (this.waiting.length > 0);
    this.busy = false;
  }

  /** Never rejects: those who wait are told. */
  private async write(batch: readonly Waiting[]): Promise<void> {
    const drafts = [...this.late, ...batch];
    try {
      await this.resume();
      const bodies = drafts.map(({ body }) => body);
      const appended = await this.database.write(async (tx) => {
        for (const { along } of drafts) await along?.(tx);
        return append(tx, this.pen(), bodies);
      });
      this.warn(appended);
      const own = appended.first + this.late.length;
      if (this.late.length > 0) this.logger.log('The audit trail is complete again.');
      this.late = [];
      for (const { result } of drafts) if (result) this.metrics.auditEvents.inc({ result });
      for (const [at, { resolve }] of batch.entries()) resolve(own + at);
    } catch (error) {
      // The disk is full or failing, or another process has the lock: whoever waits is told, and may try again.
      this.postpone(batch, error);
      for (const { reject } of batch) reject(error);
    }
  }

  private postpone(batch: readonly Waiting[], error: unknown): void {
    const kept = batch.filter(({ keep }) => keep);
    if (kept.length > 0) {
      this.logger.error(
        `Outcomes of audited acts cannot be written, and are kept in memory: ${reasonOf(error)}`,
      );
    }
    this.late = [...this.late, ...kept];
    if (this.late.length === 0) return;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      this.start();
    }, RETRY_MS).unref();
  }

  private warn({ anchored }: Appended): void {
    if (!anchored) return;
    const before = `The audit trail before entry ${anchored.number} can no longer be proven`;
    this.logger.error(
      anchored.reason === 'key'
        ? `${before}: audit.key was missing, or is another one.`
        : `${before}: the mark of its last entry was missing or not valid. Somebody changed the database.`,
    );
  }
}
