import {
  Component,
  computed,
  debounced,
  effect,
  inject,
  input,
  linkedSignal,
  untracked,
} from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatFormField, MatPrefix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { MatTooltip } from '@angular/material/tooltip';
import { Router, RouterLink } from '@angular/router';
import type { RetainedDeletion } from '../api/models';
import { LiveEvents } from '../live/live-events';
import type { PublishDraft } from '../publish/publish-draft';
import { PublishSheet } from '../publish/publish-sheet';
import { readCursors } from '../ui/paged-log';
import { DetailSheet } from '../ui/detail-sheet';
import { Empty } from '../ui/empty';
import { Failed } from '../ui/failed';
import { Forbidden } from '../ui/forbidden';
import { count, counted, exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import { ListPager } from '../ui/list-pager';
import { Note } from '../ui/note';
import { ReadOnly } from '../ui/read-only';
import { Sheets } from '../ui/sheets';
import { Split } from '../ui/split';
import { DeleteSheet } from './delete-sheet';
import { DeletionView } from './deletion-view';
import { progressWords } from './deletion-words';
import { DeletionsStore } from './deletions-store';
import { DeletionsTable } from './deletions-table';
import {
  KIND_WORDS,
  readSearch,
  SEARCH_KINDS,
  type SearchKind,
  searchParams,
} from './retained-search';
import { RetainedStore } from './retained-store';
import { type RetainedChoice, RetainedTable } from './retained-table';

const FIGURES = `Seen: retained messages that MCM has received since it began to observe, without those below $SYS.
Held: what the broker itself counts in $SYS/broker/retained messages/count, those below $SYS included.
What is missing otherwise is what MCM may not read, or has let go when its memory was full.`;

/** What the broker keeps for whoever subscribes: found, published anew, deleted, and had back. */
@Component({
  selector: 'mcm-retained-page',
  imports: [
    DeletionsTable,
    DeletionView,
    DetailSheet,
    Empty,
    Failed,
    Forbidden,
    Icon,
    ListPager,
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatFormField,
    MatIconButton,
    MatInput,
    MatOption,
    MatPrefix,
    MatSelect,
    MatTooltip,
    Note,
    PublishSheet,
    ReadOnly,
    RetainedTable,
    RouterLink,
    Split,
  ],
  providers: [RetainedStore, DeletionsStore],
  templateUrl: './retained-page.html',
  styleUrl: './retained-page.scss',
})
export class RetainedPage {
  readonly #router = inject(Router);
  readonly #sheets = inject(Sheets);
  protected readonly store = inject(RetainedStore);
  protected readonly deletions = inject(DeletionsStore);
  protected readonly live = inject(LiveEvents);

  /** From the address: the deletion that is shown, the search, and which sheet is open. */
  readonly id = input<string>();
  readonly contains = input<string>();
  readonly filter = input<string>();
  readonly value = input<string>();
  readonly by = input<string>();
  readonly cursor = input<string | readonly string[]>();
  readonly view = input<string>();
  readonly publish = input<string>();
  readonly delete = input<string>();

  protected readonly search = computed(() =>
    readSearch(
      { contains: this.contains(), filter: this.filter(), value: this.value() },
      this.by(),
    ),
  );
  protected readonly cursors = computed(() => readCursors(this.cursor()));
  protected readonly shows = computed(() =>
    this.view() === 'deletions' && this.deletions.refusal() === undefined
      ? 'deletions'
      : 'messages',
  );
  protected readonly typed = linkedSignal(() => this.search().text);
  readonly #settled = debounced(this.typed, 250);

  protected readonly kinds = SEARCH_KINDS;
  protected readonly kindWords = KIND_WORDS;
  protected readonly format = { count, counted, exactly };
  protected readonly progressWords = progressWords;
  protected readonly figuresWords = FIGURES;

  protected readonly rows = computed(() => {
    const { log } = this.store;
    const failed = log.failure() !== undefined && log.outdated();
    return failed || this.store.problem() !== undefined ? undefined : log.page()?.entries;
  });
  protected readonly open = computed(() =>
    this.deletions.deletions()?.find(({ id }) => id === this.id()),
  );
  /** What runs and is not shown beside. */
  protected readonly elsewhere = computed(
    (): RetainedDeletion | undefined =>
      this.deletions.running().filter(({ id }) => id !== this.id())[0],
  );
  /** What is to be published: with the value of the row that it is about, when that is a text. */
  protected readonly prefill = computed((): Partial<PublishDraft> => {
    const topic = this.publish();
    const row = this.rows()?.find((candidate) => candidate.topic === topic);
    if (row === undefined) return { retain: true };
    const format = row.payloadFormat === 'json' ? 'json' : 'text';
    const whole = row.payloadFormat !== 'binary' && !row.truncated && !row.payloadEvicted;
    return {
      retain: true,
      qos: row.qos ?? 0,
      ...(whole && { format, payload: row.payloadPreview ?? '' }),
    };
  });
  protected readonly prefillReady = computed(
    () => this.store.log.page() !== undefined || this.store.log.failure() !== undefined,
  );

  constructor() {
    effect(() => this.store.search.set(this.search()));
    effect(() => this.store.cursor.set(this.cursors().at(-1)));
    effect(() => {
      const text = this.#settled.hasValue() ? this.#settled.value() : undefined;
      if (text !== undefined && text !== untracked(this.search).text)
        untracked(() => this.find(this.search().kind, text));
    });
    effect(() => {
      const filter = this.delete();
      if (filter !== undefined) untracked(() => void this.#showDelete(filter));
    });
  }

  protected find(kind: SearchKind, text: string): void {
    const search = searchParams({ kind, text });
    void this.#router.navigate(['/retained'], {
      queryParams: { ...search, cursor: null },
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  protected clear(): void {
    this.typed.set('');
    this.find(this.search().kind, '');
  }

  protected turn(cursors: readonly string[]): void {
    this.#go({ cursor: cursors.length === 0 ? null : cursors });
  }

  protected choose(view: string): void {
    this.#go({ view: view === 'messages' ? null : view });
  }

  protected act({ deed, row }: RetainedChoice): void {
    this.#go({ [deed]: row.topic });
  }

  protected openSheet(sheet: 'publish' | 'delete'): void {
    const { kind, text } = this.search();
    const filter = kind === 'filter' && this.store.problem() === undefined ? text : '';
    this.#go({ [sheet]: sheet === 'delete' ? filter : '' });
  }

  protected readAgain(): void {
    this.store.log.reload();
    this.deletions.reload();
  }

  #go(queryParams: Readonly<Record<string, string | readonly string[] | null>>): void {
    void this.#router.navigate([], { queryParams, queryParamsHandling: 'merge' });
  }

  async #showDelete(filter: string): Promise<void> {
    const id = await this.#sheets.open<DeleteSheet, string, string>(DeleteSheet, {
      data: filter,
      heading: 'delete-sheet',
      ...(filter === '' && { focus: '#delete-filter' }),
    });
    if (id !== undefined) this.deletions.reload();
    await this.#router.navigate(id === undefined ? [] : ['/retained', id], {
      queryParams: { delete: null },
      queryParamsHandling: 'merge',
    });
  }
}
