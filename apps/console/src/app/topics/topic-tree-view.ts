import {
  CdkFixedSizeVirtualScroll,
  CdkVirtualForOf,
  CdkVirtualScrollViewport,
} from '@angular/cdk/scrolling';
import { MediaMatcher } from '@angular/cdk/layout';
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
  untracked,
  viewChild,
} from '@angular/core';
import { TopicLive } from './topic-live';
import { TopicNodes } from './topic-nodes';
import { TopicRestRow } from './topic-rest-row';
import { TopicRowView } from './topic-row-view';
import { TopicTree } from './topic-tree';
import type { TreeItem } from './tree-items';
import { treeMove } from './tree-keys';

const ROW_PX = 32;
const ROW_TOUCH_PX = 40;

/** The tree of topics: only the rows on the screen exist, arrow keys walk it. */
@Component({
  selector: 'mcm-topic-tree',
  imports: [
    CdkFixedSizeVirtualScroll,
    CdkVirtualForOf,
    CdkVirtualScrollViewport,
    TopicRestRow,
    TopicRowView,
  ],
  templateUrl: './topic-tree-view.html',
  styleUrl: './topic-tree-view.scss',
})
export class TopicTreeView {
  protected readonly tree = inject(TopicTree);
  protected readonly nodes = inject(TopicNodes);
  readonly #live = inject(TopicLive);
  readonly #injector = inject(Injector);
  readonly selected = input<string>();
  readonly chosen = output<string>();

  protected readonly rowPx = inject(MediaMatcher).matchMedia('(max-width: 799px)').matches
    ? ROW_TOUCH_PX
    : ROW_PX;
  protected readonly viewport = viewChild.required(CdkVirtualScrollViewport);
  readonly #range = signal({ start: 0, end: 0 });
  protected readonly inSight = computed(() => {
    const { start, end } = this.#range();
    return this.tree.items().slice(start, end);
  });
  readonly #active = signal<{ readonly id: string; readonly index: number } | undefined>(undefined);
  /**
   * The row the keys start from. The focus itself stays on the tree, which names this row as its active
   * descendant: a row that is scrolled away ceases to exist, and would take the focus with it.
   */
  protected readonly active = computed(() => {
    const items = this.tree.items();
    const active = this.#active();
    const found = items.findIndex(({ id }) => id === (active?.id ?? this.selected()));
    const index = found === -1 ? Math.min(active?.index ?? 0, items.length - 1) : found;
    return { index, id: items[index]?.id };
  });

  constructor() {
    effect(() => {
      const inSight = this.inSight();
      untracked(() => {
        this.#live.sight.set({ kind: 'tree', items: inSight });
        for (const { kind, parent } of inSight)
          if (kind === 'more') void this.tree.loadNext(parent);
      });
    });
    // The range changes with the rows as well as with scrolling, and is known once they are drawn.
    effect(() => {
      this.tree.items();
      afterNextRender(() => this.look(), { injector: this.#injector });
    });
  }

  focus(): void {
    this.viewport().elementRef.nativeElement.focus();
  }

  protected look(): void {
    const { start, end } = this.viewport().getRenderedRange();
    const before = untracked(this.#range);
    if (before.start !== start || before.end !== end) this.#range.set({ start, end });
  }

  /** Brings a topic onto the screen. */
  show(id: string): void {
    this.#scrollTo(this.tree.items().findIndex((item) => item.id === id));
  }

  protected same(_index: number, item: TreeItem): string {
    return item.id;
  }

  protected press(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const items = this.tree.items();
    const move = treeMove(event.key, items, this.active().index, (id) => this.#hasChildren(id));
    if (move === undefined) return;
    event.preventDefault();
    if (move.kind === 'go') this.#go(move.index);
    else if (move.kind === 'open') void this.tree.open(move.id);
    else if (move.kind === 'close') this.tree.close(move.id);
    else this.choose(items[this.active().index]);
  }

  /** A topic is shown; a mere level of the tree opens and closes; what failed is asked for again. */
  protected choose(item: TreeItem | undefined): void {
    if (item === undefined) return;
    this.#activate(item.id);
    if (item.kind !== 'topic') void this.tree.loadNext(item.parent);
    else if (this.nodes.node(item.id)?.row.isTopic) this.chosen.emit(item.id);
    else this.toggle(item.id);
  }

  protected toggle(id: string): void {
    this.#activate(id);
    const item = this.tree.items().find((candidate) => candidate.id === id);
    if (item?.kind !== 'topic') return;
    if (item.open) this.tree.close(id);
    else void this.tree.open(id);
  }

  #hasChildren(id: string): boolean {
    return (this.nodes.node(id)?.row.topicsBelow ?? 0) > 0;
  }

  #activate(id: string): void {
    this.#active.set({ id, index: this.tree.items().findIndex((item) => item.id === id) });
  }

  #go(index: number): void {
    const item = this.tree.items()[index];
    if (item === undefined) return;
    this.#active.set({ id: item.id, index });
    this.#scrollTo(index);
  }

  #scrollTo(index: number): void {
    if (index === -1) return;
    const viewport = this.viewport();
    const top = index * this.rowPx;
    const offset = viewport.measureScrollOffset();
    const height = viewport.getViewportSize();
    if (top < offset) viewport.scrollToOffset(top);
    else if (top + this.rowPx > offset + height) viewport.scrollToOffset(top + this.rowPx - height);
  }
}
