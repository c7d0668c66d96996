import { ByteArena } from './byte-arena.js';
import { BRANCH, FLAG, LEVEL, LevelStore, MAX_LEVELS, SEEN } from './level-store.js';
import { MemoryBudget, SlabPool } from './memory.js';
import { MessageStore } from './message-store.js';
import { Recency } from './recency.js';
import { RecordStore } from './record-store.js';
import { Siblings } from './siblings.js';
import { TopicIndex } from './topic-index.js';

const SMALLEST_BUDGET = 65_536;
/** Addresses of entries in the arena count eight bytes each, in 31 bits. */
const LARGEST_BUDGET = 2 ** 34;
const SMALLEST_SLAB = 1_024;
const LARGEST_SLAB = 262_144;
const SLASH = 0x2f;
const DOLLAR = 0x24;
/** The bit of the flags that says retained. */
const RETAINED = 4;

/** What a new topic could not get. */
type Lack = 'levels' | 'branches' | 'index' | 'name';

export interface TopicTreeOptions {
  readonly memoryBudget: number;
  /** Messages held of each topic at most. */
  readonly history: number;
  readonly seed: number;
  /** Told of each level before it goes. */
  readonly leaving: (level: number) => void;
}

/** Holds levels, topics and last payloads within one budget, and decides who goes when it is used up. */
export class TopicTree {
  readonly budget: MemoryBudget;
  readonly store: LevelStore;
  readonly siblings: Siblings;
  readonly index: TopicIndex;
  readonly recency: Recency;
  readonly messages: MessageStore;
  evictedTopics = 0;
  /** Topics that begin with `$`. */
  reservedTopics = 0;
  /** Topics of which the broker holds a retained message, those that begin with `$` not counted. */
  retained = 0;
  readonly #pool: SlabPool;
  readonly #arena: ByteArena;
  readonly #leaving: (level: number) => void;
  #levels = 0;
  #version = 0;
  #lack: Lack = 'levels';

