import { ChangeQueue } from './change-queue.js';
import { decayed, TICK_MS, tickOf } from './decay.js';
import { FeedList } from './feed-list.js';
import { IdIndex } from './id-index.js';
import { BRANCH, FLAG, LEVEL } from './level-store.js';
import { HELD_REST_SHIFT, RowReader } from './row-reader.js';
import { topicHash } from './topic-hash.js';
import type {
  ChangeBatch,
  ChildrenQuery,
  FeedSink,
  HeldMessage,
  HistoryQuery,
  LastPayload,
  TopicChange,
  TopicHistory,
  TopicPage,
  TopicRow,
  TopicSearch,
  TopicTableOptions,
  TrafficCounters,
} from './topic-row.js';
import { TopicReader } from './topic-reader.js';
import type { Search } from './topic-search.js';
import { TopicTree } from './topic-tree.js';
import { WatchList } from './watch-list.js';

/** Two bytes hold the length of a topic (MQTT 5.0 section 1.5.4). */
const MAX_TOPIC_BYTES = 65_535;
const DOLLAR = 0x24;
const ENCODER = new TextEncoder();
const SOME_SEED = [0x9e37_79b9, 0x7f4a_7c15] as const;

/**
 * Everything that was published, as a tree of topics with counts, rates and messages, in typed arrays
 * within one budget. `record` takes bytes and allocates nothing for a topic that is known. When the
 * budget is used up, the history of the least recently updated topics goes first, then their last messages,
 * then these topics.
 */
export class TopicTable {
  readonly #tree: TopicTree;
  readonly #ids: IdIndex;
  readonly #rows: RowReader;
  readonly #watched: WatchList;
  readonly #feeds: FeedList;
  readonly #sink: FeedSink | undefined;
  readonly #changed: ChangeQueue;
  readonly #key0: number;
  readonly #key1: number;
  readonly #reader: TopicReader;
  #messages = 0;
  #payloadBytes = 0;
  /** Time of the first message, from which ticks count. */
  #origin: number | undefined;
  #latest = 0;
  #filters: readonly string[] = [];

