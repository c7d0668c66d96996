import { Component, computed, effect, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormField } from '@angular/material/form-field';
import { MatOption, MatSelect } from '@angular/material/select';
import { Router, RouterLink } from '@angular/router';
import { DELIVERY_STATES } from '#contract';
import type { WebhookDelivery } from '../api/models';
import { DetailSheet } from '../ui/detail-sheet';
import { Empty } from '../ui/empty';
import { Failed } from '../ui/failed';
import { Forbidden } from '../ui/forbidden';
import { count } from '../ui/formats';
import { ListBody } from '../ui/list-body';
import { ListPager } from '../ui/list-pager';
import { readCursors } from '../ui/paged-log';
import { Rows } from '../ui/rows';
import { Split } from '../ui/split';
import { Teller, ToldNote } from '../ui/told';
import { When } from '../ui/when';
import { DeliveriesStore } from './deliveries-store';
import { DeliveryDetail } from './delivery-detail';
import { DeliveryStateMark } from './delivery-state';
import { resultOf, STATE_WORDS, TYPE_WORDS } from './webhook-words';

type Params = Readonly<Record<string, string | number | readonly string[] | null>>;

/** What was sent: the log with its filters, and one delivery beside it. */
@Component({
  selector: 'mcm-deliveries-page',
  imports: [
    DeliveryDetail,
    DeliveryStateMark,
    DetailSheet,
    Empty,
    Failed,
    Forbidden,
    ListBody,
    ListPager,
    MatButton,
    MatFormField,
    MatOption,
    MatSelect,
    RouterLink,
    Rows,
    Split,
    ToldNote,
    When,
  ],
  providers: [DeliveriesStore],
  templateUrl: './deliveries-page.html',
  styleUrls: ['../ui/rows.scss', '../access/list.scss', './list-page.scss', './deliveries.scss'],
})
export class DeliveriesPage {
  readonly #router = inject(Router);
  protected readonly store = inject(DeliveriesStore);
  protected readonly teller = new Teller();
  protected readonly states = DELIVERY_STATES;
  protected readonly stateWords = STATE_WORDS;
  protected readonly format = { count };

  /** From the address: which is chosen, and what is left out. */
  readonly id = input<string>();
  readonly endpoint = input<string>();
  readonly state = input<string>();
  readonly cursor = input<string | readonly string[]>();

  protected readonly cursors = computed(() => readCursors(this.cursor()));
  protected readonly query = computed(() => ({
    endpoint: wholeOf(this.endpoint()),
    state: DELIVERY_STATES.find((name) => name === this.state()),
    cursor: wholeOf(this.cursors().at(-1)),
  }));
  protected readonly filtered = computed(() => {
    const { endpoint, state } = this.query();
    return endpoint !== undefined || state !== undefined;
  });
  protected readonly rows = computed(() =>
    (this.store.list.page()?.entries ?? []).map((delivery) => ({
      ...{ delivery, endpoint: this.nameOf(delivery), type: TYPE_WORDS[delivery.type] },
      ...{ result: resultOf(delivery), subject: delivery.ruleName ?? delivery.message },
    })),
  );

  constructor() {
    effect(() => this.store.query.set(this.query()));
    effect(() => this.store.chosen.set(this.id()));
  }

  protected nameOf({ endpointId }: Pick<WebhookDelivery, 'endpointId'>): string {
    const found = this.store.endpoints()?.find(({ id }) => id === endpointId);
    return found?.name ?? `Endpoint ${endpointId}`;
  }

  protected show(params: Params): void {
    this.go({ ...params, cursor: null });
  }

  protected turn(cursors: readonly string[]): void {
    this.go({ cursor: cursors.length === 0 ? null : cursors });
  }

  protected async retry(id: string): Promise<void> {
    await this.teller.tell(() => this.store.retry(id));
    this.store.reload();
  }

  protected go(queryParams: Params): void {
    void this.#router.navigate([], { queryParams, queryParamsHandling: 'merge' });
  }
}

function wholeOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
