import { computed, inject, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { listTopics } from '../api/functions';
import type { TopicPage } from '../api/models';
import { Clock } from '../ui/clock';
import { type Failure, failureOf } from '../ui/failure';
import { TopicNodes } from './topic-nodes';
import type { ListQuestion } from './topics-view';

const PAGE_SIZE = 100;

/** A flat list of topics, as far as it was asked for. */
interface Found {
  readonly ids: readonly string[];
  /** Where the next page begins; absent when nothing follows. */
  readonly next?: string;
  /** How many there are in all, where the server has counted them. */
  readonly total?: number;
  readonly asking: boolean;
  readonly failure?: Failure;
  /** When its first page was true, by the server's clock; absent before the first answer. */
  readonly at?: number;
}

/** One row: a topic, or what stands for those that are not here yet. */
export type FoundItem =
  | { readonly kind: 'topic'; readonly id: string }
  | { readonly kind: 'more' | 'loading' | 'failed'; readonly id: string };

const NOTHING: Found = { ids: [], asking: false };

/** The topics that a search or a sorted list brings, page by page as it is scrolled. */
@Service({ autoProvided: false })
export class FoundTopics {
  readonly #api = inject(Api);
  readonly #nodes = inject(TopicNodes);
  readonly #clock = inject(Clock);
  readonly #found = signal<Found>(NOTHING);
  #question: ListQuestion = {};
  /** Grows with every new question: what comes later for an older one is dropped. */
  #turn = 0;

  readonly items = computed((): readonly FoundItem[] => {
    const { ids, asking, failure, next, at } = this.#found();
    const topics = ids.map((id): FoundItem => ({ kind: 'topic', id }));
    if (failure !== undefined) return [...topics, { kind: 'failed', id: 'rest' }];
    if (asking || at === undefined) return [...topics, { kind: 'loading', id: 'rest' }];
    return next === undefined ? topics : [...topics, { kind: 'more', id: 'rest' }];
  });
  readonly ids = computed(() => this.#found().ids);
  readonly asking = computed(() => this.#found().asking);
  readonly failure = computed(() => this.#found().failure);
  readonly at = computed(() => this.#found().at);
  /** How many there are; `least` while more may follow. */
  readonly count = computed(() => {
    const { ids, next, total } = this.#found();
    return { topics: total ?? ids.length, least: total === undefined && next !== undefined };
  });
  /** Whether all has been looked at, and there is none. */
  readonly isEmpty = computed(() => {
    const { ids, at, next, failure } = this.#found();
    return at !== undefined && ids.length === 0 && next === undefined && failure === undefined;
  });

  /** Asks for the first page of something else. */
  async ask(question: ListQuestion): Promise<void> {
    this.#question = question;
    this.#turn += 1;
    this.#found.set(NOTHING);
    await this.loadNext();
  }

  /** Asks for the next page, and on while pages are empty: the server stops now and then on the way. */
  async loadNext(): Promise<void> {
    const { asking, at, next, failure, ...rest } = this.#found();
    if (asking || (at !== undefined && next === undefined && failure === undefined)) return;
    this.#found.set({
      ...rest,
      ...(at !== undefined && { at }),
      ...(next !== undefined && { next }),
      asking: true,
    });
    const turn = this.#turn;
    let cursor = next;
    do {
      const page = await this.#page(turn, cursor);
      if (page === undefined) return;
      this.#add(page);
      cursor = page.topics.length > 0 ? undefined : page.nextCursor;
    } while (cursor !== undefined);
    this.#found.update((found) => ({ ...found, asking: false }));
  }

  /**
   * Asks for the first page again and forgets those after it: for a list that stands at its top. Whether its rows
   * may move then is asked when the answer is there.
   */
  async again(wanted: () => boolean): Promise<void> {
    if (this.#found().asking) return;
    const turn = this.#turn;
    const page = await this.#page(turn, undefined);
    if (page === undefined || this.#found().asking || !wanted()) return;
    this.#found.set(NOTHING);
    this.#add(page);
    if (page.topics.length === 0) await this.loadNext();
  }

  /** `undefined` when it failed, or when nobody asks for it any more. */
  async #page(turn: number, cursor: string | undefined): Promise<TopicPage | undefined> {
    try {
      const page = await this.#api.invoke(listTopics, {
        sort: 'name',
        ...this.#question,
        limit: PAGE_SIZE,
        ...(cursor !== undefined && { cursor }),
      });
      return turn === this.#turn ? page : undefined;
    } catch (error) {
      // The server did not answer, or understood the question differently: the list ends with the reason.
      if (turn === this.#turn)
        this.#found.update((found) => ({ ...found, asking: false, failure: failureOf(error) }));
      return undefined;
    }
  }

  #add({ topics, nextCursor, total }: TopicPage): void {
    const { ids, asking, at } = this.#found();
    // A topic may have moved down since the page before: it stands where it was seen first, and as it is there.
    const known = new Set(ids);
    const added = topics.filter(({ id }) => !known.has(id));
    this.#nodes.keep(added);
    this.#found.set({
      ids: [...ids, ...added.map(({ id }) => id)],
      asking,
      at: at ?? this.#clock.read(),
      ...(nextCursor !== undefined && { next: nextCursor }),
      ...(total !== undefined && { total }),
    });
  }
}
