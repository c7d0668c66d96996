import { Component, computed, input } from '@angular/core';
import type { Pending } from '../api/models';

const WORDS = {
  created: ['new', 'Added in the draft. It is in force once the draft is applied.'],
  changed: [
    'changed',
    'Changed in the draft. In force is what it was, until the draft is applied.',
  ],
} as const satisfies Record<Pending, readonly [word: string, text: string]>;

/** Beside what is not in force as it is shown. */
@Component({
  selector: 'mcm-pending',
  template: `<span [title]="words()[1]">{{ words()[0] }}</span>`,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
    }
    span {
      padding: 1px 6px;
      border-radius: var(--mcm-r-1);
      background: var(--mcm-warning-soft);
      color: var(--mcm-warning);
      font: var(--mcm-label);
    }
  `,
})
export class PendingMark {
  readonly pending = input.required<Pending>();
  protected readonly words = computed(() => WORDS[this.pending()]);
}
