import { computed, inject, resource, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { listAlertIncidents, listAlertRules, listAlerts, listAlertWindows } from '../api/functions';
import { newsOf } from '../live/news';
import { Session } from '../session/session';
import { lastAnswer } from '../ui/last-answer';
import { PAGE_SIZE, pagedLog } from '../ui/paged-log';
import { askAgain } from './ask-again';

export interface IncidentsQuery {
  /** Of this rule only. */
  readonly rule?: number | undefined;
  readonly cursor?: number | undefined;
}

const EVERY_MS = 5_000;

/** More rules than these are not kept. */
export const MOST_RULES = 200;

/** What is wrong now, what was, and when nobody is told of it. */
@Service({ autoProvided: false })
export class AlertsStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #news = newsOf('alerts_changed');

  /** Where the page of active alerts begins. */
  readonly from = signal<number | undefined>(undefined);
  readonly incidentsOf = signal<IncidentsQuery>({});
  /** Why windows cannot be changed. */
  readonly readOnly = computed(() => this.#session.refusal('updateAlertWindow'));

  readonly active = pagedLog(
    computed(() => ({ cursor: this.from() })),
    async ({ cursor }) => {
      const { alerts, nextCursor, ...counts } = await this.#api.invoke(listAlerts, {
        limit: PAGE_SIZE,
        ...(cursor !== undefined && { cursor }),
      });
      return { entries: alerts, next: nextCursor?.toString(), ...counts };
    },
    this.#news.edition,
  );
  readonly incidents = pagedLog(
    this.incidentsOf,
    async ({ rule, cursor }) => {
      const { incidents, nextCursor } = await this.#api.invoke(listAlertIncidents, {
        limit: PAGE_SIZE,
        ...(rule !== undefined && { rule }),
        ...(cursor !== undefined && { cursor }),
      });
      return { entries: incidents, next: nextCursor?.toString() };
    },
    this.#news.edition,
  );
  readonly #windows = resource({
    params: () => ({ edition: this.#news.edition() }),
    loader: async () => (await this.#api.invoke(listAlertWindows)).windows,
  });
  readonly windows = lastAnswer(this.#windows);
  readonly #rules = resource({
    params: () => ({ edition: this.#news.edition() }),
    loader: async () => (await this.#api.invoke(listAlertRules, { limit: MOST_RULES })).rules,
  });
  readonly rules = lastAnswer(this.#rules);

  /** Asks for all of it again. */
  readonly reload = this.#news.publish;

  constructor() {
    // Values go on changing, and what a window held back is told when it ends: no event says so.
    const isAny = () => (this.active.page()?.entries.length ?? 0) > 0;
    askAgain(EVERY_MS, isAny, () => {
      this.active.reload();
      this.incidents.reload();
    });
  }
}
