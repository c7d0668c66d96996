import { computed, inject, resource, Service } from '@angular/core';
import { Api } from '../api/api';
import { listSparkplugGroups } from '../api/functions';
import { Session } from '../session/session';
import { lastAnswer } from '../ui/last-answer';
import { SparkplugNews } from './sparkplug-news';

/** The groups, with how many of their nodes are there. */
@Service({ autoProvided: false })
export class GroupsStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #news = inject(SparkplugNews);

  readonly #answer = resource({
    params: () =>
      this.#session.refusal('listSparkplugGroups') === undefined
        ? { edition: this.#news.edition() }
        : undefined,
    loader: () => this.#api.invoke(listSparkplugGroups),
  });
  readonly #last = lastAnswer(this.#answer);

  readonly groups = computed(() => this.#last.latest()?.groups ?? []);
}
