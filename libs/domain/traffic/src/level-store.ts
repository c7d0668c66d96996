import type { ByteArena } from './byte-arena.js';
import type { MemoryBudget } from './memory.js';
import type { RecordStore } from './record-store.js';

/** Where the fields of a level's record are, in bytes; what a message reads and writes comes first. */
export const LEVEL = {
  /** The level above. */
  parent: 0,
  /** What is below it, if there ever was anything. */
  branch: 4,
  nameLength: 8,
  flags: 10,
  /** Up to 16 bytes, or the address of the name. */
  name: 12,
  /** Hash of the whole topic; of topics only. */
  hash: 28,
  /** Address of its messages; 0 when they were let go. */
  messagesHeld: 32,
  payloadBytes: 36,
  weight: 40,
  /** Of the last message. */
  tick: 44,
  messages: 48,
  payloadBytesTotal: 56,
  /** Its siblings with smaller and greater names, as a tree. */
  left: 64,
  right: 68,
  /** Its neighbours by the time of the last message. */
  newer: 72,
  older: 76,
  /** Tick of the first message. */
  first: 80,
  /** What was ever seen: see {@link SEEN}. */
  seen: 84,
  /** To which feeds it goes: see {@link FED}. */
  fed: 86,
  size: 88,
} as const;

/** Of what is below a level. */
export const BRANCH = {
  /** The branch of the level above. */
  up: 0,
  /** Root of the tree of children. */
  root: 4,
  children: 8,
  topics: 12,
  levels: 16,
  weight: 20,
  tick: 24,
  messages: 32,
  payloadBytes: 40,
  size: 48,
} as const;

/** Bits of a level's flags. */
export const FLAG = {
  inUse: 1,
  topic: 2,
  watched: 4,
  changed: 8,
  hasId: 16,
  /** The topic begins with `$`: it is about the broker, no traffic of the plant. */
  reserved: 0x8000,
  /** Everything that outlives a message. */
  kept: 31 | 0x8000,
  /** QoS and retained as `record` was given them. */
  messageShift: 5,
  messageMask: 7,
  /** Milliseconds of the last message beyond its tick. */
  restShift: 8,
  restMask: 127,
} as const;

/** Bits of what was seen of a topic. */
export const SEEN = {
  /** QoS 0, 1 and 2 as bits 0 to 2. */
  qosMask: 7,
  /** A message that was retained. */
  retained: 8,
  /** The broker holds a retained message. */
  retainedHeld: 16,
  /** More than one message is held. */
  history: 32,
  /** The watch that {@link FLAG.watched} is about. */
  watchShift: 6,
  watchMask: 0xffc0,
} as const;

/** Bits of where a topic's messages are handed on to. */
export const FED = {
  /** How many there can be. */
  feeds: 2,
  feedMask: 3,
  /** The choice of filters that the bits below are about. */
  choiceShift: 2,
  choiceMask: 0xfffc,
} as const;

/** A topic is cut into at most this many levels; the last one holds the rest. Mosquitto allows 201. */
export const MAX_LEVELS = 256;
const INLINE_BYTES = 16;
const SLASH = 0x2f;
/** Room for the longest topic (MQTT 5.0 section 1.5.4), and for a level more. */
const SCRATCH = new Uint8Array(65_536);

/** Owners of the arena's bytes: a level's messages, or its name. */
export const messagesOwner = (level: number): number => level * 2;
const nameOwner = (level: number): number => level * 2 + 1;

/** The records of levels with their names. Knows nothing of how levels hang together beyond the parent. */
export class LevelStore {
  /** The level above the first ones; it has no name and is no part of a topic. */
  readonly root: number;

  constructor(
    readonly levels: RecordStore,
    readonly branches: RecordStore,
    private readonly arena: ByteArena,
    private readonly budget: MemoryBudget,
  ) {
    this.root = levels.allocate();
    this.set(this.root, LEVEL.branch, branches.allocate());
  }

  get(level: number, field: number): number {
    return this.levels.view(level).getUint32(this.levels.offset(level) + field, true);
  }

  set(level: number, field: number, value: number): void {
    this.levels.view(level).setUint32(this.levels.offset(level) + field, value, true);
  }

  flags(level: number): number {
    return this.levels.view(level).getUint16(this.levels.offset(level) + LEVEL.flags, true);
  }

  setFlags(level: number, flags: number): void {
    this.levels.view(level).setUint16(this.levels.offset(level) + LEVEL.flags, flags, true);
  }

  seen(level: number): number {
    return this.levels.view(level).getUint16(this.levels.offset(level) + LEVEL.seen, true);
  }

  setSeen(level: number, seen: number): void {
    this.levels.view(level).setUint16(this.levels.offset(level) + LEVEL.seen, seen, true);
  }

  getBranch(branch: number, field: number): number {
    return this.branches.view(branch).getUint32(this.branches.offset(branch) + field, true);
  }

  setBranch(branch: number, field: number, value: number): void {
    this.branches.view(branch).setUint32(this.branches.offset(branch) + field, value, true);
  }

  fed(level: number): number {
    return this.levels.view(level).getUint16(this.levels.offset(level) + LEVEL.fed, true);
  }

