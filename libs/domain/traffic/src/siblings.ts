import { BRANCH, LEVEL, type LevelStore } from './level-store.js';

/** A place that holds the id of a level: a field of a level, or the root of a branch when `level` is 0. */
interface Hook {
  level: number;
  side: number;
}

/**
 * The children of a level as a treap: a search tree by name in which a pseudo-random priority keeps the
 * depth logarithmic. So a page of a level with 100,000 children costs one descent and the page, whatever
 * came or went since the page before, and nothing is sorted or cached.
 */
export class Siblings {
  constructor(
    private readonly store: LevelStore,
    private readonly seed: number,
  ) {}

  find(branch: number, bytes: Uint8Array, start: number, end: number): number {
    let level = this.store.getBranch(branch, BRANCH.root);
    while (level !== 0) {
      const order = this.store.compareName(level, bytes, start, end);
      if (order === 0) return level;
      level = this.store.get(level, order > 0 ? LEVEL.left : LEVEL.right);
    }
    return 0;
  }

  /** Adds a level whose name no sibling has. */
  insert(branch: number, level: number): void {
    const name = this.store.name(level);
    const priority = this.#priority(level);
    const hook: Hook = { level: 0, side: 0 };
    let rest = this.store.getBranch(branch, BRANCH.root);
    while (rest !== 0 && this.#priority(rest) >= priority) {
      rest = this.#follow(hook, rest, this.#side(rest, name));
    }
    this.#hang(branch, hook, level);

    // What stood here is split by the name into the two sides of the new level.
    const smaller: Hook = { level, side: LEVEL.left };
    const greater: Hook = { level, side: LEVEL.right };
    while (rest !== 0) {
      const side = this.#side(rest, name);
      const end = side === LEVEL.left ? greater : smaller;
      this.#hang(branch, end, rest);
      rest = this.#follow(end, rest, side);
    }
    this.#hang(branch, smaller, 0);
    this.#hang(branch, greater, 0);
  }

  remove(branch: number, level: number): void {
    const name = this.store.name(level);
    const hook: Hook = { level: 0, side: 0 };
    let at = this.store.getBranch(branch, BRANCH.root);
    while (at !== level) at = this.#follow(hook, at, this.#side(at, name));

    let smaller = this.store.get(level, LEVEL.left);
    let greater = this.store.get(level, LEVEL.right);
    while (smaller !== 0 && greater !== 0) {
      if (this.#priority(smaller) >= this.#priority(greater)) {
        this.#hang(branch, hook, smaller);
        smaller = this.#follow(hook, smaller, LEVEL.right);
      } else {
        this.#hang(branch, hook, greater);
        greater = this.#follow(hook, greater, LEVEL.left);
      }
    }
    this.#hang(branch, hook, smaller === 0 ? greater : smaller);
  }

  /** The first `limit` children in the order of names, of those after `name` if it is given. */
  after(branch: number, limit: number, name?: Uint8Array): number[] {
    const found: number[] = [];
    const waiting: number[] = [];
    let level = this.store.getBranch(branch, BRANCH.root);
    while (level !== 0) {
      const passed = name !== undefined && this.store.compareName(level, name, 0, name.length) <= 0;
      if (!passed) waiting.push(level);
      level = this.store.get(level, passed ? LEVEL.right : LEVEL.left);
    }
    while (found.length < limit) {
      const next = waiting.pop();
      if (next === undefined) break;
      found.push(next);
      level = this.store.get(next, LEVEL.right);
      for (; level !== 0; level = this.store.get(level, LEVEL.left)) waiting.push(level);
    }
    return found;
  }

  /** The side of `level` on which `name` belongs. */
  #side(level: number, name: Uint8Array): number {
    return this.store.compareName(level, name, 0, name.length) > 0 ? LEVEL.left : LEVEL.right;
  }

  #follow(hook: Hook, level: number, side: number): number {
    hook.level = level;
    hook.side = side;
    return this.store.get(level, side);
  }

  #hang(branch: number, hook: Hook, level: number): void {
    if (hook.level === 0) this.store.setBranch(branch, BRANCH.root, level);
    else this.store.set(hook.level, hook.side, level);
  }

  /** The level's id, mixed with a secret: nobody can publish names in the order of their priorities. */
  #priority(level: number): number {
    let mixed = Math.imul(level ^ this.seed, 0x85eb_ca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2_ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  }
}
