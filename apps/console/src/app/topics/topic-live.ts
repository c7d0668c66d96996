import { DestroyRef, effect, inject, Service, signal, untracked } from '@angular/core';
import { LiveEvents } from '../live/live-events';
import { PageVisibility } from '../live/page-visibility';
import { ROOT } from './tree-level';
import { type PagePlace, TopicTree } from './topic-tree';
import type { TreeItem } from './tree-items';

const EVERY_MS = 2_000;
/** More pages than fit on a screen at once would only be a burst of questions. */
const PAGES_AT_ONCE = 12;

/** Keeps what is in sight of the tree fresh: watched on the stream, and asked for again every 2 s. */
@Service({ autoProvided: false })
export class TopicLive {
  readonly #tree = inject(TopicTree);
  readonly #live = inject(LiveEvents);
  readonly #visible = inject(PageVisibility).visible;
  readonly #watch = this.#live.watch();
  readonly paused = signal(false);
  /** The rows on the screen. */
  readonly inSight = signal<readonly TreeItem[]>([]);
  #busy = false;

  constructor() {
    const release = this.#live.on('topic_message', (event) => {
      if (!this.paused()) this.#tree.hear(event);
    });
    const timer = setInterval(() => void this.refresh(), EVERY_MS);
    effect(() => this.#watch.set(this.paused() ? [] : this.#filters()));
    // What was missed while there was no stream is asked for as soon as there is one again.
    effect(() => {
      this.#live.openings();
      untracked(() => void this.refresh());
    });
    inject(DestroyRef).onDestroy(() => {
      release();
      clearInterval(timer);
      this.#watch.release();
    });
  }

  async refresh(): Promise<void> {
    if (this.#busy || this.paused() || !this.#visible()) return;
    this.#busy = true;
    await this.#tree.refresh(pagesOf(this.inSight()).slice(0, PAGES_AT_ONCE));
    this.#busy = false;
  }

  /** `+` below every topic that stands open on the screen. */
  #filters(): readonly string[] {
    const parents = new Set(this.inSight().map(({ parent }) => parent));
    return [...parents].map((parent) => {
      const topic =
        parent === ROOT ? undefined : untracked(() => this.#tree.node(parent)?.row.topic);
      return topic === undefined ? '+' : `${topic}/+`;
    });
  }
}

/** The pages these rows came with, each once. */
function pagesOf(items: readonly TreeItem[]): readonly PagePlace[] {
  const places = new Map<string, PagePlace>();
  for (const item of items) {
    if (item.kind !== 'topic') continue;
    places.set(`${item.page}:${item.parent}`, { parent: item.parent, page: item.page });
  }
  return [...places.values()];
}
