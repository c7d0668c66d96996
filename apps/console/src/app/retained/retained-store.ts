import { computed, inject, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { listRetained } from '../api/functions';
import type { TopicRow } from '../api/models';
import { LiveEvents } from '../live/live-events';
import { Session } from '../session/session';
import { type LogPage, pagedLog } from '../ui/paged-log';
import { DeletionsStore } from './deletions-store';
import { type RetainedSearch, searchProblem, searchQuery } from './retained-search';

/** Rows on one page. */
const PAGE_SIZE = 100;
/** A search in values may answer with few or none, and more to look through: so often it is gone on with. */
const MOST_QUESTIONS = 10;

/** How many there are, whatever is looked for. */
export interface RetainedFigures {
  readonly seen: number;
  readonly brokerCount?: number | undefined;
}

interface Question {
  readonly search: RetainedSearch;
  readonly cursor: string | undefined;
  /** After a loss of the stream it is asked again. */
  readonly openings: number;
}

/** The retained messages that MCM has seen, as the server pages and searches them. */
@Service({ autoProvided: false })
export class RetainedStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #openings = inject(LiveEvents).openings;

  readonly search = signal<RetainedSearch>({ kind: 'contains', text: '' });
  readonly cursor = signal<string | undefined>(undefined);
  readonly #figures = signal<RetainedFigures | undefined>(undefined);
  readonly figures = this.#figures.asReadonly();

  /** Why nothing can be deleted. */
  readonly readOnly = computed(() => this.#session.refusal('deleteRetained'));
  /** Why nothing can be published. */
  readonly mute = computed(() => this.#session.refusal('publishMessage'));
  readonly problem = computed(() => searchProblem(this.search()));

  readonly log = pagedLog(
    computed((): Question | undefined => {
      const [search, cursor, openings] = [this.search(), this.cursor(), this.#openings()];
      return this.problem() === undefined ? { search, cursor, openings } : undefined;
    }),
    (question) => this.#ask(question),
    // Once a deletion or its undo has ended, what is retained is no longer what it was.
    inject(DeletionsStore).ended,
  );

  async #ask({ search, cursor }: Question): Promise<LogPage<TopicRow>> {
    const entries: TopicRow[] = [];
    let next = cursor;
    for (let asked = 0; asked < MOST_QUESTIONS; asked += 1) {
      const page = await this.#api.invoke(listRetained, {
        ...searchQuery(search),
        limit: PAGE_SIZE - entries.length,
        ...(next !== undefined && { cursor: next }),
      });
      this.#figures.set({ seen: page.seen, brokerCount: page.brokerCount });
      entries.push(...page.retained);
      next = page.nextCursor;
      if (next === undefined || entries.length >= PAGE_SIZE) break;
    }
    return { entries, next };
  }
}
