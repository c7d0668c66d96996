import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { DetailSheet } from './detail-sheet';
import { Empty } from './empty';
import type { PagedLog } from './paged-log';

/** Beside a log, when the entry in the address is not on the page that is shown, or not yet. */
@Component({
  selector: 'mcm-absent-entry',
  imports: [DetailSheet, Empty, RouterLink],
  template: `
    <mcm-detail-sheet [heading]="heading()" [home]="home()" [homeLabel]="homeLabel()">
      @if (log().asking()) {
        <div role="status" aria-label="Loading">
          <span class="skeleton"></span>
          <span class="skeleton"></span>
          <span class="skeleton"></span>
        </div>
      } @else {
        <mcm-empty heading="It is not on this page">
          <p>
            It is older or newer than what the list shows, a filter leaves it out, or there is no
            such entry. <a [routerLink]="home()">To the newest</a>
          </p>
        </mcm-empty>
      }
    </mcm-detail-sheet>
  `,
  styles: `
    div {
      display: flex;
      flex-direction: column;
      gap: 20px;
      padding: 12px 0;
    }
    .skeleton:nth-child(1) {
      width: 60%;
    }
    .skeleton:nth-child(2) {
      width: 220px;
    }
  `,
})
export class AbsentEntry {
  readonly heading = input.required<string>();
  readonly log = input.required<PagedLog>();
  /** Where the log is, and what it is called. */
  readonly home = input.required<string>();
  readonly homeLabel = input.required<string>();
}
