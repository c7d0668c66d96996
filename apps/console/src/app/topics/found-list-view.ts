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
  DestroyRef,
  effect,
  inject,
  Injector,
  input,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import type { TopicSort } from '../api/models';
import { type FoundItem, FoundTopics } from './found-topics';
import { listMove } from './list-keys';
import { Pause } from './pause';
import { TopicLive } from './topic-live';
import { TopicNodes } from './topic-nodes';
import { TopicRestRow } from './topic-rest-row';
import { TopicRowView } from './topic-row-view';

const ROW_PX = 32;
const ROW_TOUCH_PX = 40;
const AGAIN_MS = 5_000;

/** The topics that were found, flat: only the rows on the screen exist, arrow keys walk them. */
@Component({
  selector: 'mcm-found-list',
  imports: [
    CdkFixedSizeVirtualScroll,
    CdkVirtualForOf,
    CdkVirtualScrollViewport,
    TopicRestRow,
    TopicRowView,
  ],
  templateUrl: './found-list-view.html',
  styleUrl: './topic-tree-view.scss',
  host: { '(pointerenter)': 'pointed.set(true)', '(pointerleave)': 'pointed.set(false)' },
})
export class FoundListView {
  protected readonly found = inject(FoundTopics);
  protected readonly nodes = inject(TopicNodes);
  readonly #live = inject(TopicLive);
  readonly #paused = inject(Pause).paused;
  readonly #injector = inject(Injector);
  readonly selected = input<string>();
  readonly sort = input.required<TopicSort>();
  readonly label = input.required<string>();
  readonly chosen = output<string>();

  protected readonly rowPx = inject(MediaMatcher).matchMedia('(max-width: 799px)').matches
    ? ROW_TOUCH_PX
    : ROW_PX;
  protected readonly pointed = signal(false);
  protected readonly viewport = viewChild.required(CdkVirtualScrollViewport);
  readonly #range = signal({ start: 0, end: 0 });
  readonly #inSight = computed(() => {
    const { start, end } = this.#range();
    return this.found.items().slice(start, end);
  });
  readonly #active = signal<string | undefined>(undefined);
  /** The row the keys start from; the focus itself stays on the list, as in the tree. */
  protected readonly active = computed(() => {
    const items = this.found.items();
    const wanted = this.#active() ?? this.selected();
    const index = Math.max(
      0,
      items.findIndex(({ id }) => id === wanted),
    );
    return { index, id: items[index]?.id };
  });

  constructor() {
    effect(() => {
      const inSight = this.#inSight();
      untracked(() => {
        const topics = inSight.filter(({ kind }) => kind === 'topic');
        this.#live.sight.set({ kind: 'list', ids: topics.map(({ id }) => id) });
        if (inSight.some(({ kind }) => kind === 'more')) void this.found.loadNext();
      });
    });
    effect(() => {
      this.found.items();
      afterNextRender(() => this.look(), { injector: this.#injector });
    });
    const timer = setInterval(() => this.#again(), AGAIN_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  focus(): void {
    this.viewport().elementRef.nativeElement.focus();
  }

  protected look(): void {
    const { start, end } = this.viewport().getRenderedRange();
    const before = untracked(this.#range);
    if (before.start !== start || before.end !== end) this.#range.set({ start, end });
  }

  protected same(_index: number, item: FoundItem): string {
    return item.id;
  }

  protected press(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { index } = this.active();
    if (event.key === 'Enter' || event.key === ' ') this.choose(index);
    else {
      const to = listMove(event.key, index, this.found.items().length);
      if (to === undefined) return;
      this.#go(to);
    }
    event.preventDefault();
  }

  protected choose(index: number): void {
    const item = this.found.items()[index];
    if (item === undefined) return;
    this.#active.set(item.id);
    if (item.kind === 'topic') this.chosen.emit(item.id);
    else void this.found.loadNext();
  }

  #go(index: number): void {
    this.#active.set(this.found.items()[index]?.id);
    const viewport = this.viewport();
    const top = index * this.rowPx;
    const offset = viewport.measureScrollOffset();
    const height = viewport.getViewportSize();
    if (top < offset) viewport.scrollToOffset(top);
    else if (top + this.rowPx > offset + height) viewport.scrollToOffset(top + this.rowPx - height);
  }

  /** Sorts anew while nobody is about to choose: no row may move under a pointer. */
  #again(): void {
    if (this.#mayMove()) void this.found.again(() => this.#mayMove());
  }

  #mayMove(): boolean {
    const viewport = this.viewport();
    return !(
      this.#paused() ||
      this.pointed() ||
      viewport.measureScrollOffset() > 0 ||
      viewport.elementRef.nativeElement.matches(':focus') ||
      viewport.elementRef.nativeElement.ownerDocument.hidden
    );
  }
}
