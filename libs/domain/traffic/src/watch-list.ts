import { matches } from '#domain/mqtt';
import { BRANCH, FLAG, LEVEL, MAX_LEVELS, type LevelStore } from './level-store.js';
import type { Siblings } from './siblings.js';
import { nameOf } from './topic-name.js';

interface WatchFilter {
  readonly text: string;
  /** Its levels as bytes. */
  readonly levels: readonly Uint8Array[];
}

const PLUS = 0x2b;
const HASH = 0x23;
const DOLLAR = 0x24;

/**
 * Which topics are watched, as a bit of their records. Filters are compared with topics when either is
 * new, never per message.
 */
export class WatchList {
  #filters: readonly WatchFilter[] = [];
  readonly #path: number[] = [];

  constructor(
    private readonly store: LevelStore,
    private readonly siblings: Siblings,
  ) {}

  /** Watches the topics that any of the filters selects, and no others. */
  replace(filters: readonly string[]): void {
    if (this.#filters.length > 0) this.#unmarkAll();
    const encoder = new TextEncoder();
    this.#filters = [...new Set(filters)].map((text) => ({
      text,
      levels: text.split('/').map((level) => encoder.encode(level)),
    }));
    for (const filter of this.#filters) this.#mark(filter);
  }

  /** Marks a new topic if a filter selects it. */
  arrived(topic: number): void {
    if (this.#filters.length === 0) return;
    this.store.path(topic, this.#path);
    if (this.#filters.some((filter) => this.#selects(filter, this.#path))) this.#markTopic(topic);
  }

  #selects(filter: WatchFilter, path: readonly number[]): boolean {
    if (path.length === MAX_LEVELS) return this.#selectsDeep(filter, path.at(-1) ?? 0);
    const { levels } = filter;
    if (this.#isReserved(path[0] ?? 0) && isWildcard(levels[0])) return false;
    for (const [depth, level] of levels.entries()) {
      if (is(level, HASH)) return true;
      const actual = path[depth];
      if (actual === undefined) return false;
      if (!is(level, PLUS) && this.store.compareName(actual, level, 0, level.length) !== 0) {
        return false;
      }
    }
    return levels.length === path.length;
  }

  /** The last of so many levels holds the rest of its topic, slashes included. */
  #selectsDeep(filter: WatchFilter, topic: number): boolean {
    return matches(filter.text, nameOf(this.store.topicBytes(topic)));
  }

  /** Goes down the tree where the filter leads, so that a narrow filter is cheap in a large tree. */
  #mark(filter: WatchFilter): void {
    const waiting: [level: number, depth: number][] = [[this.store.root, 0]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [level, depth] = next;
      const wanted = filter.levels[depth];
      const hash = wanted !== undefined && is(wanted, HASH);
      if (depth === MAX_LEVELS) {
        if (this.#selectsDeep(filter, level)) this.#markTopic(level);
        continue;
      }
      if (level !== this.store.root && (wanted === undefined || hash)) this.#markTopic(level);
      if (wanted === undefined) continue;
      if (hash && depth > 0) this.#markBelow(level);
      else this.#follow(level, depth, wanted, waiting);
    }
  }

  #follow(
    level: number,
    depth: number,
    wanted: Uint8Array,
    waiting: [level: number, depth: number][],
  ): void {
    const branch = this.store.get(level, LEVEL.branch);
    if (branch === 0) return;
    // The last of so many levels holds more than one level of the topic: each has to be looked at.
    if (!isWildcard(wanted) && depth + 1 < MAX_LEVELS) {
      const child = this.siblings.find(branch, wanted, 0, wanted.length);
      if (child !== 0) waiting.push([child, depth + 1]);
      return;
    }
    this.#eachChild(branch, (child) => {
      if (depth === 0 && this.#isReserved(child)) return;
      if (!is(wanted, HASH)) {
        waiting.push([child, depth + 1]);
      } else {
        this.#markTopic(child);
        this.#markBelow(child);
      }
    });
  }

  #markBelow(level: number): void {
    const waiting = [level];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const branch = this.store.get(next, LEVEL.branch);
      if (branch === 0) continue;
      this.#eachChild(branch, (child) => {
        this.#markTopic(child);
        waiting.push(child);
      });
    }
  }

  #eachChild(branch: number, visit: (child: number) => void): void {
    const waiting = [this.store.getBranch(branch, BRANCH.root)];
    for (let child = waiting.pop(); child !== undefined; child = waiting.pop()) {
      if (child === 0) continue;
      visit(child);
      waiting.push(this.store.get(child, LEVEL.left), this.store.get(child, LEVEL.right));
    }
  }

  #markTopic(level: number): void {
    const flags = this.store.flags(level);
    if ((flags & FLAG.topic) !== 0) this.store.setFlags(level, flags | FLAG.watched);
  }

  #unmarkAll(): void {
    this.store.levels.scan((_, view, offset) => {
      const at = offset + LEVEL.flags;
      const flags = view.getUint16(at, true);
      if ((flags & FLAG.watched) !== 0) view.setUint16(at, flags & ~FLAG.watched, true);
    });
  }

  #isReserved(level: number): boolean {
    return this.store.name(level)[0] === DOLLAR;
  }
}

function is(level: Uint8Array | undefined, wildcard: number): boolean {
  return level?.length === 1 && level[0] === wildcard;
}

function isWildcard(level: Uint8Array | undefined): boolean {
  return is(level, PLUS) || is(level, HASH);
}
