import { computed, inject, resource, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { listAlertRules, listWebhooks } from '../api/functions';
import type { Webhook, WebhookDelivery } from '../api/models';
import { newsOf } from '../live/news';
import { Session } from '../session/session';
import { lastAnswer } from '../ui/last-answer';
import { pagedLog } from '../ui/paged-log';
import { MOST_RULES } from './alerts-store';

/** An endpoint, and what was sent to it last. */
export interface EndpointRow {
  readonly webhook: Webhook;
  readonly last?: WebhookDelivery | undefined;
}

/** Who is told. All endpoints fit on one page. */
@Service({ autoProvided: false })
export class WebhooksStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #news = newsOf('alerts_changed');

  readonly refusal = computed(() => this.#session.refusal('listWebhooks'));
  /** Why nothing can be changed, for who may only look. */
  readonly readOnly = computed(() => this.#session.refusal('updateWebhook'));
  readonly #whole = signal({});
  readonly list = pagedLog(
    computed(() => (this.refusal() === undefined ? this.#whole() : undefined)),
    async () => ({ entries: await this.#rows() }),
    this.#news.edition,
  );
  readonly #rules = resource({
    params: () => (this.refusal() === undefined ? { edition: this.#news.edition() } : undefined),
    loader: async () => (await this.#api.invoke(listAlertRules, { limit: MOST_RULES })).rules,
  });
  readonly rules = lastAnswer(this.#rules);
  readonly reload = this.#news.publish;

  find(id: string | undefined): EndpointRow | undefined {
    return this.list.page()?.entries.find(({ webhook }) => String(webhook.id) === id);
  }

  async #rows(): Promise<readonly EndpointRow[]> {
    const { webhooks } = await this.#api.invoke(listWebhooks);
    return webhooks.map((webhook) => ({ webhook, last: webhook.lastDelivery }));
  }
}
