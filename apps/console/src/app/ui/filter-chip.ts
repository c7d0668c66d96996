import { Component, input, output } from '@angular/core';
import { Icon } from './icon';

/** A filter that is set from elsewhere, by a link: it can be taken away. */
@Component({
  selector: 'mcm-filter-chip',
  imports: [Icon],
  template: `
    <button
      type="button"
      [attr.aria-label]="only() + ' ' + value() + ': remove this filter'"
      (click)="removed.emit()"
    >
      {{ what() }} <span class="mono cut">{{ value() }}</span>
      <mcm-icon class="small" name="close" />
    </button>
  `,
  styles: `
    :host {
      display: flex;
      min-width: 0;
    }
    button {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      max-width: 260px;
      height: var(--mcm-control-h);
      padding: 0 10px;
      border: 0;
      border-radius: var(--mcm-r-2);
      background: var(--mcm-selected);
      color: var(--mcm-accent);
      font: var(--mcm-label);
      cursor: pointer;
    }
  `,
})
export class FilterChip {
  /** What the value is: `Role`. */
  readonly what = input.required<string>();
  /** What it leaves, for who does not see it: `Only who has the role`. */
  readonly only = input.required<string>();
  readonly value = input.required<string>();
  readonly removed = output();
}
