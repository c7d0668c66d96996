import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { toHex } from '#domain/ledger';
import { CONFIG, RECORD_LOG, reasonOf, type Config, type RecordLog } from '#platform';
import { AuditTrail } from './audit-trail.js';
import { SecurityLog } from './security-log.js';

const HEAD_EVERY_MS = 600_000;
const RETENTION_EVERY_MS = 3_600_000;
/** Soon after the start as well: there are servers that are started again more often than every hour. */
const FIRST_RETENTION_MS = 60_000;

/** What both logs need in the course of time: old records go, and the head of the trail is told. */
@Injectable()
export class AuditKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Audit');
  private readonly timers: NodeJS.Timeout[] = [];
  private told: number | undefined;

  constructor(
    private readonly trail: AuditTrail,
    private readonly security: SecurityLog,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(RECORD_LOG) private readonly record: RecordLog,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // A disk that is full now may not be later; until then, what needs the trail answers that it cannot.
    await this.patiently('gone on with', () => this.trail.resume());
    const keep = () => void this.forget();
    this.timers.push(
      setInterval(() => void this.tellHead(), HEAD_EVERY_MS),
      setInterval(keep, RETENTION_EVERY_MS),
      setTimeout(keep, FIRST_RETENTION_MS),
    );
    for (const timer of this.timers) timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.trail.flush();
    await this.tellHead();
  }

  /** Logs where the trail ends, so that an end that is cut off later can be told by the log. */
  async tellHead(): Promise<void> {
    await this.patiently('read', async () => {
      const head = await this.trail.head();
      if (!head || head.number === this.told || head.number === 0) return;
      this.told = head.number;
      // Whatever `logging.level` is: without these lines nobody can tell an end that was cut off with its mark.
      const { number, hash } = head;
      this.record.info({ context: 'Audit', number, hash: toHex(hash) }, 'audit_head');
    });
  }

  /** Removes what is older than it is to be kept. */
  async forget(): Promise<void> {
    const { auditRetention, securityRetention } = this.config.metrics;
    await this.patiently('cut', () => this.trail.cut(auditRetention));
    await this.patiently('cut', () => this.security.forget(securityRetention));
  }

  private async patiently(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      // The database is locked, or its disk full: another time.
      this.logger.error(
        `The audit trail or the security log cannot be ${what} now: ${reasonOf(error)}`,
      );
    }
  }
}
