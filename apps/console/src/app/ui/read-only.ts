import { Component, input } from '@angular/core';
import { Icon } from './icon';

/** Above what may only be looked at: why, for who wants more. */
@Component({
  selector: 'mcm-read-only',
  imports: [Icon],
  template: `
    <mcm-icon class="small" name="lock" /><span
      ><b>{{ to() }}:</b> {{ reason() }}</span
    >
  `,
  styles: `
    :host {
      display: flex;
      gap: 8px;
      align-items: flex-start;
      padding: 0 var(--mcm-gutter) 12px;
      color: var(--mcm-text-2);
    }
    b {
      font-weight: 500;
      color: var(--mcm-text);
    }
    mcm-icon {
      margin-top: 3px;
    }
  `,
})
export class ReadOnly {
  /** What is not allowed: `To change anything`. */
  readonly to = input.required<string>();
  readonly reason = input.required<string>();
}
