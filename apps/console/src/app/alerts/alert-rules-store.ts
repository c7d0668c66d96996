import { computed, inject, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { listAlertRules } from '../api/functions';
import type { AlertRule } from '../api/models';
import { newsOf } from '../live/news';
import { Session } from '../session/session';
import { pagedLog } from '../ui/paged-log';
import { MOST_RULES } from './alerts-store';
import { askAgain } from './ask-again';

const EVERY_MS = 5_000;

/** What is watched. All rules fit on one page. */
@Service({ autoProvided: false })
export class AlertRulesStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #news = newsOf('alerts_changed');

  /** Why nothing can be changed, for who may only look. */
  readonly readOnly = computed(() => this.#session.refusal('updateAlertRule'));
  readonly list = pagedLog(
    signal({}),
    async () => ({
      entries: (await this.#api.invoke(listAlertRules, { limit: MOST_RULES })).rules,
    }),
    this.#news.edition,
  );
  /** Asks again, also while an answer is on its way. */
  readonly reload = this.#news.publish;

  constructor() {
    // Each look at a rule may find that nobody can tell: no event says so.
    askAgain(
      EVERY_MS,
      () => true,
      () => this.list.reload(),
    );
  }

  find(id: string | undefined): AlertRule | undefined {
    return this.list.page()?.entries.find((rule) => String(rule.id) === id);
  }
}
