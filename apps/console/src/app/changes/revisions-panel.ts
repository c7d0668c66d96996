import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { MatTooltip } from '@angular/material/tooltip';
import { type Params, RouterLink } from '@angular/router';
import { Age } from '../ui/age';
import { Failed } from '../ui/failed';
import { Icon } from '../ui/icon';
import { AppliesStore } from './applies-store';
import { type ChangesChange, MOST_REVISIONS, REVISIONS_STEP } from './changes-view';
import { RevisionsStore } from './revisions-store';
import { revisionRows, type RevisionRow } from './revision-words';

/** All revisions, the newest first: which is live, what became of the others, and the way back to them. */
@Component({
  selector: 'mcm-revisions',
  imports: [
    Age,
    Failed,
    Icon,
    MatButton,
    MatIconButton,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    MatTooltip,
    RouterLink,
  ],
  templateUrl: './revisions-panel.html',
  styleUrl: './revisions-panel.scss',
})
export class RevisionsPanel {
  protected readonly store = inject(RevisionsStore);
  readonly #applies = inject(AppliesStore).applies;
  /** Why nothing can be brought back now. */
  readonly readOnly = input<string>();
  /** Whether MCM can say what is different between two. */
  readonly comparable = input.required<boolean>();
  readonly broughtBack = output<number>();
  readonly changed = output<ChangesChange>();

  protected readonly rows = computed(() => {
    const revisions = this.store.latest();
    return revisions && revisionRows(revisions, this.#applies());
  });
  /** What there is to compare: what is live, and what came before it. */
  protected readonly pair = computed(() => {
    const live = this.rows()?.find(({ isLive }) => isLive);
    return live && this.#beforeAnd(live.number);
  });
  protected readonly isEnd = computed(() => this.store.limit() >= MOST_REVISIONS);

  protected reasonOf({ notBack }: RevisionRow): string | undefined {
    return this.readOnly() ?? notBack;
  }

  /** In the address: what it changed, and how it was applied if it was. */
  protected addressOf({ number }: RevisionRow): Params {
    return { ...this.#beforeAnd(number), ...this.applyOf(number) };
  }

  protected applyOf(number: number): Params | undefined {
    const wasApplied = this.#applies()?.some((apply) => apply.number === number) === true;
    return wasApplied ? { apply: number } : undefined;
  }

  protected more(): void {
    this.changed.emit({ revisions: Math.min(this.store.limit() + REVISIONS_STEP, MOST_REVISIONS) });
  }

  /** The revision that was in force before, for the first one itself. */
  #beforeAnd(number: number): { readonly from: number; readonly to: number } | undefined {
    const rows = this.rows() ?? [];
    const older = rows.slice(rows.findIndex((row) => row.number === number) + 1);
    const before = older.find(({ mark }) => mark === undefined);
    if (before !== undefined) return { from: before.number, to: number };
    return number > 1 ? { from: number - 1, to: number } : undefined;
  }
}
