import { Component, computed, input } from '@angular/core';
import type { HistoryMessage } from '../api/models';
import { exactly, preciseTime, size } from '../ui/formats';

const LONGEST = 300;

/** One message of a history: when, the begin of its value, and its size. */
@Component({
  selector: 'mcm-history-row',
  template: `
    <time class="mono t3" [attr.datetime]="message().observedAt" [title]="exact()">{{
      time()
    }}</time>
    <span class="mono cut">{{ value() }}</span>
    @if (shown()) {
      <span class="caption t2 size">shown</span>
    } @else {
      <span class="caption t3 size">{{ bytes() }}</span>
    }
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: 96px minmax(0, 1fr) auto;
      gap: 12px;
      align-items: center;
      padding: 0 12px;
      border-bottom: 1px solid var(--mcm-line);
      cursor: pointer;
    }
    :host(:hover) {
      background: var(--mcm-hover);
    }
    :host(.on) {
      background: var(--mcm-selected);
    }
    :host(.on) time {
      color: var(--mcm-text-2);
    }
    .size {
      min-width: 56px;
      text-align: right;
      white-space: nowrap;
    }
    @media (max-width: 799px) {
      :host {
        grid-template-columns: 88px minmax(0, 1fr) auto;
        gap: 8px;
      }
      .size {
        min-width: 44px;
      }
    }
  `,
})
export class HistoryRowView {
  readonly message = input.required<HistoryMessage>();
  readonly shown = input(false);

  protected readonly time = computed(() => preciseTime(this.message().observedAt));
  protected readonly exact = computed(() => exactly(this.message().observedAt));
  protected readonly bytes = computed(() => size(this.message().payloadBytes));
  protected readonly value = computed(() => {
    const { payloadBytes, payloadFormat, payloadPreview, sparkplug } = this.message();
    if (sparkplug !== undefined) return sparkplug;
    if (payloadBytes === 0) return '0 bytes';
    if (payloadFormat === 'binary') return 'binary';
    return payloadPreview.replace(/\s+/g, ' ').slice(0, LONGEST);
  });
}
