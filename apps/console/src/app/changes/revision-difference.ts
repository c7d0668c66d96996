import { Component, computed, effect, inject, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatFormField } from '@angular/material/form-field';
import { MatOption, MatSelect } from '@angular/material/select';
import { MatTooltip } from '@angular/material/tooltip';
import { Failed } from '../ui/failed';
import { Icon } from '../ui/icon';
import { AccessDifference } from './access-difference';
import { AppliesStore } from './applies-store';
import type { ChangesChange, ChangesView, RevisionPair } from './changes-view';
import { ComparisonStore } from './comparison-store';
import { revisionRows } from './revision-words';
import { RevisionsStore } from './revisions-store';

/** What is different between two revisions, whichever they are. */
@Component({
  selector: 'mcm-revision-difference',
  imports: [
    AccessDifference,
    Failed,
    Icon,
    MatFormField,
    MatIconButton,
    MatOption,
    MatSelect,
    MatTooltip,
  ],
  providers: [ComparisonStore],
  template: `
    <section class="panel head" aria-labelledby="changes-compared">
      <h2 id="changes-compared">From</h2>
      <mat-form-field appearance="outline" subscriptSizing="dynamic">
        <mat-select
          aria-label="From revision"
          [value]="pair()[0]"
          (valueChange)="changed.emit({ from: $event })"
        >
          @for (choice of choices(); track choice.number) {
            <mat-option [value]="choice.number" [disabled]="choice.number === pair()[1]">
              {{ choice.words }}
            </mat-option>
          }
        </mat-select>
      </mat-form-field>
      <span class="t2">to</span>
      <mat-form-field appearance="outline" subscriptSizing="dynamic">
        <mat-select
          aria-label="To revision"
          [value]="pair()[1]"
          (valueChange)="changed.emit({ to: $event })"
        >
          @for (choice of choices(); track choice.number) {
            <mat-option [value]="choice.number" [disabled]="choice.number === pair()[0]">
              {{ choice.words }}
            </mat-option>
          }
        </mat-select>
      </mat-form-field>
      <button
        matIconButton
        type="button"
        aria-label="Close the comparison"
        matTooltip="Close"
        (click)="changed.emit({ from: null, to: null })"
      >
        <mcm-icon class="small" name="close" />
      </button>
    </section>
    @if (store.difference(); as difference) {
      <mcm-access-difference
        [difference]="difference"
        [base]="pair()[0]"
        [view]="view().view"
        (viewChange)="changed.emit({ view: $event === 'commands' ? $event : null })"
      />
    } @else if (store.failure(); as failure) {
      <mcm-failed
        class="panel"
        heading="They could not be compared"
        [failure]="failure"
        (retry)="store.reload()"
      />
    } @else {
      <div class="panel waiting" role="status" aria-label="Comparing the revisions">
        @for (width of [220, 320, 260]; track $index) {
          <span class="skeleton" [style.width.px]="width" [style.max-width.%]="100"></span>
        }
      </div>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 16px;
      min-width: 0;
    }
    .head {
      display: flex;
      align-items: center;
      gap: 8px;
      padding: 6px 8px 6px 16px;
    }
    h2 {
      font: var(--mcm-title);
    }
    mat-form-field {
      flex: 1;
      min-width: 0;
    }
    .waiting {
      display: flex;
      flex-direction: column;
      gap: 24px;
      padding: 24px 16px;
    }
    @media (max-width: 799px) {
      .head {
        display: grid;
        grid-template-columns: 40px minmax(0, 1fr) auto;
      }
      button {
        grid-area: 1 / 3;
      }
    }
  `,
})
export class RevisionDifference {
  protected readonly store = inject(ComparisonStore);
  readonly #revisions = inject(RevisionsStore).latest;
  readonly #applies = inject(AppliesStore).applies;
  readonly pair = input.required<RevisionPair>();
  readonly view = input.required<ChangesView>();
  readonly changed = output<ChangesChange>();

  /** Those that are listed, and the two that are compared, the newest first. */
  protected readonly choices = computed(() => {
    const rows = revisionRows(this.#revisions() ?? [], this.#applies());
    const known = new Map(
      rows.map(({ number, title, isLive }) => [
        number,
        `${number} · ${title}${isLive ? ' (live)' : ''}`,
      ]),
    );
    for (const number of this.pair()) if (!known.has(number)) known.set(number, String(number));
    return [...known]
      .map(([number, words]) => ({ number, words }))
      .sort((a, b) => b.number - a.number);
  });

  constructor() {
    effect(() => this.store.pair.set(this.pair()));
  }
}