  setFed(level: number, fed: number): void {
    this.levels.view(level).setUint16(this.levels.offset(level) + LEVEL.fed, fed, true);
  }

  nameLength(level: number): number {
    return this.levels.view(level).getUint16(this.levels.offset(level) + LEVEL.nameLength, true);
  }

  /** The array that holds the name, from `nameOffset` on. */
  nameBytes(level: number): Uint8Array {
    const inline = this.nameLength(level) <= INLINE_BYTES;
    return inline ? this.levels.bytes(level) : this.arena.bytes(this.get(level, LEVEL.name));
  }

  nameOffset(level: number): number {
    const inline = this.nameLength(level) <= INLINE_BYTES;
    return inline
      ? this.levels.offset(level) + LEVEL.name
      : this.arena.offset(this.get(level, LEVEL.name));
  }

  /** Names a new level; false when there is no memory for so long a name. */
  setName(level: number, bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    if (length > INLINE_BYTES) {
      if (!this.budget.allowsBooks(length)) return false;
      const address = this.arena.allocate(nameOwner(level), length);
      if (address === 0) return false;
      this.budget.addBooks(length);
      this.arena.write(address, bytes, start, end);
      this.set(level, LEVEL.name, address);
    } else {
      const target = this.levels.bytes(level);
      const offset = this.levels.offset(level) + LEVEL.name;
      for (let i = 0; i < length; i++) target[offset + i] = bytes[start + i] ?? 0;
    }
    this.levels.view(level).setUint16(this.levels.offset(level) + LEVEL.nameLength, length, true);
    return true;
  }

  freeName(level: number): void {
    const length = this.nameLength(level);
    if (length <= INLINE_BYTES) return;
    this.arena.free(this.get(level, LEVEL.name));
    this.budget.addBooks(-length);
  }

  /** Below 0 when the name comes before the bytes, above 0 when after, 0 when they are the same. */
  compareName(level: number, bytes: Uint8Array, start: number, end: number): number {
    const name = this.nameBytes(level);
    const offset = this.nameOffset(level);
    const length = this.nameLength(level);
    const shared = Math.min(length, end - start);
    for (let i = 0; i < shared; i++) {
      const difference = (name[offset + i] ?? 0) - (bytes[start + i] ?? 0);
      if (difference !== 0) return difference;
    }
    return length - (end - start);
  }

  /** Whether the whole topic of the level is the given bytes; read from its end, which differs most. */
  isTopicOf(level: number, bytes: Uint8Array, start: number, end: number): boolean {
    let current = level;
    let nameEnd = end;
    for (;;) {
      // Written out rather than asked of the methods above: this runs for every level of every message.
      const slab = this.levels.slab(current);
      const at = this.levels.offset(current);
      const length = slab.view.getUint16(at + LEVEL.nameLength, true);
      const nameStart = nameEnd - length;
      if (nameStart < start) return false;
      const inline = length <= INLINE_BYTES;
      const name = inline ? slab.bytes : this.nameBytes(current);
      const shift = (inline ? at + LEVEL.name : this.nameOffset(current)) - nameStart;
      for (let i = nameStart; i < nameEnd; i++) if (name[shift + i] !== bytes[i]) return false;
      current = slab.view.getUint32(at + LEVEL.parent, true);
      if (current === this.root) return nameStart === start;
      if (nameStart === start || bytes[nameStart - 1] !== SLASH) return false;
      nameEnd = nameStart - 1;
    }
  }

  /** Levels from the first to this one, into `path`. */
  path(level: number, path: number[]): void {
    path.length = 0;
    for (let at = level; at !== this.root; at = this.get(at, LEVEL.parent)) path.push(at);
    path.reverse();
  }

  /** A copy of the whole topic. */
  topicBytes(level: number): Uint8Array {
    return SCRATCH.slice(0, this.copyTopic(level, SCRATCH));
  }

  /** Writes the whole topic to the beginning of an array, which is large enough; answers its length. */
  copyTopic(level: number, into: Uint8Array): number {
    let length = -1;
    for (let at = level; at !== this.root; at = this.get(at, LEVEL.parent)) {
      length += this.nameLength(at) + 1;
    }
    let end = length;
    for (let at = level; at !== this.root; at = this.get(at, LEVEL.parent)) {
      const name = this.nameBytes(at);
      const offset = this.nameOffset(at);
      const start = end - this.nameLength(at);
      for (let i = start, o = offset; i < end; i++, o++) into[i] = name[o] ?? 0;
      if (start > 0) into[start - 1] = SLASH;
      end = start - 1;
    }
    return length;
  }

  /** A view of the level's name, valid until the next change. */
  name(level: number): Uint8Array {
    const offset = this.nameOffset(level);
    return this.nameBytes(level).subarray(offset, offset + this.nameLength(level));
  }

  owns(owner: number, address: number): boolean {
    const level = owner >>> 1;
    if ((owner & 1) === 0) return this.get(level, LEVEL.messagesHeld) === address;
    return this.nameLength(level) > INLINE_BYTES && this.get(level, LEVEL.name) === address;
  }

  moved(owner: number, address: number): void {
    this.set(owner >>> 1, (owner & 1) === 0 ? LEVEL.messagesHeld : LEVEL.name, address);
  }
}
