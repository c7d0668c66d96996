import { Injectable } from '@nestjs/common';
import type { Entry } from '#domain/ledger';
import { Database } from '#platform';
import {
  eventsBefore,
  narrow,
  newest,
  type AuditFilter,
  type AuditPlace,
} from './store/audit-events.js';

const BATCH = 500;

export interface AuditPage {
  readonly entries: readonly Entry[];
  /** Where the next page begins, if there is one. */
  readonly next?: AuditPlace;
}

/** Answers what is in the trail, act by act. */
@Injectable()
export class AuditReader {
  constructor(private readonly database: Database) {}

  page(filter: AuditFilter, limit: number, from?: AuditPlace): Promise<AuditPage> {
    return this.database.search(async (read) => {
      const place = from ?? (await newest(read));
      const known = place.first === undefined ? await narrow(read, place, filter) : place;
      const found = await eventsBefore(read, known, limit + 1, filter);
      const entries = found.slice(0, limit);
      const last = entries.at(-1);
      if (found.length <= limit || !last) return { entries };
      return { entries, next: { ...known, before: last.number } };
    });
  }

  /** All acts that `filter` leaves, in batches, newest first, as they are when the first one is asked for. */
  async *all(filter: AuditFilter): AsyncGenerator<readonly Entry[], void> {
    let next: AuditPlace | undefined;
    do {
      const page: AuditPage = await this.page(filter, BATCH, next);
      if (page.entries.length > 0) yield page.entries;
      next = page.next;
    } while (next);
  }
}
