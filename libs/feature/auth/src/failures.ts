import { Injectable, Logger } from '@nestjs/common';
import {
  FailedLoginRepository,
  matches,
  type Counter,
  type FailedLogin,
  type Span,
} from './store/failed-login.repository.js';

/** What cannot be written is remembered, up to this many, oldest first to go. */
const MOST_UNSAVED = 1_000;

/**
 * The wrong proofs there were. They count also while the database cannot be written: a full disk must not make
 * guesses free, nor tell right ones from wrong ones by another answer.
 */
@Injectable()
export class Failures {
  private readonly logger = new Logger(Failures.name);
  private readonly unsaved: FailedLogin[] = [];

  constructor(private readonly rows: FailedLoginRepository) {}

  /** When the latest ones were, newest first, at most as many as asked for. */
  async latest(counter: Counter, span: Span): Promise<readonly number[]> {
    const rows = await this.rows.latest(counter, span);
    if (this.unsaved.length === 0) return rows;
    const { since, until, most } = span;
    const remembered = this.unsaved
      .filter((failure) => matches(counter, failure))
      .map(({ failedAt }) => failedAt)
      .filter((at) => at > since && at <= until);
    return [...rows, ...remembered].toSorted((one, other) => other - one).slice(0, most);
  }

  nthLatestByName(nth: number, since: number): Promise<ReadonlyMap<string, number>> {
    return this.rows.nthLatestByName(nth, since);
  }

  async add(failure: FailedLogin, forgetBefore: number): Promise<void> {
    try {
      await this.rows.add(failure, forgetBefore);
      this.unsaved.splice(0, this.unsaved.findLastIndex((one) => one.failedAt < forgetBefore) + 1);
    } catch (error) {
      // The disk is full, or another process has the lock: neither is the guesser's to gain from.
      if (this.unsaved.length === 0) {
        this.logger.warn(`Failed log-ins cannot be written, and count in memory: ${String(error)}`);
      }
      this.unsaved.push(failure);
      this.unsaved.splice(0, this.unsaved.length - MOST_UNSAVED);
    }
  }

  /** Forgets the failures of a user name, everywhere or from one source; how many there were. */
  async forget(which: Partial<Pick<FailedLogin, 'username' | 'source'>>): Promise<number> {
    const kept = this.unsaved.filter((failure) => !matches(which, failure));
    const remembered = this.unsaved.length - kept.length;
    this.unsaved.splice(0, this.unsaved.length, ...kept);
    return remembered + (await this.rows.forget(which));
  }
}
