import { DestroyRef, effect, inject, Service, signal, untracked } from '@angular/core';
import { Api } from '../api/api';
import { lookUpTopics } from '../api/functions';
import { LiveEvents } from '../live/live-events';
import { PageVisibility } from '../live/page-visibility';
import { MessageFrames } from './message-frames';
import { Pause } from './pause';
import { TopicNodes } from './topic-nodes';
import { type PagePlace, TopicTree } from './topic-tree';
import type { TreeItem } from './tree-items';

/** A message must be on the screen within a second of being published. */
const EVERY_MS = 750;
/** More pages than fit on a screen at once would only be a burst of questions. */
const PAGES_AT_ONCE = 12;
/** A frame of the stream carries 64 filters; the rest is for the open topic and the plots. */
const MOST_WATCHED = 56;
const MOST_LOOKED_UP = 100;

/** The rows on the screen, of the tree or of a list. */
export type Sight =
  | { readonly kind: 'tree'; readonly items: readonly TreeItem[] }
  | { readonly kind: 'list'; readonly ids: readonly string[] };

/** Keeps what is in sight fresh: watched on the stream, and asked for again more than once a second. */
@Service({ autoProvided: false })
export class TopicLive {
  readonly #api = inject(Api);
  readonly #tree = inject(TopicTree);
  readonly #nodes = inject(TopicNodes);
  readonly #live = inject(LiveEvents);
  readonly #paused = inject(Pause).paused;
  readonly #visible = inject(PageVisibility).visible;
  readonly #watch = this.#live.watch();
  readonly sight = signal<Sight>({ kind: 'tree', items: [] });
  #busy = false;

  constructor() {
    const release = inject(MessageFrames).on((frame) => {
      if (this.#paused()) return;
      for (const event of frame.values()) this.#nodes.hear(event);
    });
    const timer = setInterval(() => void this.refresh(), EVERY_MS);
    effect(() => this.#watch.set(this.#paused() ? [] : this.#filters()));
    // What was missed while there was no stream, or while paused, is asked for as soon as there can be more.
    effect(() => {
      this.#live.openings();
      if (!this.#paused()) untracked(() => void this.refresh());
    });
    inject(DestroyRef).onDestroy(() => {
      release();
      clearInterval(timer);
      this.#watch.release();
    });
  }

  async refresh(): Promise<void> {
    if (this.#busy || this.#paused() || !this.#visible()) return;
    this.#busy = true;
    const sight = this.sight();
    if (sight.kind === 'list') await this.#lookUp(sight.ids);
    else await this.#askPages(pagesOf(sight.items));
    this.#busy = false;
  }

  async #askPages(places: readonly PagePlace[]): Promise<void> {
    if (places.length > 0) await this.#tree.refresh(places.slice(0, PAGES_AT_ONCE));
    else await this.#tree.refreshRoot();
  }

  async #lookUp(ids: readonly string[]): Promise<void> {
    const topics = this.#names(ids).slice(0, MOST_LOOKED_UP);
    if (topics.length === 0) return;
    try {
      const found = await this.#api.invoke(lookUpTopics, { body: { topics } });
      if (!this.#paused()) this.#nodes.keep(found.topics);
    } catch {
      // The server does not answer: what is shown stays, and the frame of the page says so.
    }
  }

  /** The topics on the screen themselves; a level that is none moves with the next answer. */
  #filters(): readonly string[] {
    const sight = this.sight();
    const ids = sight.kind === 'list' ? sight.ids : sight.items.map(({ id }) => id);
    return this.#names(ids).slice(0, MOST_WATCHED);
  }

  #names(ids: readonly string[]): readonly string[] {
    return untracked(() =>
      ids.flatMap((id) => {
        const row = this.#nodes.node(id)?.row;
        return row?.isTopic === true ? [row.topic] : [];
      }),
    );
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
