import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { MatTooltip } from '@angular/material/tooltip';
import type { RetainedDeletion } from '../api/models';
import { Clock } from '../ui/clock';
import { CopyButton } from '../ui/copy-button';
import { DetailSheet } from '../ui/detail-sheet';
import { ahead, exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { When } from '../ui/when';
import {
  canUndo,
  deletionFacts,
  deletionMark,
  isRunning,
  percentDone,
  progressWords,
} from './deletion-words';

/** One deletion: how far it is, what came of it, and its undo. */
@Component({
  selector: 'mcm-deletion',
  imports: [CopyButton, DetailSheet, Icon, MatButton, MatProgressBar, MatTooltip, Note, When],
  templateUrl: './deletion-view.html',
  styleUrls: ['../ui/facts.scss', './deletion-view.scss'],
})
export class DeletionView {
  readonly deletion = input.required<RetainedDeletion>();
  /** Why it must not be undone now, where that is not about the deletion itself. */
  readonly readOnly = input.required<string | undefined>();
  readonly undone = output();

  readonly #now = inject(Clock).now;
  protected readonly running = computed(() => isRunning(this.deletion()));
  protected readonly mark = computed(() => deletionMark(this.deletion()));
  protected readonly facts = computed(() => deletionFacts(this.deletion()));
  protected readonly percent = computed(() => percentDone(this.deletion()));
  protected readonly progress = computed(() => progressWords(this.deletion()));
  protected readonly undoable = computed(() => canUndo(this.deletion(), this.#now()));
  protected readonly exactly = exactly;
  /** How long it can still be undone. */
  protected readonly undoLeft = computed(() => {
    const { undoUntil } = this.deletion();
    return undoUntil === undefined ? '' : ahead(Date.parse(undoUntil), this.#now());
  });
}
