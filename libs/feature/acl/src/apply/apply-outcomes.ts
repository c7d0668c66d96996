import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { AUDIT_SINK, Database, difference, type AuditSink } from '#platform';
import { dueOutcomes, setToAudit, type DueOutcome } from '../store/access-applies.js';

const SYSTEM = { name: 'system', via: 'system' } as const;
/** After this time what could not be written is tried again. */
const RETRY_MS = 5_000;

/**
 * Writes into the audit trail how each change has ended, once: the entry and the note that it is there are one
 * transaction. What a former process did not come to is written at the start.
 */
@Injectable()
export class ApplyOutcomes implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Access');
  private told: Promise<void> = Promise.resolve();
  private retry: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(
    private readonly database: Database,
    @Inject(AUDIT_SINK) private readonly audit: AuditSink,
  ) {}

  onModuleInit(): Promise<void> {
    return this.tell();
  }

  /** What is not told by then is told by the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.retry);
    await this.told;
  }

  /** Tells of all that have ended and were not told of. Never rejects: what fails is tried again. */
  tell(): Promise<void> {
    // One after the other, so that nobody tells what another is telling.
    this.told = this.told.then(() => this.attempt());
    return this.told;
  }

  private async attempt(): Promise<void> {
    clearTimeout(this.retry);
    try {
      for (const due of await dueOutcomes(this.database.read)) await this.record(due);
    } catch (error) {
      // The disk may be full, or the database locked by somebody: nobody but the operator can change that.
      this.logger.warn(`The audit trail could not be brought up to date: ${String(error)}`);
      if (this.isClosed) return;
      this.retry = setTimeout(() => void this.tell(), RETRY_MS).unref();
    }
  }

  /** Its beginning has an entry of its own; this one says how it ended. */
  private async record(due: DueOutcome): Promise<void> {
    const { number, state, actor, note, outcome, base, toAudit: action } = due;
    const act = {
      action,
      actor: action === 'access.restore' ? SYSTEM : actor,
      requestId: `apply-${number}`,
      resourceId: String(number),
      ...(note !== undefined && { resourceName: note }),
    } as const;
    const result = state === 'committed' ? 'success' : 'failure';
    const changes = difference(undefined, { state, base, outcome });
    await this.audit.record(act, { result, changes }, (tx) => setToAudit(tx, number, null));
  }
}
