import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { SecurityCategory } from '#contract';
import { CLOCK, Database, Metrics, reasonOf, type Clock, type SecurityNotice } from '#platform';
import { coarse, keyOf, tidy } from './security-notice.js';
import * as events from './store/security-events.js';

/** Repeats within this time are one event. */
const WINDOW_MS = 60_000;
const FLUSH_MS = 5_000;
/**
 * Kinds of events at once in each category that strangers can cause; what goes beyond is told by category and
 * reason alone. Each has its own, so that knocking at one door hides nobody at another.
 */
const MOST_OF_STRANGERS = 60;
/** Of all categories together: whoever is logged in does not fill the memory either. */
const MOST_EPISODES = 2_000;

/** Only somebody who has proven who they are can cause these. */
const PROVEN: ReadonlySet<SecurityCategory> = new Set([
  ...(['mfa_enabled', 'mfa_disabled', 'mfa_disable_failed', 'mfa_recovery_code_used'] as const),
  ...(['mfa_setup_failed', 'password_change_failed', 'api_token_failed'] as const),
  'protected_api_access_denied',
]);

/** One event and its repeats. */
interface Episode {
  readonly notice: SecurityNotice;
  readonly since: number;
  last: number;
  count: number;
  /** The row, and how many of them it tells. */
  id?: number;
  written: number;
}

/**
 * Takes note of what those who guard the installation want to know. The first of a kind is written at once,
 * its repeats are counted: whoever knocks again and again costs a row a minute, and no memory.
 */
@Injectable()
export class SecurityLog implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(SecurityLog.name);
  private readonly episodes = new Map<string, Episode>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private failing = false;

  constructor(
    private readonly database: Database,
    private readonly metrics: Metrics,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  notice(notice: SecurityNotice): void {
    this.metrics.securityEvents.inc({ category: notice.category });
    const now = this.clock();
    const tidied = tidy(notice);
    if (this.again(keyOf(tidied), now)) return;
    const kept = this.hasRoom(notice.category) ? tidied : coarse(tidied);
    const key = keyOf(kept);
    if (kept !== tidied && this.again(key, now)) return;
    this.episodes.set(key, { notice: kept, since: now, last: now, count: 1, written: 0 });
    void this.flush();
  }

  /** Writes all that is not written yet; what fails is tried again by and by. */
  flush(): Promise<void> {
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  /** Removes events that are older than `retention` milliseconds. */
  async forget(retention: number): Promise<void> {
    const before = this.clock() - retention;
    while (await this.database.write((tx) => events.forget(tx, before)));
  }

  private hasRoom(category: SecurityCategory): boolean {
    if (this.episodes.size >= MOST_EPISODES) return false;
    if (PROVEN.has(category)) return true;
    const all = [...this.episodes.values()];
    return all.filter(({ notice }) => notice.category === category).length < MOST_OF_STRANGERS;
  }

  /** Whether it is a repeat, which is counted then. An event lasts until all of it is written. */
  private again(key: string, now: number): boolean {
    const episode = this.episodes.get(key);
    if (!episode) return false;
    const over = now - episode.since >= WINDOW_MS || now < episode.since;
    if (over && episode.written === episode.count) return false;
    episode.count += 1;
    episode.last = now;
    return true;
  }

  private async write(): Promise<void> {
    const now = this.clock();
    const due = [...this.episodes.values()].filter(({ count, written }) => written < count);
    try {
      if (due.length > 0) await this.save(due);
      this.recovered();
    } catch (error) {
      // The disk is full, or another process has the lock. The events stay here, counted on.
      if (!this.failing) {
        this.logger.error(`Security events cannot be written now: ${reasonOf(error)}`);
      }
      this.failing = true;
    }
    for (const [key, { since, count, written }] of this.episodes) {
      if (written === count && now - since >= WINDOW_MS) this.episodes.delete(key);
    }
  }

  private async save(due: readonly Episode[]): Promise<void> {
    const states = due.map((episode) => ({ episode, ...episode }));
    const ids = await this.database.write(async (tx) => {
      const written: number[] = [];
      for (const state of states) written.push(await events.save(tx, state));
      return written;
    });
    for (const [at, { episode, count }] of states.entries()) {
      const id = ids[at];
      if (id !== undefined) Object.assign(episode, { id, written: count });
    }
  }

  private recovered(): void {
    if (this.failing) this.logger.log('Security events can be written again.');
    this.failing = false;
  }
}
