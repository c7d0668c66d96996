import { computed, debounced, inject, resource, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { listTopics } from '../api/functions';

const SETTLE_MS = 400;
const NAMED = 3;

/** What of the observed topics a filter selects. */
export interface ObservedHits {
  readonly filter: string;
  /** Those with the most messages. */
  readonly topics: readonly string[];
  readonly total: number;
}

/** Which of the topics that MCM has seen a filter selects, once one pauses at it. */
@Service({ autoProvided: false })
export class ObservedTopics {
  readonly #api = inject(Api);
  /** Nothing is asked without one. */
  readonly filter = signal<string | undefined>(undefined);
  readonly #settled = debounced(this.filter, SETTLE_MS);
  readonly #found = resource({
    params: () => {
      const filter = this.#settled.hasValue() ? this.#settled.value() : undefined;
      return filter === undefined ? undefined : { filter };
    },
    loader: ({ params }) => this.#ask(params.filter),
  });
  /** Of this filter, not of the one before. */
  readonly hits = computed(() => {
    const hits = this.#found.hasValue() ? this.#found.value() : undefined;
    return hits?.filter === this.filter() ? hits : undefined;
  });

  async #ask(filter: string): Promise<ObservedHits | undefined> {
    try {
      const page = await this.#api.invoke(listTopics, { filter, sort: 'messages', limit: NAMED });
      const topics = page.topics.map(({ topic }) => topic);
      return { filter, topics, total: page.total ?? topics.length };
    } catch {
      // The observer does not answer just now: what the filter selects is said without.
      return undefined;
    }
  }
}
