import { Component, input } from '@angular/core';
import type { Pending } from '../api/models';
import { PendingMark } from './pending-mark';

/** At the head of what is not in force as it is shown: what that means. */
@Component({
  selector: 'mcm-pending-lead',
  imports: [PendingMark],
  template: `
    <mcm-pending [pending]="pending()" />
    <span>{{
      pending() === 'created'
        ? 'In the draft only, until that is applied.'
        : 'In force is what it was before, until the draft is applied.'
    }}</span>
  `,
  styles: `
    :host {
      display: flex;
      gap: 8px;
      align-items: baseline;
      margin-top: 4px;
      color: var(--mcm-text-2);
    }
  `,
})
export class PendingLead {
  readonly pending = input.required<Pending>();
}