  constructor({ memoryBudget, history = 1, topicId, seed = SOME_SEED, feeds }: TopicTableOptions) {
    const tree = new TopicTree({
      ...{ memoryBudget, history, seed: seed[0] ^ seed[1] },
      leaving: (level) => {
        this.#ids.leaving(level);
      },
    });
    const makeFit = (bytes: number) => tree.makeFit(bytes);
    this.#tree = tree;
    [this.#key0, this.#key1] = seed;
    this.#rows = new RowReader(tree);
    this.#ids = new IdIndex({
      store: tree.store,
      budget: tree.budget,
      levels: () => tree.levels,
      idOf: (level) => topicId(this.#rows.topicOf(level)),
      makeFit,
    });
    this.#reader = new TopicReader({
      ...{ tree, topicId, ids: this.#ids, rows: this.#rows },
      origin: () => this.#origin,
    });
    this.#watched = new WatchList(tree.store);
    this.#feeds = new FeedList(tree.store);
    this.#sink = feeds;
    this.#changed = new ChangeQueue(tree.budget, makeFit);
  }

  get counters(): TrafficCounters {
    return {
      messages: this.#messages,
      payloadBytes: this.#payloadBytes,
      topics: this.#tree.index.count - this.#tree.reservedTopics,
      levels: this.#tree.levels,
      memoryUsed: this.#tree.budget.used,
      memoryBudget: this.#tree.budget.limit,
      evictedTopics: this.#tree.evictedTopics,
      evictedPayloads: this.#tree.messages.evictedPayloads,
      evictedHistory: this.#tree.messages.evictedHistory,
      retained: this.#tree.retained,
    };
  }

  /**
   * Counts a message and keeps it. The properties end where the payload begins. `flags` has the QoS in bits 0
   * and 1 and retained in bit 2, `at` is in milliseconds since the epoch. Copies what it keeps; never throws,
   * whatever the bytes are.
   */
  // An object for the parameters would be one object per message.
  // eslint-disable-next-line max-params
  record(
    bytes: Uint8Array,
    topicStart: number,
    topicEnd: number,
    propertiesStart: number,
    payloadStart: number,
    payloadEnd: number,
    flags: number,
    at: number,
  ): void {
    const length = payloadEnd - payloadStart;
    if (bytes[topicStart] !== DOLLAR) this.#countTraffic(length);
    this.#origin ??= at;
    this.#latest = at;

    const end = Math.min(topicEnd, topicStart + MAX_TOPIC_BYTES);
    const hash = topicHash(bytes, topicStart, end, this.#key0, this.#key1);
    const known = this.#tree.index.find(hash, bytes, topicStart, end);
    const topic = known === 0 ? this.#admit(bytes, topicStart, end, hash) : known;
    const feeds = topic === 0 ? this.#feeds.ofName(bytes, topicStart, end) : this.#feeds.of(topic);
    if (feeds !== 0)
      this.#sink?.add(feeds, bytes, topicStart, end, payloadStart, payloadEnd, flags, at);
    if (topic === 0) return;
    const { levels } = this.#tree.store;
    const tick = tickOf(at, this.#origin);
    const view = levels.view(topic);
    const offset = levels.offset(topic);
    // The order of topics is kept to the second, so that a busy one is moved once per second.
    const last = view.getInt32(offset + LEVEL.tick, true);
    if (known !== 0 && tick >> 3 !== last >> 3) this.#tree.recency.touch(topic, true);
    this.#count(view, offset, tick, length);
    this.#countBelow(view.getUint32(offset + LEVEL.parent, true), tick, length);
    const rest = at - this.#origin - tick * TICK_MS;
    this.#note(topic, flags, rest);
    if (known === 0) this.#tree.store.set(topic, LEVEL.first, tick);
    this.#tree.see(topic, flags, length);
    const held = (flags & FLAG.messageMask) | ((rest & FLAG.restMask) << HELD_REST_SHIFT);
    this.#tree.messages.keep(topic, bytes, propertiesStart, payloadStart, payloadEnd, tick, held);
  }

  /** A page of the levels below `parent`; nothing when there is no such level. */
  children(query: ChildrenQuery): TopicPage | undefined {
    return this.#reader.children(query);
  }

  /** Topics by name and content: a generator, so that messages can be recorded between two steps of it. */
  search(query: TopicSearch): Search {
    return this.#reader.search(query);
  }

  /** A level by its id; its rate as of `at`, or of the last message. */
  topic(id: string, at = this.#latest): TopicRow | undefined {
    return this.#reader.topic(id, at);
  }

  /** What is held now of the last message of a topic that was found: by its name, which is always known. */
  last({ id, topic }: Pick<TopicRow, 'id' | 'topic'>): LastPayload | undefined {
    const level = this.#named(topic);
    return this.#reader.last(level === 0 ? this.#reader.level(id, this.#latest) : level);
  }

  /** A topic by its name. */
  find(topic: string, at = this.#latest): TopicRow | undefined {
    const level = this.#named(topic);
    return level === 0 ? undefined : this.#reader.row(level, at);
  }

  /** The messages of a topic that are held; nothing when there is no such level. */
  history(query: HistoryQuery): TopicHistory | undefined {
    return this.#reader.history(query);
  }

  /** The last message of a topic, or the one of that number; nothing when it is not held. */
  message(id: string, number?: number): HeldMessage | undefined {
    return this.#reader.message(id, number);
  }

  /** The `n` topics with the highest rates of their own, highest first. Goes through all records. */
  busiest(n: number, at: number): TopicRow[] {
    return this.#reader.busiest(n, at);
  }

  /** A new session with the broker begins: it sends all retained messages that it holds now. */
  forgetRetained(): void {
    this.#tree.forgetRetained();
  }

  /** Watches what any of these filters selects, and nothing else; the filters must be valid. */
  watch(filters: readonly string[]): void {
    const same =
      filters.length === this.#filters.length &&
      filters.every((filter, place) => filter === this.#filters[place]);
    if (same) return;
    this.#filters = [...filters];
    this.#watched.replace(filters);
  }

  /** Hands the messages to topics that any of these filters selects on to the feed of that number, as they come. */
  feed(feed: number, filters: readonly string[]): void {
    this.#feeds.replace(feed, filters);
  }

  /** The watched topics that changed since they were last taken, each once, longest waiting first. */
  takeChanges(limit: number): ChangeBatch {
    const { store } = this.#tree;
    const changes: TopicChange[] = [];
    while (changes.length < limit) {
      const next = this.#changed.shift();
      if (next === undefined) break;
      const flags = store.flags(next.topic);
      // The topic may have been let go since, and its record be another's: then the hash tells.
      if ((flags & FLAG.changed) === 0 || store.get(next.topic, LEVEL.hash) !== next.hash) continue;
      store.setFlags(next.topic, flags & ~FLAG.changed);
      if (!this.#watched.isWatched(next.topic)) continue;
      changes.push(this.#rows.change(next.topic, this.#origin ?? 0, next.before));
    }
    return { changes, more: this.#changed.length > 0 };
  }

  #named(topic: string): number {
    const bytes = ENCODER.encode(topic);
    const hash = topicHash(bytes, 0, bytes.length, this.#key0, this.#key1);
    return this.#tree.index.find(hash, bytes, 0, bytes.length);
  }

  /** A new topic, or 0 when the budget is too small for it. */
  #admit(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const topic = this.#tree.admit(bytes, start, end, hash);
    if (topic === 0) {
      if (bytes[start] !== DOLLAR) this.#tree.evictedTopics++;
      return 0;
    }
    this.#ids.arrived(topic);
    return topic;
  }

  #countTraffic(length: number): void {
    this.#messages++;
    this.#payloadBytes += length;
  }

  #count(view: DataView, at: number, tick: number, length: number): void {
    const passed = tick - view.getInt32(at + LEVEL.tick, true);
    const weight = decayed(view.getFloat32(at + LEVEL.weight, true), passed) + 1;
    view.setFloat32(at + LEVEL.weight, weight, true);
    view.setInt32(at + LEVEL.tick, tick, true);
    const messages = view.getFloat64(at + LEVEL.messages, true);
    view.setFloat64(at + LEVEL.messages, messages + 1, true);
    const bytes = view.getFloat64(at + LEVEL.payloadBytesTotal, true);
    view.setFloat64(at + LEVEL.payloadBytesTotal, bytes + length, true);
  }

  /** Adds the message to all branches from the level that is above its topic. */
  #countBelow(parent: number, tick: number, length: number): void {
    const { branches } = this.#tree.store;
    let branch = this.#tree.store.get(parent, LEVEL.branch);
    while (branch !== 0) {
      const view = branches.view(branch);
      const at = branches.offset(branch);
      const passed = tick - view.getInt32(at + BRANCH.tick, true);
      const weight = decayed(view.getFloat32(at + BRANCH.weight, true), passed) + 1;
      view.setFloat32(at + BRANCH.weight, weight, true);
      if (passed > 0) view.setInt32(at + BRANCH.tick, tick, true);
      const messages = view.getFloat64(at + BRANCH.messages, true);
      view.setFloat64(at + BRANCH.messages, messages + 1, true);
      const bytes = view.getFloat64(at + BRANCH.payloadBytes, true);
      view.setFloat64(at + BRANCH.payloadBytes, bytes + length, true);
      branch = view.getUint32(at + BRANCH.up, true);
    }
  }

  /** Keeps what is only true of the last message, and queues the topic if it is watched. */
  #note(topic: number, messageFlags: number, restMs: number): void {
    const view = this.#tree.store.levels.view(topic);
    const at = this.#tree.store.levels.offset(topic);
    const watched = this.#watched.isWatched(topic);
    let flags = view.getUint16(at + LEVEL.flags, true);
    if (watched && (flags & FLAG.changed) === 0) {
      const before = view.getFloat64(at + LEVEL.messages, true) - 1;
      const hash = view.getUint32(at + LEVEL.hash, true);
      if (this.#changed.push(topic, hash, before)) flags |= FLAG.changed;
    }
    flags &= FLAG.kept;
    flags |= (messageFlags & FLAG.messageMask) << FLAG.messageShift;
    flags |= (restMs & FLAG.restMask) << FLAG.restShift;
    view.setUint16(at + LEVEL.flags, flags, true);
  }
}
