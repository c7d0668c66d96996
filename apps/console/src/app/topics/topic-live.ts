import { DestroyRef, effect, inject, Service, signal, untracked } from '@angular/core';
import { LiveEvents } from '../live/live-events';
import { PageVisibility } from '../live/page-visibility';
import { ROOT } from './tree-level';
import { type PagePlace, TopicTree } from './topic-tree';
import type { TreeItem } from './tree-items';

/** A message must be on the screen within a second of being published. */
const EVERY_MS = 750;
/** Unknown topics come in bursts; one question is enough for all of them. */
const SOON_MS = 50;
/** More pages than fit on a screen at once would only be a burst of questions. */
const PAGES_AT_ONCE = 12;

/** Keeps what is in sight of the tree fresh: watched on the stream, and asked for again more than once a second. */
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
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const release = this.#live.on('topic_message', (event) => {
      // A topic that the tree does not know yet is new in a level that stands open.
      if (!this.paused() && !this.#tree.hear(event)) this.#refreshSoon();
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
      clearTimeout(this.#soon);
      this.#watch.release();
    });
  }

  async refresh(): Promise<void> {
    if (this.#busy || this.paused() || !this.#visible()) return;
    this.#busy = true;
    const places = pagesOf(this.inSight());
    if (places.length > 0) await this.#tree.refresh(places.slice(0, PAGES_AT_ONCE));
    else await this.#tree.refreshRoot();
    this.#busy = false;
  }

  #refreshSoon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      void this.refresh();
    }, SOON_MS);
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
