import { MediaMatcher } from '@angular/cdk/layout';
import {
  CdkFixedSizeVirtualScroll,
  CdkVirtualForOf,
  CdkVirtualScrollViewport,
} from '@angular/cdk/scrolling';
import {
  afterNextRender,
  Component,
  computed,
  effect,
  inject,
  Injector,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { count, counted } from '../ui/formats';
import { Icon } from '../ui/icon';
import { HistoryExport } from './history-export';
import { heldWords, type HistoryRow } from './history-list';
import { HistoryNote } from './history-note';
import { HistoryRowView } from './history-row';
import { listMove } from './list-keys';
import { OpenTopic } from './open-topic';
import { TopicHistoryStore } from './topic-history';

const ROW_PX = 28;
const ROW_TOUCH_PX = 44;
const MOST_ROWS = 16;
const BORDERS_PX = 2;

/** What was published to the topic, latest first; choosing a row shows that message above. */
@Component({
  selector: 'mcm-history-panel',
  imports: [
    CdkFixedSizeVirtualScroll,
    CdkVirtualForOf,
    CdkVirtualScrollViewport,
    HistoryNote,
    HistoryRowView,
    Icon,
    MatButton,
  ],
  providers: [HistoryExport],
  templateUrl: './history-panel.html',
  styleUrl: './history-panel.scss',
})
export class HistoryPanel {
  protected readonly store = inject(TopicHistoryStore);
  protected readonly export = inject(HistoryExport);
  protected readonly topic = inject(OpenTopic);
  readonly #injector = inject(Injector);
  /** The number of the message that is shown. */
  readonly shown = input<number>();
  readonly chosen = output<number>();

  protected readonly rowPx = inject(MediaMatcher).matchMedia('(max-width: 799px)').matches
    ? ROW_TOUCH_PX
    : ROW_PX;
  protected readonly viewport = viewChild(CdkVirtualScrollViewport);
  protected readonly format = { count, counted };
  readonly #range = signal({ start: 0, end: 0 });
  /** The row that is shown, while it exists. */
  protected readonly active = computed(() => {
    const { start, end } = this.#range();
    const rows = this.store.rows().slice(start, end);
    const id = String(this.shown());
    return rows.some((row) => row.id === id) ? `message-${id}` : null;
  });
  protected readonly heading = computed(() => {
    const list = this.store.list();
    return list === undefined ? '' : heldWords(list);
  });
  protected readonly height = computed(
    () => Math.min(MOST_ROWS, this.store.rows().length) * this.rowPx + BORDERS_PX,
  );

  constructor() {
    effect(() => {
      const viewport = this.viewport();
      this.height();
      // The list measures itself only when the window changes.
      afterNextRender(() => viewport?.checkViewportSize(), { injector: this.#injector });
    });
    effect((onCleanup) => {
      const ranges = this.viewport()?.renderedRangeStream;
      const heard = ranges?.subscribe((range) => this.#range.set(range));
      onCleanup(() => heard?.unsubscribe());
    });
  }

  protected same(_index: number, row: HistoryRow): string {
    return row.id;
  }

  protected scrolled(): void {
    const viewport = this.viewport();
    if (viewport === undefined) return;
    this.store.following.set(viewport.measureScrollOffset('top') < this.rowPx);
    if (viewport.measureScrollOffset('bottom') < this.rowPx * MOST_ROWS) void this.store.older();
  }

  protected async toTheLatest(): Promise<void> {
    this.viewport()?.scrollToOffset(0);
    this.store.following.set(true);
    await this.store.latest();
  }

  /** Arrow keys show one message after the other, as they stand in the list. */
  protected press(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const messages = this.store.rows().flatMap((row) => (row.kind === 'message' ? [row] : []));
    const index = messages.findIndex(({ message }) => message.number === this.shown());
    const to = listMove(event.key, index, messages.length);
    const row = to === undefined ? undefined : messages[to];
    if (row === undefined) return;
    event.preventDefault();
    this.chosen.emit(row.message.number);
    this.#show(this.store.rows().indexOf(row));
  }

  #show(index: number): void {
    const viewport = this.viewport();
    if (viewport === undefined) return;
    const top = index * this.rowPx;
    const offset = viewport.measureScrollOffset();
    const height = viewport.getViewportSize();
    if (top < offset) viewport.scrollToOffset(top);
    else if (top + this.rowPx > offset + height) viewport.scrollToOffset(top + this.rowPx - height);
  }
}
