import { computed, inject, resource, Service } from '@angular/core';
import { Api } from '../api/api';
import { getAccessDrift } from '../api/functions';
import { newsOf } from '../live/news';
import { Session } from '../session/session';
import { lastAnswer } from '../ui/last-answer';

/** Whether the broker's side is as MCM left it. */
@Service({ autoProvided: false })
export class AccessDriftStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #news = newsOf('access_drift', 'access_changed');

  readonly #answer = resource({
    params: () =>
      this.#session.refusal('getAccessDrift') === undefined
        ? { edition: this.#news.edition() }
        : undefined,
    loader: () => this.#api.invoke(getAccessDrift),
  });
  readonly #last = lastAnswer(this.#answer);

  readonly latest = this.#last.latest;
  readonly failure = this.#last.failure;
  /** Only while it is so. */
  readonly drift = computed(() => {
    const told = this.latest();
    return told?.drifted === true ? told : undefined;
  });
  readonly reload = this.#news.publish;
}