  constructor({ memoryBudget, history, seed, leaving }: TopicTreeOptions) {
    if (!(memoryBudget >= SMALLEST_BUDGET && memoryBudget <= LARGEST_BUDGET)) {
      throw new RangeError(`The memory budget must be ${SMALLEST_BUDGET} bytes to 16 GiB.`);
    }
    this.#leaving = leaving;
    this.budget = new MemoryBudget(memoryBudget);
    const slab = 2 ** Math.floor(Math.log2(memoryBudget / 64));
    this.#pool = new SlabPool(this.budget, Math.min(LARGEST_SLAB, Math.max(SMALLEST_SLAB, slab)));
    const levels = new RecordStore(LEVEL.size, this.#pool);
    const branches = new RecordStore(BRANCH.size, this.#pool);
    levels.grow();
    branches.grow();
    this.#arena = new ByteArena(this.#pool, {
      owns: (owner, address) => this.store.owns(owner, address),
      moved: (owner, address) => {
        this.store.moved(owner, address);
      },
    });
    this.store = new LevelStore(levels, branches, this.#arena, this.budget);
    this.siblings = new Siblings(this.store, seed);
    this.index = new TopicIndex(this.store, this.budget);
    this.recency = new Recency(this.store);
    const { store, recency } = this;
    this.messages = new MessageStore({ store, arena: this.#arena, recency, memoryBudget, history });
  }

  /** Grows whenever a level comes or goes: ids of levels that were read before may be others' now. */
  get version(): number {
    return this.#version;
  }

  get levels(): number {
    return this.#levels;
  }

  /** Takes a new topic in, at the cost of older payloads and topics; 0 when there is no room even so. */
  admit(bytes: Uint8Array, start: number, end: number, hash: number): number {
    for (;;) {
      const topic = this.#tryAdmit(bytes, start, end, hash);
      if (topic !== 0) return topic;
      if (!this.#makeRoom()) return 0;
    }
  }

  /** Notes what a message says about its topic. `flags` are those of `TopicTable.record`. */
  see(topic: number, flags: number, payloadBytes: number): void {
    const before = this.store.seen(topic);
    let seen = before | (1 << (flags & 3));
    if ((flags & RETAINED) !== 0) {
      seen |= SEEN.retained;
      // An empty retained message deletes the one there was (MQTT 5.0 section 3.3.1.3).
      if (payloadBytes > 0) seen |= SEEN.retainedHeld;
      else seen &= ~SEEN.retainedHeld;
    }
    if (seen === before) return;
    this.store.setSeen(topic, seen);
    this.#countRetained(topic, before, seen);
  }

  /** The broker may hold other retained messages now, all of which it will send; `$SYS` comes another way. */
  forgetRetained(): void {
    this.store.levels.scan((_, view, offset) => {
      if ((view.getUint16(offset + LEVEL.flags, true) & FLAG.reserved) !== 0) return;
      const seen = view.getUint16(offset + LEVEL.seen, true);
      view.setUint16(offset + LEVEL.seen, seen & ~SEEN.retainedHeld, true);
    });
    this.retained = 0;
  }

  /** Frees memory outside of the levels until this much fits; false when nothing more can be freed. */
  makeFit(bytes: number): boolean {
    while (!this.budget.fits(bytes)) {
      if (!this.#pool.trim() && !this.#arena.shrink() && !this.#evictMessages()) return false;
    }
    return true;
  }

  #tryAdmit(bytes: Uint8Array, start: number, end: number, hash: number): number {
    if (this.index.full) return this.#lacking('index');
    let level = this.store.root;
    let from = start;
    for (let depth = 1; ; depth++) {
      const to = depth === MAX_LEVELS ? end : slashAfter(bytes, from, end);
      const child = this.#child(level, bytes, from, to);
      if (child === 0) {
        this.#prune(level);
        return 0;
      }
      level = child;
      if (to === end) break;
      from = to + 1;
    }
    this.store.set(level, LEVEL.hash, hash);
    this.store.setFlags(level, this.store.flags(level) | FLAG.topic);
    this.index.add(level);
    this.recency.touch(level, false);
    if (bytes[start] === DOLLAR) {
      this.reservedTopics++;
      this.store.setFlags(level, this.store.flags(level) | FLAG.reserved);
    }
    this.#addAbove(level, BRANCH.topics, 1);
    return level;
  }

  /** The child of that name, made if need be; 0 when it cannot be made. */
  #child(parent: number, bytes: Uint8Array, start: number, end: number): number {
    const branch = this.#branch(parent);
    if (branch === 0) return this.#lacking('branches');
    const found = this.siblings.find(branch, bytes, start, end);
    if (found !== 0) return found;

    const level = this.store.levels.allocate();
    if (level === 0) return this.#lacking('levels');
    if (!this.store.setName(level, bytes, start, end)) {
      this.store.levels.release(level);
      return this.#lacking('name');
    }
    this.store.setFlags(level, FLAG.inUse);
    this.store.set(level, LEVEL.parent, parent);
    this.siblings.insert(branch, level);
    this.store.setBranch(
      branch,
      BRANCH.children,
      this.store.getBranch(branch, BRANCH.children) + 1,
    );
    this.#addAbove(level, BRANCH.levels, 1);
    this.#levels++;
    this.#version++;
    return level;
  }

  #branch(level: number): number {
    const found = this.store.get(level, LEVEL.branch);
    if (found !== 0) return found;
    const branch = this.store.branches.allocate();
    if (branch === 0) return 0;
    const above = this.store.get(level, LEVEL.parent);
    this.store.setBranch(branch, BRANCH.up, this.store.get(above, LEVEL.branch));
    this.store.set(level, LEVEL.branch, branch);
    return branch;
  }

  #addAbove(level: number, field: number, change: 1 | -1): void {
    const parent = this.store.get(level, LEVEL.parent);
    let branch = this.store.get(parent, LEVEL.branch);
    for (; branch !== 0; branch = this.store.getBranch(branch, BRANCH.up)) {
      this.store.setBranch(branch, field, this.store.getBranch(branch, field) + change);
    }
  }

  #countRetained(topic: number, before: number, after: number): void {
    if ((this.store.flags(topic) & FLAG.reserved) !== 0) return;
    const held = (seen: number) => ((seen & SEEN.retainedHeld) === 0 ? 0 : 1);
    this.retained += held(after) - held(before);
  }

