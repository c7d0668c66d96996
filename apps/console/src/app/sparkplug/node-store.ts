import { computed, inject, resource, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { getSparkplugNode } from '../api/functions';
import { Session } from '../session/session';
import { lastAnswer } from '../ui/last-answer';
import { SparkplugNews } from './sparkplug-news';

/** The node that is chosen. */
@Service({ autoProvided: false })
export class NodeStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #news = inject(SparkplugNews);

  readonly id = signal<string | undefined>(undefined);
  readonly #answer = resource({
    params: () => {
      const id = this.id();
      const refused = this.#session.refusal('getSparkplugNode');
      if (id === undefined || refused !== undefined) return undefined;
      return { id, edition: this.#news.edition() };
    },
    loader: ({ params: { id } }) => this.#api.invoke(getSparkplugNode, { id }),
  });
  readonly #last = lastAnswer(this.#answer);

  /** Of the node that is chosen now, not of the one before. */
  readonly latest = computed(() => {
    const node = this.#last.latest();
    return node?.id === this.id() ? node : undefined;
  });
  readonly failure = this.#last.failure;

  reload(): void {
    this.#news.publish();
  }
}
