import { computed, inject, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { listTopics } from '../api/functions';
import type { TopicPage } from '../api/models';
import { failureOf } from '../ui/failure';
import { OpenLevels } from './open-levels';
import { Pause } from './pause';
import { treeItems } from './tree-items';
import { TopicNodes } from './topic-nodes';
import {
  EMPTY_LEVEL,
  hasPage,
  idsOf,
  type LevelPage,
  ROOT,
  type TreeLevel,
  withPage,
} from './tree-level';

const PAGE_SIZE = 100;
/** A topic that lies further down its level is not worth the questions: it is shown without its place. */
const PAGES_SEARCHED = 20;

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
  readonly #paused = inject(Pause).paused;

  readonly #nodes = inject(TopicNodes);
  readonly #levels = signal<ReadonlyMap<string, TreeLevel>>(new Map());
  readonly #coming = new Map<string, Promise<void>>();

  readonly items = computed(() => treeItems(this.#levels(), this.#open.ids()));
  readonly root = computed(() => this.#levels().get(ROOT) ?? EMPTY_LEVEL);

  level(parent: string): TreeLevel {
    return this.#levels().get(parent) ?? EMPTY_LEVEL;
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
        // What is paused stands still, also when the answer was on its way by then.
        const wanted = () => !this.#paused();
        if (known !== undefined) await this.#load(parent, known.cursor, wanted);
      }),
    );
  }

  /** Asks again for the first topics, or for the first time if they could not be had. */
  async refreshRoot(): Promise<void> {
    if (this.root().pages.length === 0) await this.loadNext(ROOT);
    else await this.refresh([{ parent: ROOT, page: 0 }]);
  }

  /** Opens the tree down to a topic; answers its id, or `undefined` when there is no such topic. */
  async reveal(topic: string): Promise<string | undefined> {
    const ids = await this.locate(topic);
    this.#open.open(...ids.slice(0, -1));
    return ids.length === topic.split('/').length ? ids.at(-1) : undefined;
  }

  /** The ids of the levels down to a topic, and its own: as many as there are, asked for level by level. */
  async locate(topic: string): Promise<readonly string[]> {
    const ids: string[] = [];
    const names = topic.split('/');
    for (const depth of names.keys()) {
      const id = await this.#find(ids.at(-1) ?? ROOT, names.slice(0, depth + 1).join('/'));
      if (id === undefined) break;
      ids.push(id);
    }
    return ids;
  }

  /** Asks page after page of a level until the topic is among them. */
  async #find(parent: string, topic: string): Promise<string | undefined> {
    for (;;) {
      const id = this.#nodes.idOf(topic);
      const { pages } = this.level(parent);
      // A list may have met it before the tree has.
      if (id !== undefined && pages.some((page) => idsOf(page).includes(id))) return id;
      if (pages.length >= PAGES_SEARCHED) return undefined;
      await this.loadNext(parent);
      if (this.level(parent).pages.length === pages.length) return undefined;
    }
  }

  async #loadOpen(parent: string): Promise<void> {
    const open = this.#open.ids();
    const ids = this.level(parent).pages.flatMap((page) =>
      idsOf(page).filter((id) => open.has(id)),
    );
    await Promise.all(
      ids.map(async (id) => {
        if (this.level(id).pages.length === 0) await this.loadNext(id);
        await this.#loadOpen(id);
      }),
    );
  }

  async #load(
    parent: string,
    cursor: string | undefined,
    wanted: () => boolean = () => true,
  ): Promise<void> {
    try {
      const answer = await this.#api.invoke(listTopics, {
        limit: PAGE_SIZE,
        ...(parent !== ROOT && { parent }),
        ...(cursor !== undefined && { cursor }),
      });
      if (wanted()) this.#take(parent, cursor, answer);
    } catch (error) {
      // The server did not answer, or the topic has gone: what is there stays, and a new one says why.
      const level = this.level(parent);
      const last = level.pages.at(-1);
      const isNew = last === undefined || (last.next !== undefined && last.next === cursor);
      this.#put(parent, { ...level, loading: false, ...(isNew && { failure: failureOf(error) }) });
    }
  }

  #take(parent: string, cursor: string | undefined, answer: TopicPage): void {
    const { topics, nextCursor, total } = answer;
    // A list may show some of them, which stand still with it.
    const paused = this.#paused();
    this.#nodes.keep(paused ? topics.filter(({ id }) => !this.#nodes.node(id)) : topics);
    const isApart = (topic: string) => parent === ROOT && topic.startsWith('$');
    const apart = topics.filter(({ topic }) => isApart(topic));
    const page: LevelPage = {
      ids: topics.filter(({ topic }) => !isApart(topic)).map(({ id }) => id),
      ...(apart.length > 0 && { apart: apart.map(({ id }) => id) }),
      ...(cursor !== undefined && { cursor }),
      ...(nextCursor !== undefined && { next: nextCursor }),
    };
    const [level, all] = [this.level(parent), total ?? topics.length];
    // Most answers bring other figures only: the rows and their order stay as they are.
    if (!hasPage(level, page, all)) this.#put(parent, withPage(level, page, all));
  }

  #put(parent: string, level: TreeLevel): void {
    this.#levels.update((levels) => new Map(levels).set(parent, level));
  }
}
