import { computed, inject, resource, Service } from '@angular/core';
import { isAtLeast, SEVERITIES, type Severity } from '#domain/alert';
import { Api } from '../api/api';
import { listAlerts } from '../api/functions';
import { newsOf } from '../live/news';
import { Session } from '../session/session';
import { lastAnswer } from '../ui/last-answer';

/** Firing alerts that are read; the rest is counted. */
const READ = 100;

/** What fires now, for whoever counts it; asked for again when it changes. */
@Service()
export class FiringAlerts {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #news = newsOf('alerts_changed');

  readonly #refusal = computed(() => this.#session.refusal('listAlerts'));
  readonly #answer = resource({
    params: () => (this.#refusal() === undefined ? { edition: this.#news.edition() } : undefined),
    loader: () => this.#api.invoke(listAlerts, { state: 'firing', limit: READ }),
  });
  readonly #last = lastAnswer(this.#answer);

  /** Nothing for who may not see it, whoever was logged in before. */
  readonly #latest = computed(() =>
    this.#refusal() === undefined ? this.#last.latest() : undefined,
  );
  readonly alerts = computed(() => this.#latest()?.alerts ?? []);
  /** How many fire, and how many are pending; nothing before the first answer. */
  readonly counts = computed(() => {
    const latest = this.#latest();
    return latest && { firing: latest.firing, pending: latest.pending };
  });
  readonly worst = computed(() => worstOf(this.alerts().map(({ severity }) => severity)));
}

/** The gravest of them. */
function worstOf(severities: readonly Severity[]): Severity | undefined {
  return [...SEVERITIES].reverse().find((least) => severities.some((one) => isAtLeast(one, least)));
}
