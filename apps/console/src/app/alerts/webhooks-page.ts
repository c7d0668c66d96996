import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { MatTooltip } from '@angular/material/tooltip';
import { Router, RouterLink } from '@angular/router';
import type { Webhook, WebhookDeliveryDetail } from '../api/models';
import { AbsentEntry } from '../ui/absent-entry';
import { Age } from '../ui/age';
import { type DeedItem, DeedsMenu } from '../ui/deeds-menu';
import { Empty } from '../ui/empty';
import { Forbidden } from '../ui/forbidden';
import { counted } from '../ui/formats';
import { Icon } from '../ui/icon';
import { ListBody } from '../ui/list-body';
import { ReadOnly } from '../ui/read-only';
import { Rows } from '../ui/rows';
import { Sheets } from '../ui/sheets';
import { Split } from '../ui/split';
import { Teller, ToldNote } from '../ui/told';
import { DeliveryStateMark } from './delivery-state';
import { type WebhookDeed, WebhookDeeds } from './webhook-deeds';
import { WebhookDetail } from './webhook-detail';
import { type WebhookDone, WebhookSheet, type WebhookSheetInput } from './webhook-sheet';
import { filterWords } from './webhook-words';
import { WebhooksStore } from './webhooks-store';

const ITEMS: readonly DeedItem<WebhookDeed>[] = [
  { deed: 'edit', label: 'Change …' },
  { deed: 'test', label: 'Send a test' },
  { deed: 'rotate', label: 'New secret …' },
  { deed: 'delete', label: 'Delete …', danger: true },
];

/** Who is told: the list, one endpoint beside it, and a sheet to add and to change. */
@Component({
  selector: 'mcm-webhooks-page',
  imports: [
    AbsentEntry,
    Age,
    DeedsMenu,
    DeliveryStateMark,
    Empty,
    Forbidden,
    Icon,
    ListBody,
    MatButton,
    MatSlideToggle,
    MatTooltip,
    ReadOnly,
    RouterLink,
    Rows,
    Split,
    ToldNote,
    WebhookDetail,
  ],
  providers: [WebhookDeeds, WebhooksStore],
  templateUrl: './webhooks-page.html',
  styleUrls: ['../ui/rows.scss', '../access/list.scss', './list-page.scss'],
})
export class WebhooksPage {
  readonly #router = inject(Router);
  readonly #sheets = inject(Sheets);
  readonly #deeds = inject(WebhookDeeds);
  protected readonly store = inject(WebhooksStore);
  protected readonly teller = new Teller();
  protected readonly items = ITEMS;

  /** From the address: which is chosen, and whether the sheet is open: `new` or `edit`. */
  readonly id = input<string>();
  readonly sheet = input<string>();

  protected readonly open = computed(() => this.store.find(this.id()));
  protected readonly rules = computed(() => this.store.rules.latest() ?? []);
  protected readonly rows = computed(() =>
    (this.store.list.page()?.entries ?? []).map((row) => ({
      ...row,
      filters: filterWords(row.webhook.filters, this.rules()),
    })),
  );
  protected readonly sub = computed(() => {
    const all = this.store.list.page()?.entries;
    return all && counted(all.length, 'endpoint');
  });
  /** What the receiver said to a test, and whose it was. */
  readonly #tested = signal<WebhookDeliveryDetail | undefined>(undefined);
  protected readonly testing = signal(false);
  protected readonly tested = computed(() => {
    const test = this.#tested();
    return test?.endpointId === this.open()?.webhook.id ? test : undefined;
  });
  readonly #wanted = computed((): 'new' | number | undefined => {
    if (this.store.readOnly() !== undefined || this.store.rules.latest() === undefined)
      return undefined;
    if (this.sheet() === 'new') return 'new';
    return this.sheet() === 'edit' ? this.open()?.webhook.id : undefined;
  });
  #shows = false;

  constructor() {
    effect(() => {
      const wanted = this.#wanted();
      if (wanted !== undefined) untracked(() => void this.#show(wanted));
    });
  }

  protected add(): void {
    void this.#router.navigate([], { queryParams: { sheet: 'new' } });
  }

  protected enable(webhook: Webhook, toggle: MatSlideToggle): Promise<void> {
    const enabled = toggle.checked;
    // As it is until the server says otherwise.
    toggle.checked = webhook.enabled;
    return this.#try(() => this.#deeds.enable(webhook, enabled));
  }

  protected async act(deed: WebhookDeed, webhook: Webhook): Promise<void> {
    switch (deed) {
      case 'edit':
        await this.#router.navigate(['/alerts/endpoints', webhook.id], {
          queryParams: { sheet: 'edit' },
        });
        return;
      case 'test':
        return this.#test(webhook);
      case 'rotate':
        return this.#try(() => this.#deeds.rotate(webhook));
      case 'delete':
        return this.#try(() => this.#delete(webhook));
    }
  }

  async #test(webhook: Webhook): Promise<void> {
    if (this.testing()) return;
    await this.#router.navigate(['/alerts/endpoints', webhook.id]);
    this.testing.set(true);
    this.#tested.set(undefined);
    await this.#try(async () => {
      this.#tested.set(await this.#deeds.test(webhook));
      return undefined;
    });
    this.testing.set(false);
  }

  async #delete(webhook: Webhook): Promise<string | undefined> {
    const told = await this.#deeds.delete(webhook);
    if (told !== undefined && this.id() === String(webhook.id)) {
      await this.#router.navigate(['/alerts/endpoints']);
    }
    return told;
  }

  async #try(deed: () => Promise<string | undefined>): Promise<void> {
    await this.teller.tell(deed);
    this.store.reload();
  }

  async #show(wanted: 'new' | number): Promise<void> {
    // The list below is read anew while the sheet is open.
    if (this.#shows) return;
    this.#shows = true;
    let done: WebhookDone | undefined;
    await this.teller.tell(async () => {
      const seen = wanted === 'new' ? {} : { seen: await this.#deeds.read(wanted) };
      const data = { rules: this.rules(), ...seen };
      done = await this.#sheets.open<WebhookSheet, WebhookSheetInput, WebhookDone>(WebhookSheet, {
        data,
        heading: 'webhook-sheet',
      });
      return done?.title;
    });
    this.#shows = false;
    this.store.reload();
    await this.#router.navigate(done === undefined ? [] : ['/alerts/endpoints', done.id]);
  }
}
