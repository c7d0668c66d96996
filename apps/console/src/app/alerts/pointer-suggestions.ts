import { computed, debounced, inject, resource, Service, signal } from '@angular/core';
import { filterProblem } from '#domain/mqtt';
import { Api } from '../api/api';
import { listTopics } from '../api/functions';
import { jsonLines } from '../topics/json-text';

const SETTLE_MS = 400;
/** Topics whose last payload is looked into: those of a filter are mostly alike. */
const LOOKED_AT = 3;

/** Pointers to the numbers in what topics of a filter said last. */
@Service({ autoProvided: false })
export class PointerSuggestions {
  readonly #api = inject(Api);
  readonly filter = signal('');
  /** Nothing is asked until somebody is at the field. */
  readonly wanted = signal(false);
  readonly #settled = debounced(this.filter, SETTLE_MS);
  readonly #found = resource({
    params: () => {
      const filter = this.#settled.hasValue() ? this.#settled.value() : '';
      return this.wanted() && filterProblem(filter) === undefined ? { filter } : undefined;
    },
    loader: ({ params }) => this.#ask(params.filter),
  });
  readonly pointers = computed(() => (this.#found.hasValue() ? this.#found.value() : []));

  async #ask(filter: string): Promise<readonly string[]> {
    try {
      const query = { filter, sort: 'messages', limit: LOOKED_AT } as const;
      const { topics } = await this.#api.invoke(listTopics, query);
      return [...new Set(topics.flatMap(({ payloadPreview = '' }) => numbersIn(payloadPreview)))];
    } catch {
      // The observer does not answer just now: one types without suggestions then.
      return [];
    }
  }
}

/** Pointers to the numbers of a JSON text, as far as it goes. */
export function numbersIn(text: string): readonly string[] {
  if (!/^\s*[{[]/.test(text)) return [];
  return jsonLines(text).flatMap(({ numeric, path }) => (numeric && path ? [path] : []));
}
