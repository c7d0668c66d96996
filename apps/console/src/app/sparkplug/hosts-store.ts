import { computed, inject, resource, Service } from '@angular/core';
import { Api } from '../api/api';
import { listSparkplugHosts } from '../api/functions';
import { Session } from '../session/session';
import { lastAnswer } from '../ui/last-answer';
import { SparkplugNews } from './sparkplug-news';

/** The host applications that said whether they are there. */
@Service({ autoProvided: false })
export class HostsStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #news = inject(SparkplugNews);

  readonly #answer = resource({
    params: () =>
      this.#session.refusal('listSparkplugHosts') === undefined
        ? { edition: this.#news.edition() }
        : undefined,
    loader: () => this.#api.invoke(listSparkplugHosts),
  });
  readonly #last = lastAnswer(this.#answer);

  readonly hosts = computed(() => this.#last.latest()?.hosts ?? []);
}
