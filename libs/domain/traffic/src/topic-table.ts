import { ChangeQueue } from './change-queue.js';
import { cursorOf, positionOf } from './cursor.js';
import { decayed, rateOf, TICK_MS, tickOf } from './decay.js';
import { IdIndex } from './id-index.js';
import { BRANCH, FLAG, LEVEL } from './level-store.js';
import { RowReader } from './row-reader.js';
import { topicHash } from './topic-hash.js';
import type {
  ChangeBatch,
  ChildrenQuery,
  TopicChange,
  TopicPage,
  TopicRow,
  TopicTableOptions,
  TrafficCounters,
} from './topic-row.js';
import { TopicTree } from './topic-tree.js';
import { WatchList } from './watch-list.js';

/** Two bytes hold the length of a topic (MQTT 5.0 section 1.5.4). */
const MAX_TOPIC_BYTES = 65_535;
const PAGE_PAYLOAD_BYTES = 65_536;
const SOME_SEED = [0x9e37_79b9, 0x7f4a_7c15] as const;

/**
 * Everything that was published, as a tree of topics with counts, rates and last payloads, in typed arrays
 * within one budget. `record` takes bytes and allocates nothing for a topic that is known. When the
 * budget is used up, the last payloads of the least recently updated topics go first, then these topics.
 */
export class TopicTable {
  readonly #tree: TopicTree;
  readonly #ids: IdIndex;
  readonly #rows: RowReader;
  readonly #watched: WatchList;
  readonly #changed: ChangeQueue;
  readonly #key0: number;
  readonly #key1: number;
  readonly #topicId: (name: string) => string;
  #messages = 0;
  #payloadBytes = 0;
  /** Time of the first message, from which ticks count. */
  #origin: number | undefined;
  #latest = 0;
  #filters: readonly string[] = [];

  constructor({ memoryBudget, topicId, seed = SOME_SEED }: TopicTableOptions) {
    const tree = new TopicTree(memoryBudget, seed[0] ^ seed[1], (level) => {
      this.#ids.leaving(level);
    });
    const makeFit = (bytes: number) => tree.makeFit(bytes);
    this.#tree = tree;
    [this.#key0, this.#key1] = seed;
    this.#topicId = topicId;
    this.#rows = new RowReader(tree);
    this.#ids = new IdIndex({
      store: tree.store,
      budget: tree.budget,
      levels: () => tree.levels,
      idOf: (level) => topicId(this.#rows.topicOf(level)),
      makeFit,
    });
    this.#watched = new WatchList(tree.store, tree.siblings);
    this.#changed = new ChangeQueue(tree.budget, makeFit);
  }

  get counters(): TrafficCounters {
    return {
      messages: this.#messages,
      payloadBytes: this.#payloadBytes,
      topics: this.#tree.index.count,
      levels: this.#tree.levels,
      memoryUsed: this.#tree.budget.used,
      memoryBudget: this.#tree.budget.limit,
      evictedTopics: this.#tree.evictedTopics,
      evictedPayloads: this.#tree.evictedPayloads,
    };
  }

