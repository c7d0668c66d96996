import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import type { WebhookDeliveryDetail } from '../api/models';
import { CodeLines } from '../topics/code-lines';
import { jsonLines } from '../topics/json-text';
import { Clock } from '../ui/clock';
import { CopyButton } from '../ui/copy-button';
import { DetailSheet } from '../ui/detail-sheet';
import { count, exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import { whenExactly } from '../ui/when';
import { requestOf } from './delivery-request';
import { DeliveryStateMark } from './delivery-state';
import { resultOf, TYPE_WORDS } from './webhook-words';

/** One delivery: what was sent, what was answered, and how often it was tried. */
@Component({
  selector: 'mcm-delivery-detail',
  imports: [
    CodeLines,
    CopyButton,
    DeliveryStateMark,
    DetailSheet,
    Icon,
    MatButton,
    MatTooltip,
    RouterLink,
  ],
  templateUrl: './delivery-detail.html',
  styleUrls: ['../ui/facts.scss'],
  styles: `
    dl {
      margin-top: 8px;
    }
    .head {
      display: flex;
      align-items: flex-end;
      justify-content: space-between;
      gap: 8px;
    }
    pre,
    .body {
      border-radius: var(--mcm-r-2);
      background: var(--mcm-sunken);
    }
    pre {
      padding: 8px 12px;
      overflow-wrap: anywhere;
      white-space: pre-wrap;
    }
    .note {
      margin: 4px 0 0;
    }
  `,
})
export class DeliveryDetail {
  readonly delivery = input.required<WebhookDeliveryDetail>();
  /** What its endpoint is called. */
  readonly endpoint = input.required<string>();
  /** Why it cannot be tried again. */
  readonly readOnly = input.required<string | undefined>();
  readonly retried = output();

  readonly #now = inject(Clock).now;
  protected readonly format = { count, exactly };
  protected readonly resultOf = resultOf;
  protected readonly typeWords = TYPE_WORDS;
  protected readonly request = computed(() => requestOf(this.delivery()));
  protected readonly lines = computed(() => jsonLines(this.request().body));
  protected readonly headers = computed(() => this.request().headers.join('\n'));
  protected readonly whyNot = computed(() =>
    this.delivery().state === 'delivered' ? 'It has arrived.' : this.readOnly(),
  );

  protected when(at: string): string {
    return whenExactly(Date.parse(at), this.#now());
  }
}
