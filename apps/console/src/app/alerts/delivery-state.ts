import { Component, computed, inject, input } from '@angular/core';
import type { WebhookDelivery } from '../api/models';
import { Clock } from '../ui/clock';
import { ahead, exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import { STATE_WORDS } from './webhook-words';

/** Where a delivery stands; of one that waits, when it is tried again. */
@Component({
  selector: 'mcm-delivery-state',
  imports: [Icon],
  template: `<mcm-icon class="small" [name]="words().icon" /><span class="cut" [title]="exact()"
      >{{ words().word }}{{ next() }}</span
    >`,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      max-width: 100%;
      white-space: nowrap;
      vertical-align: bottom;
    }
  `,
  host: { '[class]': 'words().tone' },
})
export class DeliveryStateMark {
  readonly delivery = input.required<WebhookDelivery>();
  readonly #now = inject(Clock).now;
  protected readonly words = computed(() => STATE_WORDS[this.delivery().state]);
  protected readonly next = computed(() => {
    const { nextAttemptAt } = this.delivery();
    return nextAttemptAt === undefined
      ? ''
      : `, tried ${ahead(Date.parse(nextAttemptAt), this.#now())}`;
  });
  protected readonly exact = computed(() => {
    const { nextAttemptAt, endedAt } = this.delivery();
    if (nextAttemptAt !== undefined) return `Tried at ${exactly(nextAttemptAt)}`;
    return endedAt === undefined ? '' : exactly(endedAt);
  });
}
