import { computed, inject, resource, Service } from '@angular/core';
import { Api } from '../api/api';
import { getAccessBackend } from '../api/functions';
import { LiveEvents } from '../live/live-events';
import { Session } from '../session/session';
import { lastAnswer } from '../ui/last-answer';

/** How MCM reaches the broker's access, and what stands in the way of changing it. */
@Service({ autoProvided: false })
export class BackendStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #openings = inject(LiveEvents).openings;
  readonly #answer = resource({
    params: () =>
      this.#session.refusal('getAccessBackend') === undefined
        ? { openings: this.#openings() }
        : undefined,
    loader: () => this.#api.invoke(getAccessBackend),
  });
  readonly #last = lastAnswer(this.#answer);

  readonly kind = computed(() => this.#last.latest()?.kind);
  /** What is not as it should be, what fails first. */
  readonly troubles = computed(() => {
    const checks = this.#last.latest()?.checks ?? [];
    const of = (result: string) => checks.filter((check) => check.result === result);
    return [...of('fail'), ...of('warn')];
  });
}
