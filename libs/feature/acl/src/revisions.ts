import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { BrokerService } from '#feature/broker';
import { CLOCK, Database, Problem, type Clock } from '#platform';
import { PolicySource, type PolicyInForce } from './policy-source.js';
import {
  candidate,
  findNewest,
  findRevision,
  findSame,
  recordRevision,
  revisionsBefore,
  type PolicyRevision,
  type StoredPolicy,
} from './store/policy-revisions.js';

/** A change behind MCM's back is noticed within ten seconds. */
const LOOK_EVERY_MS = 5_000;
/** Revisions that were asked for lately: what they say is read once. */
const MOST_AT_HAND = 3;

/** The policy in force, and every other that was seen in force before. */
@Injectable()
export class Revisions implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Access');
  private readonly atHand = new Map<number, StoredPolicy>();
  private running: Promise<unknown> = Promise.resolve();
  private next: Promise<StoredPolicy> | undefined;
  private newest: { readonly seen: PolicyInForce; readonly stored: StoredPolicy } | undefined;
  private timer: NodeJS.Timeout | undefined;
  private trouble: string | undefined;
  /** While access is being changed, nothing is looked at: what is there in between is nobody's policy. */
  private held = 0;
  private readonly listeners = new Set<(revision: PolicyRevision) => Promise<void>>();

  constructor(
    private readonly source: PolicySource,
    private readonly database: Database,
    private readonly broker: BrokerService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.source.isConfigured) return;
    void this.watch();
    this.timer = setInterval(() => void this.watch(), LOOK_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running.catch(() => undefined); // told to whoever asked
  }

  /**
   * The policy in force as its files read now; when it differs from the one before, it becomes a revision.
   * One look at a time: whoever asks meanwhile gets what the next one sees.
   * @throws Problem `no-policy`, `policy-unreadable`
   */
  current(): Promise<StoredPolicy> {
    return (this.next ??= this.afterRunning());
  }

  /** Looks no more until it is let go; resolves when the last look has ended. */
  async hold(): Promise<() => void> {
    this.held++;
    await this.running.catch(() => undefined); // told to whoever asked
    let isHeld = true;
    return () => {
      if (isHeld) this.held--;
      isHeld = false;
    };
  }

  /** Calls the listener with each new revision that is seen, after it is kept. */
  onSeen(listener: (revision: PolicyRevision) => Promise<void>): void {
    this.listeners.add(listener);
  }

  /** At most `limit` revisions before that number, newest first. */
  list(before: number, limit: number): Promise<readonly PolicyRevision[]> {
    return revisionsBefore(this.database.read, before, limit);
  }

  /** @throws Problem `revision-not-found` */
  async get(number: number): Promise<StoredPolicy> {
    const known = this.atHand.get(number);
    const found = known ?? (await findRevision(this.database.read, number));
    if (!found) throw new Problem('revision-not-found', `There is no revision ${number}.`);
    this.atHand.delete(number);
    this.atHand.set(number, found);
    const [oldest] = this.atHand.keys();
    if (this.atHand.size > MOST_AT_HAND && oldest !== undefined) this.atHand.delete(oldest);
    return found;
  }

  private async afterRunning(): Promise<StoredPolicy> {
    await this.running.catch(() => undefined); // told to whoever asked
    const look = this.look();
    this.running = look;
    this.next = undefined;
    return look;
  }

  private async look(): Promise<StoredPolicy> {
    const { newest } = this;
    if (this.held > 0) {
      // At a start after MCM was killed, nothing was seen yet.
      const latest = newest?.stored ?? (await findNewest(this.database.read));
      if (latest) return latest;
    }
    const seen = await this.source.read();
    if (newest?.seen === seen) return newest.stored;
    const stored = { ...(await this.record(seen)), policy: seen.policy };
    this.newest = { seen, stored };
    return stored;
  }

  private async record({ policy, parts }: PolicyInForce): Promise<PolicyRevision> {
    const same = await findSame(this.database.read, parts);
    if (same) return same;
    const made = await candidate(policy, parts, this.clock());
    const { revision, isNew } = await this.database.write((tx) => recordRevision(tx, made));
    if (isNew) {
      this.tell(revision);
      for (const listener of this.listeners) await listener(revision);
    }
    return revision;
  }

  /** Tells that another revision is in force than before. */
  tell({ number, changed }: PolicyRevision): void {
    this.logger.log(`Policy revision ${number} is in force; it differs in ${changed.join(', ')}.`);
    this.broker.tell({ type: 'access_changed', revision: number });
  }

  /** What keeps MCM from looking is told once, not every time. */
  private async watch(): Promise<void> {
    try {
      await this.current();
      this.trouble = undefined;
    } catch (error) {
      // Files and database may fail at any moment; whoever asks for the policy is told.
      const trouble = error instanceof Error ? error.message : String(error);
      if (trouble !== this.trouble)
        this.logger.warn(`The policy in force is not known: ${trouble}`);
      this.trouble = trouble;
    }
  }
}