  /**
   * Counts a message and keeps its payload. `flags` has the QoS in bits 0 and 1 and retained in bit 2, `at`
   * is in milliseconds since the epoch. Copies what it keeps; never throws, whatever the bytes are.
   */
  // An object for the parameters would be one object per message.
  // eslint-disable-next-line max-params
  record(
    bytes: Uint8Array,
    topicStart: number,
    topicEnd: number,
    payloadStart: number,
    payloadEnd: number,
    flags: number,
    at: number,
  ): void {
    const length = payloadEnd - payloadStart;
    this.#messages++;
    this.#payloadBytes += length;
    this.#origin ??= at;
    this.#latest = at;

    const end = Math.min(topicEnd, topicStart + MAX_TOPIC_BYTES);
    const hash = topicHash(bytes, topicStart, end, this.#key0, this.#key1);
    const known = this.#tree.index.find(hash, bytes, topicStart, end);
    const topic = known === 0 ? this.#admit(bytes, topicStart, end, hash) : known;
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
    this.#note(topic, flags, at - this.#origin - tick * TICK_MS);
    this.#tree.setPayload(topic, bytes, payloadStart, payloadEnd);
  }

  /** A page of the levels below `parent`; nothing when there is no such level. */
  children({ parent, limit, cursor, at }: ChildrenQuery): TopicPage | undefined {
    const { store, siblings } = this.#tree;
    const level = parent === undefined ? store.root : this.#ids.find(parent, at);
    if (level === 0) return undefined;
    const branch = store.get(level, LEVEL.branch);
    if (branch === 0) return { rows: [], total: 0 };

    const after = cursor === undefined ? undefined : this.#nameAt(level, cursor, at);
    const found = siblings.after(branch, limit + 1, after);
    const rows = found.slice(0, limit).map((child) => this.#row(child, at, PAGE_PAYLOAD_BYTES));
    const total = store.getBranch(branch, BRANCH.children);
    const last = found[limit - 1];
    const lastRow = rows.at(-1);
    if (found.length <= limit || last === undefined || lastRow === undefined) {
      return { rows, total };
    }
    return { rows, total, nextCursor: cursorOf(store.name(last), lastRow.id) };
  }

  /** A level by its id with all that is held of its payload; its rate as of `at`, or of the last message. */
  topic(id: string, at = this.#latest): TopicRow | undefined {
    const level = this.#ids.find(id, at);
    return level === 0 ? undefined : this.#row(level, at, Number.POSITIVE_INFINITY);
  }

  /** The `n` topics with the highest rates of their own, highest first. Goes through all records. */
  busiest(n: number, at: number): TopicRow[] {
    const tick = tickOf(at, this.#origin ?? at);
    const found: { level: number; rate: number }[] = [];
    let least = 0;
    this.#tree.store.levels.scan((level, view, offset) => {
      // Decay only lowers: a weight that is too low as it was last written needs no arithmetic.
      if (rateOf(view.getFloat32(offset + LEVEL.weight, true)) <= least) return;
      const rate = this.#rows.ownRate(view, offset, tick);
      if (rate <= least) return;
      const place = found.findIndex((other) => other.rate < rate);
      found.splice(place === -1 ? found.length : place, 0, { level, rate });
      if (found.length > n) found.pop();
      if (found.length === n) least = found.at(-1)?.rate ?? 0;
    });
    return found.map(({ level }) => this.#row(level, at, PAGE_PAYLOAD_BYTES));
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
      if ((flags & FLAG.watched) === 0) continue;
      changes.push(this.#rows.change(next.topic, this.#origin ?? 0, next.before));
    }
    return { changes, more: this.#changed.length > 0 };
  }

  /** A new topic, or 0 when the budget is too small for it. */
  #admit(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const topic = this.#tree.admit(bytes, start, end, hash);
    if (topic === 0) {
      this.#tree.evictedTopics++;
      return 0;
    }
    this.#ids.arrived(topic);
    this.#watched.arrived(topic);
    return topic;
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
    let flags = view.getUint16(at + LEVEL.flags, true);
    if ((flags & (FLAG.watched | FLAG.changed)) === FLAG.watched) {
      const before = view.getFloat64(at + LEVEL.messages, true) - 1;
      const hash = view.getUint32(at + LEVEL.hash, true);
      if (this.#changed.push(topic, hash, before)) flags |= FLAG.changed;
    }
    flags &= FLAG.kept;
    flags |= (messageFlags & FLAG.messageMask) << FLAG.messageShift;
    flags |= (restMs & FLAG.restMask) << FLAG.restShift;
    view.setUint16(at + LEVEL.flags, flags, true);
  }

  #row(level: number, at: number, payloadLimit: number): TopicRow {
    const origin = this.#origin ?? at;
    const id = this.#topicId(this.#rows.topicOf(level));
    this.#ids.add(level, id);
    return this.#rows.row(level, id, { tick: tickOf(at, origin), origin }, payloadLimit);
  }

  /** The name after which the page of that cursor begins. */
  #nameAt(parent: number, cursor: string, at: number): Uint8Array | undefined {
    const { store } = this.#tree;
    const position = positionOf(cursor);
    if (position?.id === undefined) return position?.name;
    const level = this.#ids.find(position.id, at);
    const still = level !== 0 && store.get(level, LEVEL.parent) === parent;
    return still ? store.name(level).slice() : position.name;
  }
}
