import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../ui/icon';
import { AccessDraftStore } from '../access/access-draft-store';

/** In the bar: how many changes of access wait to be applied, with the way to them. */
@Component({
  selector: 'mcm-pending-changes',
  imports: [Icon, RouterLink],
  template: `
    @if (pending(); as count) {
      <a routerLink="/changes">
        <mcm-icon name="changes" />
        <span>{{ count }}</span>
        <span class="wide">pending {{ count === 1 ? 'change' : 'changes' }}</span>
        <span class="cdk-visually-hidden slim"
          >pending {{ count === 1 ? 'change' : 'changes' }} of access</span
        >
      </a>
    }
  `,
  styles: `
    a {
      display: flex;
      align-items: center;
      gap: 7px;
      height: 32px;
      margin: 0 6px;
      padding: 0 10px;
      border-radius: var(--mcm-r-2);
      background: var(--mcm-warning-soft);
      color: var(--mcm-warning);
      font: var(--mcm-body-strong);
      white-space: nowrap;
    }
    a:hover {
      text-decoration: none;
    }
    @media (max-width: 799px) {
      /* Thousands of changes, too, leave room for the rest of the bar. */
      a {
        gap: 4px;
        margin: 0;
        padding: 0 6px;
      }
    }
  `,
})
export class PendingChanges {
  protected readonly pending = inject(AccessDraftStore).pending;
}