  #lacking(lack: Lack): 0 {
    this.#lack = lack;
    return 0;
  }

  /** Changes something about what the last attempt lacked; false when there is nothing left to change. */
  #makeRoom(): boolean {
    switch (this.#lack) {
      case 'levels':
        return this.#growRecords(this.store.levels) || this.#evictOldestTopic();
      case 'branches':
        return this.#growRecords(this.store.branches) || this.#evictOldestTopic();
      case 'index':
        return this.#growIndex() || this.#evictOldestTopic();
      case 'name':
        return this.#evictMessages() || this.#evictOldestTopic();
    }
  }

  #growRecords(records: RecordStore): boolean {
    const bytes = this.#pool.slabBytes;
    return (
      this.budget.allowsBooks(bytes) &&
      (this.#pool.hasFree || this.makeFit(bytes)) &&
      records.grow()
    );
  }

  #growIndex(): boolean {
    const bytes = this.index.growthBytes;
    return this.budget.allowsBooks(bytes) && this.makeFit(bytes) && this.index.grow();
  }

  #evictMessages(): boolean {
    return this.messages.evictHistory() || this.messages.evictMessage();
  }

  #evictOldestTopic(): boolean {
    const topic = this.recency.oldest;
    if (topic === 0) return false;
    this.index.remove(topic);
    this.recency.remove(topic);
    this.#addAbove(topic, BRANCH.topics, -1);
    this.messages.free(topic);
    this.#countRetained(topic, this.store.seen(topic), 0);
    if ((this.store.flags(topic) & FLAG.reserved) !== 0) this.reservedTopics--;
    else this.evictedTopics++;
    // It may stay as a level on the way to others; then nothing of its messages remains.
    const view = this.store.levels.view(topic);
    const offset = this.store.levels.offset(topic);
    for (const field of [
      LEVEL.hash,
      LEVEL.payloadBytes,
      LEVEL.weight,
      LEVEL.tick,
      LEVEL.first,
      LEVEL.seen,
    ]) {
      view.setUint32(offset + field, 0, true);
    }
    view.setFloat64(offset + LEVEL.messages, 0, true);
    view.setFloat64(offset + LEVEL.payloadBytesTotal, 0, true);
    this.store.setFlags(topic, this.store.flags(topic) & (FLAG.inUse | FLAG.hasId));
    this.#prune(topic);
    return true;
  }

  /** Removes the level if it leads nowhere, and then what led to it alone. */
  #prune(level: number): void {
    let at = level;
    while (at !== this.store.root && (this.store.flags(at) & FLAG.topic) === 0) {
      const branch = this.store.get(at, LEVEL.branch);
      if (branch !== 0 && this.store.getBranch(branch, BRANCH.root) !== 0) return;
      this.#leaving(at);
      const parent = this.store.get(at, LEVEL.parent);
      const above = this.store.get(parent, LEVEL.branch);
      this.siblings.remove(above, at);
      this.store.setBranch(
        above,
        BRANCH.children,
        this.store.getBranch(above, BRANCH.children) - 1,
      );
      this.#addAbove(at, BRANCH.levels, -1);
      this.#levels--;
      this.#version++;
      this.store.freeName(at);
      if (branch !== 0) this.store.branches.release(branch);
      this.store.levels.release(at);
      at = parent;
    }
  }
}

function slashAfter(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== SLASH) at++;
  return at;
}
