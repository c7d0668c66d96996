import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ProblemKind } from '#contract';
import { DetailSheet } from '../ui/detail-sheet';
import { Empty } from '../ui/empty';
import { Failed } from '../ui/failed';
import type { DraftList } from './draft-list';

/** Beside a list, when what the address names is not there, cannot be read, or not yet. */
@Component({
  selector: 'mcm-absent-thing',
  imports: [DetailSheet, Empty, Failed, RouterLink],
  template: `
    <mcm-detail-sheet [heading]="heading()" [home]="home()" [homeLabel]="homeLabel()">
      @if (log().failure(); as failure) {
        @if (failure.kind === gone()) {
          <mcm-empty [heading]="'There is no such ' + noun()">
            <p>
              It may have been deleted; the audit trail knows. <a [routerLink]="home()">To all</a>
            </p>
          </mcm-empty>
        } @else {
          <mcm-failed
            [heading]="'The ' + noun() + ' could not be read'"
            [failure]="failure"
            (retry)="log().reload()"
          />
        }
      } @else {
        <div role="status" [attr.aria-label]="'Loading the ' + noun()">
          @for (width of [60, 90, 40, 75]; track $index) {
            <span class="skeleton" [style.width.%]="width"></span>
          }
        </div>
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
  `,
})
export class AbsentThing {
  readonly log = input.required<DraftList>();
  readonly heading = input.required<string>();
  /** The problem that says that it is not there. */
  readonly gone = input.required<ProblemKind>();
  /** Where the list is, and what it is called. */
  readonly home = input.required<string>();
  readonly homeLabel = input.required<string>();
  protected readonly noun = computed(() => this.heading().toLowerCase());
}
