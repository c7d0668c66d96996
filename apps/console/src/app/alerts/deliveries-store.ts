import { computed, inject, resource, Service, signal } from '@angular/core';
import type { DeliveryState } from '#contract';
import { Api } from '../api/api';
import {
  getWebhookDelivery,
  listWebhookDeliveries,
  listWebhooks,
  retryWebhookDelivery,
} from '../api/functions';
import { newsOf } from '../live/news';
import { Session } from '../session/session';
import { lastAnswer } from '../ui/last-answer';
import { PAGE_SIZE, pagedLog } from '../ui/paged-log';
import { askAgain } from './ask-again';

export interface DeliveriesQuery {
  readonly endpoint?: number | undefined;
  readonly state?: DeliveryState | undefined;
  readonly cursor?: number | undefined;
}

/** No event tells of an attempt: while something waits, it is asked for so often. */
const EVERY_MS = 3_000;

/** What was sent to whom, and what came of it. */
@Service({ autoProvided: false })
export class DeliveriesStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #news = newsOf('alerts_changed');

  readonly query = signal<DeliveriesQuery>({});
  /** The delivery that is shown beside the list. */
  readonly chosen = signal<string | undefined>(undefined);
  readonly refusal = computed(() => this.#session.refusal('listWebhookDeliveries'));
  readonly readOnly = computed(() => this.#session.refusal('retryWebhookDelivery'));
  readonly list = pagedLog(
    computed(() => (this.refusal() === undefined ? this.query() : undefined)),
    async ({ endpoint, state, cursor }) => {
      const { deliveries, nextCursor } = await this.#api.invoke(listWebhookDeliveries, {
        limit: PAGE_SIZE,
        ...(endpoint !== undefined && { endpoint }),
        ...(state !== undefined && { state }),
        ...(cursor !== undefined && { cursor }),
      });
      return { entries: deliveries, next: nextCursor?.toString() };
    },
    this.#news.edition,
  );
  readonly #detail = resource({
    params: () => {
      const id = this.chosen();
      if (id === undefined || this.refusal() !== undefined) return undefined;
      return { id, edition: this.#news.edition() };
    },
    loader: ({ params: { id } }) => this.#api.invoke(getWebhookDelivery, { id }),
  });
  readonly #last = lastAnswer(this.#detail);
  /** Of the one that is chosen, not of the one before. */
  readonly detail = computed(() => {
    const latest = this.#last.latest();
    return latest?.id === this.chosen() ? latest : undefined;
  });
  readonly failure = this.#last.failure;
  readonly #endpoints = resource({
    params: () => (this.refusal() === undefined ? {} : undefined),
    loader: async () => (await this.#api.invoke(listWebhooks)).webhooks,
  });
  readonly endpoints = lastAnswer(this.#endpoints).latest;
  readonly reload = this.#news.publish;

  constructor() {
    const waits = () =>
      [this.detail(), ...(this.list.page()?.entries ?? [])].some(
        (delivery) => delivery?.state === 'queued',
      );
    askAgain(EVERY_MS, waits, this.reload);
  }

  async retry(id: string): Promise<string> {
    await this.#api.invoke(retryWebhookDelivery, { id });
    return 'It is tried again now, and for another day if that fails.';
  }
}
