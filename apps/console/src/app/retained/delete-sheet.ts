import {
  Component,
  computed,
  effect,
  inject,
  linkedSignal,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { Api } from '../api/api';
import { deleteRetained, previewRetainedDeletion } from '../api/functions';
import type { RetainedPreview } from '../api/models';
import { Attempt } from '../session/attempt';
import { Session } from '../session/session';
import { Clock } from '../ui/clock';
import { Empty } from '../ui/empty';
import { filterWords } from '../ui/filter-words';
import { countdown, count, counted, exactly, size } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { TextField } from '../ui/text-field';
import { deletionFilterProblem } from './retained-search';

/** Deletes retained messages by filter: first what it hits, then the deed. Closes with the deletion's id. */
@Component({
  selector: 'mcm-delete-sheet',
  imports: [Empty, Icon, MatButton, MatIconButton, Note, TextField],
  templateUrl: './delete-sheet.html',
  styleUrl: './delete-sheet.scss',
})
export class DeleteSheet {
  readonly #api = inject(Api);
  readonly #now = inject(Clock).now;
  readonly #session = inject(Session);
  protected readonly dialog = inject<MatDialogRef<DeleteSheet, string>>(MatDialogRef);

  protected readonly filter = signal(inject<string>(MAT_DIALOG_DATA));
  protected readonly format = { count, counted, exactly, size };
  protected readonly tried = signal(false);
  protected readonly looking = new Attempt();
  protected readonly deleting = new Attempt();
  protected readonly refusal = computed(() => this.#session.refusal('deleteRetained'));

  /** What the filter that is typed hits; nothing any more once another is typed. */
  protected readonly preview = linkedSignal<string, RetainedPreview | undefined>({
    source: this.filter,
    computation: () => undefined,
  });
  /** What was typed to confirm a deletion that cannot be undone. */
  protected readonly confirmation = linkedSignal({
    source: this.preview,
    computation: () => '',
  });

  protected readonly words = computed(() =>
    this.#problem() === undefined ? filterWords(this.filter()) : undefined,
  );
  protected readonly fault = computed(() => {
    const early = !this.tried() && this.filter() === '';
    return early ? undefined : (this.#problem() ?? this.looking.refusal()?.faults?.get('/filter'));
  });
  readonly #problem = computed(() => deletionFilterProblem(this.filter()));
  /** Why it could not be done or looked at, when the field does not say it. */
  protected readonly failure = computed(() => {
    const failure = this.deleting.refusal() ?? this.looking.refusal();
    return failure?.faults?.has('/filter') ? undefined : failure;
  });
  /** Seconds for which the preview can still be carried out. */
  protected readonly left = computed(() => {
    const preview = this.preview();
    if (preview === undefined) return undefined;
    return Math.max(0, Math.ceil((Date.parse(preview.expiresAt) - this.#now()) / 1_000));
  });
  protected readonly leftWords = computed(() => countdown(this.left() ?? 0));
  /** Whether there is something that may be deleted now. */
  protected readonly deletable = computed(() => {
    const preview = this.preview();
    if (preview === undefined || preview.messages === 0 || this.left() === 0) return false;
    return preview.undoable || this.confirmation() === preview.filter;
  });

  private readonly filterField = viewChild.required<TextField>('filterField');

  constructor() {
    effect(() => {
      // Nobody is logged in any more: the page below is the log-in page.
      if (this.#session.token() === undefined) this.dialog.close();
    });
    if (this.filter() !== '') void this.look();
  }

  protected async look(event?: Event): Promise<void> {
    event?.preventDefault();
    if (this.refusal() !== undefined) return;
    this.tried.set(true);
    this.deleting.refusal.set(undefined);
    this.looking.refusal.set(undefined);
    const filter = this.filter();
    if (this.#problem() !== undefined) {
      this.filterField().focus();
      return;
    }
    await this.looking.make(async () => {
      const preview = await this.#api.invoke(previewRetainedDeletion, { body: { filter } });
      // Another filter may have been typed in the meantime.
      if (this.filter() === filter) this.preview.set(preview);
    });
  }

  protected async delete(): Promise<void> {
    const preview = this.preview();
    if (preview === undefined || !this.deletable()) return;
    await this.deleting.make(async () => {
      const { id } = await this.#api.invoke(deleteRetained, {
        body: { preview: preview.id, ...(!preview.undoable && { withoutUndo: true }) },
      });
      this.dialog.close(id);
    });
    // What was previewed is known no more, or cannot be undone any more: it has to be looked at again.
    const kind = this.deleting.refusal()?.kind;
    if (kind === 'preview-not-found' || kind === 'not-undoable') this.preview.set(undefined);
  }
}
