import { Component, inject, input } from '@angular/core';
import { MatAnchor } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { AccessDraftStore } from './access-draft-store';
import { counted } from '../ui/formats';
import { Icon } from '../ui/icon';

/** Above what the draft has: that it is a draft, how much of it waits, and the way to where it is applied. */
@Component({
  selector: 'mcm-draft-bar',
  imports: [Icon, MatAnchor, RouterLink],
  template: `
    @if (draft.pending() > 0) {
      <div class="bar" role="status">
        <mcm-icon name="changes" />
        <span class="text">
          @if (told(); as told) {
            <b>{{ told }}</b>
          }
          In the draft: {{ counted(draft.pending(), 'change') }}, not in force yet.
        </span>
        <a matButton="outlined" routerLink="/changes">Review</a>
      </div>
    }
  `,
  styles: `
    .bar {
      display: flex;
      align-items: center;
      gap: 10px;
      min-height: 44px;
      padding: 5px var(--mcm-gutter);
      border-top: 1px solid var(--mcm-line);
      background: var(--mcm-warning-soft);
      color: var(--mcm-text-2);
    }
    mcm-icon {
      color: var(--mcm-warning);
    }
    .text {
      flex: 1;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    b {
      font-weight: 500;
      color: var(--mcm-text);
    }
  `,
})
export class DraftBar {
  /** What was done last. */
  readonly told = input<string>();
  protected readonly draft = inject(AccessDraftStore);
  protected readonly counted = counted;
}
