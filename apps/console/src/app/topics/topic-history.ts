import { computed, DestroyRef, effect, inject, Service, signal, untracked } from '@angular/core';
import { Api } from '../api/api';
import { getTopicHistory } from '../api/functions';
import { LiveEvents } from '../live/live-events';
import { type Failure, failureOf } from '../ui/failure';
import { type HistoryList, historyRows, upTo, withLatest, withOlder } from './history-list';
import { OpenTopic } from './open-topic';
import { Pause } from './pause';

const PAGE_SIZE = 100;
const EVERY_MS = 400;

/** What was published to the open topic: follows the latest while that is in sight, and pages to the oldest. */
@Service({ autoProvided: false })
export class TopicHistoryStore {
  readonly #api = inject(Api);
  readonly #topic = inject(OpenTopic);
  readonly #paused = inject(Pause).paused;
  readonly #openings = inject(LiveEvents).openings;
  readonly #list = signal<HistoryList | undefined>(undefined);
  readonly #failure = signal<Failure | undefined>(undefined);
  /** Whether the latest is in sight. */
  readonly following = signal(true);

  readonly list = this.#list.asReadonly();
  readonly failure = this.#failure.asReadonly();
  readonly rows = computed(() => {
    const list = this.#list();
    if (list === undefined) return [];
    const shown = this.following() && this.#topic.number() === undefined;
    return historyRows(shown ? upTo(list, this.#topic.message()) : list);
  });
  /** Messages that have come since the latest in the list. */
  readonly behind = computed(() => {
    const newest = this.#list()?.messages[0]?.number;
    const known = Math.max(this.#topic.facts()?.messages ?? 0, this.#topic.message()?.number ?? 0);
    return newest === undefined ? 0 : Math.max(0, known - newest);
  });
  readonly #id = computed(() => {
    const facts = this.#topic.facts();
    return facts?.isTopic === true ? facts.id : undefined;
  });
  #timer: ReturnType<typeof setTimeout> | undefined;
  #askedAt = 0;
  #older: Promise<void> | undefined;

  constructor() {
    effect(() => {
      this.#id();
      untracked(() => this.#begin());
    });
    effect(() => {
      this.#topic.message();
      this.#topic.facts();
      this.#openings();
      if (!this.#paused() && this.following()) untracked(() => this.#latestSoon());
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
  }

  /** Asks for the latest ones now. */
  async latest(): Promise<void> {
    const id = this.#id();
    if (id === undefined) return;
    this.#askedAt = Date.now();
    try {
      const page = await this.#api.invoke(getTopicHistory, { id, limit: PAGE_SIZE });
      if (id !== this.#id()) return;
      this.#list.update((list) => withLatest(list, page));
      this.#failure.set(undefined);
    } catch (error) {
      // The server does not answer, or the topic has gone: what is there stays.
      if (id === this.#id()) this.#failure.set(failureOf(error));
    }
  }

  /** Asks for the page of older ones; while one is on its way, this is that one. */
  older(): Promise<void> {
    this.#older ??= this.#askOlder().finally(() => (this.#older = undefined));
    return this.#older;
  }

  async #askOlder(): Promise<void> {
    const [id, list] = [this.#id(), this.#list()];
    if (id === undefined || list?.next === undefined) return;
    try {
      const page = await this.#api.invoke(getTopicHistory, {
        id,
        limit: PAGE_SIZE,
        cursor: list.next,
      });
      if (id !== this.#id()) return;
      this.#list.update((known) => known && withOlder(known, page));
      this.#failure.set(undefined);
    } catch (error) {
      // As above; scrolling to the end asks again.
      if (id === this.#id()) this.#failure.set(failureOf(error));
    }
  }

  #begin(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#list.set(undefined);
    this.#failure.set(undefined);
    this.following.set(true);
    void this.latest();
  }

  #latestSoon(): void {
    const known = this.#list();
    if (known === undefined || this.behind() === 0) return;
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        if (!this.#paused() && this.following()) void this.latest();
      },
      Math.max(0, this.#askedAt + EVERY_MS - Date.now()),
    );
  }
}
