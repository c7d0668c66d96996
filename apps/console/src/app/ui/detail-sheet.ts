import { Component, input } from '@angular/core';
import { MatIconAnchor } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Icon } from './icon';

/** The frame of what was chosen in a list: its heading, and the way back to the list. */
@Component({
  selector: 'mcm-detail-sheet',
  imports: [Icon, MatIconAnchor, RouterLink],
  template: `
    <a class="back slim" [routerLink]="home()" queryParamsHandling="preserve">
      <mcm-icon name="back" />{{ homeLabel() }}
    </a>
    <header>
      <h1 tabindex="-1">{{ heading() }}</h1>
      <ng-content select="[action]" />
      <a
        matIconButton
        class="wide"
        aria-label="Close"
        [routerLink]="home()"
        queryParamsHandling="preserve"
      >
        <mcm-icon name="close" />
      </a>
    </header>
    <ng-content />
  `,
  styles: `
    :host {
      display: block;
      padding: 12px 20px 24px;
    }
    header {
      display: flex;
      align-items: flex-start;
      gap: 8px;
      min-height: 32px;
    }
    h1 {
      flex: 1;
      min-width: 0;
      padding: 4px 0;
      font: var(--mcm-page-title);
      letter-spacing: -0.01em;
      overflow-wrap: anywhere;
      outline: none;
    }
    .back {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      min-height: 40px;
    }
    @media (max-width: 799px) {
      :host {
        padding: 4px 16px 24px;
      }
    }
  `,
})
export class DetailSheet {
  readonly heading = input.required<string>();
  /** Where the list is, and what it is called. */
  readonly home = input.required<string>();
  readonly homeLabel = input.required<string>();
}
