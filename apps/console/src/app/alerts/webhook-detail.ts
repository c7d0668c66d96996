import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import type { AlertRule, Webhook, WebhookDelivery, WebhookDeliveryDetail } from '../api/models';
import { Age } from '../ui/age';
import { CopyButton } from '../ui/copy-button';
import { DetailSheet } from '../ui/detail-sheet';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { DeliveryStateMark } from './delivery-state';
import type { WebhookDeed } from './webhook-deeds';
import { filterWords, resultOf } from './webhook-words';

/** One endpoint: where it is, what it is told of, and what its receiver says. */
@Component({
  selector: 'mcm-webhook-detail',
  imports: [
    Age,
    CopyButton,
    DeliveryStateMark,
    DetailSheet,
    Icon,
    MatButton,
    MatTooltip,
    Note,
    RouterLink,
  ],
  templateUrl: './webhook-detail.html',
  styleUrls: ['../ui/facts.scss'],
  styles: `
    dl {
      margin-top: 8px;
    }
    .row {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      margin-top: 16px;
    }
    pre {
      margin-top: 8px;
      padding: 8px 12px;
      border-radius: var(--mcm-r-2);
      background: var(--mcm-sunken);
      overflow-wrap: anywhere;
      white-space: pre-wrap;
    }
    .more {
      margin-top: 8px;
    }
  `,
})
export class WebhookDetail {
  readonly webhook = input.required<Webhook>();
  readonly last = input.required<WebhookDelivery | undefined>();
  readonly rules = input.required<readonly AlertRule[]>();
  /** Whether a test is on its way, and what came of the last. */
  readonly testing = input.required<boolean>();
  readonly tested = input.required<WebhookDeliveryDetail | undefined>();
  /** Why nothing can be changed. */
  readonly readOnly = input.required<string | undefined>();
  readonly chosen = output<WebhookDeed>();

  protected readonly resultOf = resultOf;
  protected readonly filters = computed(() => filterWords(this.webhook().filters, this.rules()));
  protected readonly arrived = computed(() => this.tested()?.state === 'delivered');

  protected choose(deed: WebhookDeed): void {
    if (this.readOnly() === undefined) this.chosen.emit(deed);
  }
}
