import { computed, debounced, inject, resource, Service, signal } from '@angular/core';
import { filterProblem } from '#domain/mqtt';
import { Api } from '../api/api';
import { listTopics } from '../api/functions';

const SETTLE_MS = 250;
const SUGGESTED = 8;

/** Observed topics that go on as the text begins, contain it, or are selected by it. */
@Service({ autoProvided: false })
export class TopicSuggestions {
  readonly #api = inject(Api);
  readonly text = signal('');
  /** Nothing is suggested until somebody is at the field. */
  readonly wanted = signal(false);
  readonly #settled = debounced(this.text, SETTLE_MS);
  readonly #found = resource({
    params: () => {
      const text = this.#settled.hasValue() ? this.#settled.value() : '';
      return this.wanted() ? { text } : undefined;
    },
    loader: ({ params }) => this.#ask(params.text),
  });
  readonly topics = computed(() => (this.#found.hasValue() ? this.#found.value() : []));

  async #ask(text: string): Promise<readonly string[]> {
    const isFilter = /[+#]/.test(text) && filterProblem(text) === undefined;
    const by = isFilter ? { filter: text } : { contains: text };
    try {
      const { topics } = await this.#api.invoke(listTopics, {
        sort: 'name',
        limit: SUGGESTED,
        ...(text !== '' && by),
      });
      return topics.map(({ topic }) => topic).filter((topic) => topic !== text);
    } catch {
      // The observer does not answer, or not to this text: one types without suggestions then.
      return [];
    }
  }
}
