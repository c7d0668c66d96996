import { ByteArena } from './byte-arena.js';
import { BRANCH, FLAG, LEVEL, LevelStore, MAX_LEVELS, payloadOwner } from './level-store.js';
import { MemoryBudget, SlabPool } from './memory.js';
import { Recency } from './recency.js';
import { RecordStore } from './record-store.js';
import { Siblings } from './siblings.js';
import { TopicIndex } from './topic-index.js';

const SMALLEST_BUDGET = 65_536;
const SMALLEST_SLAB = 1_024;
const LARGEST_SLAB = 262_144;
/** Of a payload above an eighth of the budget only the beginning is kept: up to 1 MiB. */
const LARGEST_PAYLOAD_SHARE = 8;
const LARGEST_BEGINNING = 1_048_576;
const SMALLEST_BEGINNING = 1_024;
const SLASH = 0x2f;

/** What a new topic could not get. */
type Lack = 'levels' | 'branches' | 'index' | 'name';

/** Holds levels, topics and last payloads within one budget, and decides who goes when it is used up. */
export class TopicTree {
  readonly budget: MemoryBudget;
  readonly store: LevelStore;
  readonly siblings: Siblings;
  readonly index: TopicIndex;
  readonly recency: Recency;
  evictedTopics = 0;
  evictedPayloads = 0;
  readonly #pool: SlabPool;
  readonly #arena: ByteArena;
  readonly #leaving: (level: number) => void;
  readonly #largestPayload: number;
  readonly #beginning: number;
  #levels = 0;
  #lack: Lack = 'levels';

  /** `leaving` is told of each level before it goes. */
  constructor(memoryBudget: number, seed: number, leaving: (level: number) => void) {
    if (!(memoryBudget >= SMALLEST_BUDGET)) {
      throw new RangeError(`The memory budget must be at least ${SMALLEST_BUDGET} bytes.`);
    }
    this.#leaving = leaving;
    this.budget = new MemoryBudget(memoryBudget);
    this.#largestPayload = Math.floor(memoryBudget / LARGEST_PAYLOAD_SHARE);
    this.#beginning = Math.min(
      LARGEST_BEGINNING,
      Math.max(SMALLEST_BEGINNING, Math.floor(memoryBudget / 64)),
    );
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

  /** Replaces the last payload of the topic, which is the most recently updated one. */
  setPayload(topic: number, bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    const kept = this.#kept(length);
    const view = this.store.levels.view(topic);
    const at = this.store.levels.offset(topic);
    const old = view.getUint32(at + LEVEL.payload, true);
    view.setUint32(at + LEVEL.payloadBytes, length, true);
    if (kept < length) this.evictedPayloads++;
    if (old !== 0 && kept > 0 && this.#arena.overwrite(old, bytes, start, start + kept)) return;
    if (old !== 0) this.#freePayload(topic, old);
    if (kept === 0) return;
    const address = this.#allocatePayload(topic, kept);
    if (address !== 0) this.#arena.write(address, bytes, start, start + kept);
    else if (kept === length) this.evictedPayloads++;
  }

  /** A view of what is held of the last payload, valid until the next change. */
  payload(topic: number): Uint8Array {
    const address = this.store.get(topic, LEVEL.payload);
    if (address === 0) return new Uint8Array();
    const offset = this.#arena.offset(address);
    const held = this.#kept(this.store.get(topic, LEVEL.payloadBytes));
    return this.#arena.bytes(address).subarray(offset, offset + held);
  }

  /** Frees memory outside of the levels until this much fits; false when nothing more can be freed. */
  makeFit(bytes: number): boolean {
    while (!this.budget.fits(bytes)) {
      if (!this.#pool.trim() && !this.#arena.shrink() && !this.#evictOldestPayload()) return false;
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
        return this.#evictOldestPayload() || this.#evictOldestTopic();
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

  #evictOldestPayload(except = 0): boolean {
    const topic = this.recency.oldestPayload(except);
    if (topic === 0) return false;
    this.#freePayload(topic, this.store.get(topic, LEVEL.payload));
    this.evictedPayloads++;
    return true;
  }

  #evictOldestTopic(): boolean {
    const topic = this.recency.oldest;
    if (topic === 0) return false;
    this.evictedTopics++;
    this.index.remove(topic);
    this.recency.remove(topic);
    this.#addAbove(topic, BRANCH.topics, -1);
    const payload = this.store.get(topic, LEVEL.payload);
    if (payload !== 0) this.#freePayload(topic, payload);
    // It may stay as a level on the way to others; then nothing of its messages remains.
    const view = this.store.levels.view(topic);
    const offset = this.store.levels.offset(topic);
    for (const field of [LEVEL.hash, LEVEL.payloadBytes, LEVEL.weight, LEVEL.tick]) {
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
      this.store.freeName(at);
      if (branch !== 0) this.store.branches.release(branch);
      this.store.levels.release(at);
      at = parent;
    }
  }

  #allocatePayload(topic: number, length: number): number {
    for (;;) {
      const address = this.#arena.allocate(payloadOwner(topic), length);
      if (address !== 0) {
        this.store.set(topic, LEVEL.payload, address);
        return address;
      }
      if (!this.#evictOldestPayload(topic)) return 0;
    }
  }

  #freePayload(topic: number, address: number): void {
    this.store.set(topic, LEVEL.payload, 0);
    this.#arena.free(address);
  }

  /** How many bytes of a payload of this length are kept. */
  #kept(length: number): number {
    return length > this.#largestPayload ? this.#beginning : length;
  }
}

function slashAfter(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== SLASH) at++;
  return at;
}
