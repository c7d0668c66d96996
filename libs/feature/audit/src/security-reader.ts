import { Injectable } from '@nestjs/common';
import type { SecurityCategory } from '#contract';
import { Database } from '#platform';
import {
  countSince,
  eventsBefore,
  type SecurityEvent,
  type SecurityFilter,
} from './store/security-events.js';

const BATCH = 500;

export interface SecurityPage {
  readonly events: readonly SecurityEvent[];
  /** The next page begins before the event of this id, if there is one. */
  readonly next?: number;
}

/** Answers what is in the security log. */
@Injectable()
export class SecurityReader {
  constructor(private readonly database: Database) {}

  async page(
    filter: SecurityFilter,
    limit: number,
    before = Number.MAX_SAFE_INTEGER,
  ): Promise<SecurityPage> {
    const found = await this.database.search((read) =>
      eventsBefore(read, before, limit + 1, filter),
    );
    const events = found.slice(0, limit);
    const last = events.at(-1);
    return { events, ...(found.length > limit && last && { next: last.id }) };
  }

  /** How often anything of these categories happened since that time; an event that lasted counts whole. */
  count(categories: readonly SecurityCategory[], since: number): Promise<number> {
    return countSince(this.database.read, categories, since);
  }

  /** All events that `filter` leaves, in batches, newest first. */
  async *all(filter: SecurityFilter): AsyncGenerator<readonly SecurityEvent[], void> {
    let next: number | undefined;
    do {
      const page: SecurityPage = await this.page(filter, BATCH, next);
      if (page.events.length > 0) yield page.events;
      next = page.next;
    } while (next !== undefined);
  }
}
