import { computed, inject, Service, signal, type WritableSignal } from '@angular/core';
import type { TopicMessageEvent } from '#contract';
import { Api } from '../api/api';
import { listTopics } from '../api/functions';
import type { TopicPage, TopicRow } from '../api/models';
import { failureOf } from '../ui/failure';
import { OpenLevels } from './open-levels';
import { treeItems } from './tree-items';
import { EMPTY_LEVEL, type LevelPage, ROOT, type TreeLevel, withPage } from './tree-level';
import { afterAnswer, afterMessage, type TopicNode } from './topic-node';

const PAGE_SIZE = 100;

/** A page of a level. */
export interface PagePlace {
  readonly parent: string;
  readonly page: number;
}

/** The topics this tab has asked for, level by level and page by page. */
@Service({ autoProvided: false })
export class TopicTree {
  readonly #api = inject(Api);
  readonly #open = inject(OpenLevels);

  readonly #levels = signal<ReadonlyMap<string, TreeLevel>>(new Map());
  /** One signal per topic: a message redraws its own row and no other. */
  readonly #nodes = new Map<string, WritableSignal<TopicNode>>();
  readonly #ids = new Map<string, string>();
  readonly #coming = new Map<string, Promise<void>>();

  readonly items = computed(() => treeItems(this.#levels(), this.#open.ids()));
  readonly root = computed(() => this.#levels().get(ROOT) ?? EMPTY_LEVEL);

  node(id: string): TopicNode | undefined {
    return this.#nodes.get(id)?.();
  }

  level(parent: string): TreeLevel {
    return this.#levels().get(parent) ?? EMPTY_LEVEL;
  }

  /** The id of a topic by its full name, if the tree has met it. */
  idOf(topic: string): string | undefined {
    this.#levels();
    return this.#ids.get(topic);
  }

  /** Asks for the first topics, and for the levels that stood open. */
  async start(): Promise<void> {
    await this.loadNext(ROOT);
    await this.#loadOpen(ROOT);
  }

  async open(id: string): Promise<void> {
    this.#open.open(id);
    if (this.level(id).pages.length === 0) await this.loadNext(id);
    await this.#loadOpen(id);
  }

  close(id: string): void {
    this.#open.close(id);
  }

  /** Asks for the page after the last one there is; while one is on its way, this is that one. */
  loadNext(parent: string): Promise<void> {
    const coming = this.#coming.get(parent);
    if (coming !== undefined) return coming;
    const level = this.level(parent);
    const last = level.pages.at(-1);
    if (last !== undefined && last.next === undefined) return Promise.resolve();
    const { failure: _, ...rest } = level;
    this.#put(parent, { ...rest, loading: true });
    const asked = this.#load(parent, last?.next).finally(() => this.#coming.delete(parent));
    this.#coming.set(parent, asked);
    return asked;
  }

  /** Asks again for pages that are in sight: counts, rates, and topics that have come or gone. */
  async refresh(places: readonly PagePlace[]): Promise<void> {
    await Promise.all(
      places.map(async ({ parent, page }) => {
        const known = this.level(parent).pages[page];
        if (known !== undefined) await this.#load(parent, known.cursor);
      }),
    );
  }

  /** Asks again for the first topics, or for the first time if they could not be had. */
  async refreshRoot(): Promise<void> {
    if (this.root().pages.length === 0) await this.loadNext(ROOT);
    else await this.refresh([{ parent: ROOT, page: 0 }]);
  }

  /** Shows a message in the row of its topic; answers whether there is one. */
  hear(event: TopicMessageEvent): boolean {
    const id = this.#ids.get(event.topic);
    const node = id === undefined ? undefined : this.#nodes.get(id);
    node?.update((known) => afterMessage(known, event, Date.now()));
    return node !== undefined;
  }

  /** Opens the tree down to a topic; answers its id, or `undefined` when there is no such topic. */
  async reveal(topic: string): Promise<string | undefined> {
    let parent = ROOT;
    const names = topic.split('/');
    for (const depth of names.keys()) {
      const id = await this.#find(parent, names.slice(0, depth + 1).join('/'));
      if (id === undefined || depth === names.length - 1) return id;
      this.#open.open(id);
      parent = id;
    }
    return undefined;
  }

  /** Asks page after page of a level until the topic is among them. */
  async #find(parent: string, topic: string): Promise<string | undefined> {
    for (;;) {
      const id = this.#ids.get(topic);
      if (id !== undefined) return id;
      const before = this.level(parent).pages.length;
      await this.loadNext(parent);
      if (this.level(parent).pages.length === before) return this.#ids.get(topic);
    }
  }

  async #loadOpen(parent: string): Promise<void> {
    const open = this.#open.ids();
    const ids = this.level(parent).pages.flatMap((page) => page.ids.filter((id) => open.has(id)));
    await Promise.all(
      ids.map(async (id) => {
        if (this.level(id).pages.length === 0) await this.loadNext(id);
        await this.#loadOpen(id);
      }),
    );
  }

  async #load(parent: string, cursor: string | undefined): Promise<void> {
    try {
      const answer = await this.#api.invoke(listTopics, {
        limit: PAGE_SIZE,
        ...(parent !== ROOT && { parent }),
        ...(cursor !== undefined && { cursor }),
      });
      this.#take(parent, cursor, answer);
    } catch (error) {
      // The server did not answer, or the topic has gone: what is there stays, and a new one says why.
      const level = this.level(parent);
      const last = level.pages.at(-1);
      const isNew = last === undefined || (last.next !== undefined && last.next === cursor);
      this.#put(parent, { ...level, loading: false, ...(isNew && { failure: failureOf(error) }) });
    }
  }

  #take(
    parent: string,
    cursor: string | undefined,
    { topics, nextCursor, total }: TopicPage,
  ): void {
    for (const row of topics) this.#keep(row);
    const page: LevelPage = {
      ids: topics.map(({ id }) => id),
      ...(cursor !== undefined && { cursor }),
      ...(nextCursor !== undefined && { next: nextCursor }),
    };
    this.#put(parent, withPage(this.level(parent), page, total));
  }

  #keep(row: TopicRow): void {
    const node = this.#nodes.get(row.id);
    this.#ids.set(row.topic, row.id);
    if (node === undefined) this.#nodes.set(row.id, signal(afterAnswer(undefined, row)));
    else node.update((known) => afterAnswer(known, row));
  }

  #put(parent: string, level: TreeLevel): void {
    this.#levels.update((levels) => new Map(levels).set(parent, level));
  }
}
