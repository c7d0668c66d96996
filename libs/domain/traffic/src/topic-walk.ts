import { matches } from '#domain/mqtt';
import { FLAG, LEVEL, MAX_LEVELS, type LevelStore } from './level-store.js';
import type { Siblings } from './siblings.js';
import { nameOf } from './topic-name.js';

/** Children of one level in their order, and how far they have been walked. */
interface Step {
  readonly branch: number;
  /** Which level of the filter its children have to match; `#` stays. */
  readonly wanted: Uint8Array | undefined;
  children: readonly number[];
  at: number;
  /** No more children follow those that are known. */
  ended: boolean;
}

const AT_ONCE = 64;
const SLASH = 0x2f;
const DOLLAR = 0x24;
const PLUS = new Uint8Array([0x2b]);
const HASH = new Uint8Array([0x23]);
const ENCODER = new TextEncoder();

/**
 * Goes through the levels to which a filter leads, in the order of their names: one after the other, so that
 * whoever goes may rest, however few of them are topics that the filter selects. Its place is a name, not a record: when the table changed meanwhile, {@link seek} finds
 * it again.
 */
export class TopicWalk {
  readonly #filter: string;
  readonly #levels: readonly Uint8Array[];
  readonly #steps: Step[] = [];
  #selected = false;
  /** `a/#` selects `a` as well (MQTT 5.0 section 4.7.1.2): it comes before what is below it. */
  readonly #hash: number;

  constructor(
    private readonly store: LevelStore,
    private readonly siblings: Siblings,
    filter: string,
  ) {
    this.#filter = filter;
    this.#levels = filter.split('/').map((level) => ENCODER.encode(level));
    this.#hash = same(this.#levels.at(-1), HASH) ? this.#levels.length - 1 : -1;
  }

  /** Goes before the first level, or behind the one with these bytes as its topic, which need not exist. */
  seek(after?: Uint8Array): void {
    this.#steps.length = 0;
    let parent = this.store.root;
    let start = 0;
    while (this.#push(parent) && after !== undefined) {
      const slash = this.#steps.length === MAX_LEVELS ? -1 : after.indexOf(SLASH, start);
      const child = this.#pass(after.subarray(start, slash === -1 ? after.length : slash));
      if (child === 0) return;
      if (slash === -1) {
        this.#push(child);
        return;
      }
      parent = child;
      start = slash + 1;
    }
  }

  /** Goes to the next level to which the filter leads; 0 when there is none. */
  next(): number {
    for (let step = this.#steps.at(-1); step !== undefined; step = this.#steps.at(-1)) {
      const child = this.#nextChild(step);
      if (child === 0) {
        this.#steps.pop();
        continue;
      }
      const depth = this.#steps.length;
      this.#push(child);
      this.#selected = this.#selects(child, depth);
      return child;
    }
    return 0;
  }

  /** Whether the level that {@link next} went to is a topic that the filter selects, not only a way to others. */
  get selected(): boolean {
    return this.#selected;
  }

  /** Steps below `parent`, if the filter leads there; false when it does not, or there is nothing. */
  #push(parent: number): boolean {
    const depth = this.#steps.length;
    const open = this.#hash !== -1 && depth >= this.#hash;
    const wanted = open ? HASH : this.#levels[depth];
    const branch = this.store.get(parent, LEVEL.branch);
    if (branch === 0 || wanted === undefined) return false;
    this.#steps.push({ branch, wanted, children: [], at: 0, ended: false });
    return true;
  }

  #nextChild(step: Step): number {
    for (;;) {
      const known = step.children[step.at];
      if (known !== undefined) {
        step.at++;
        if (this.#leadsTo(step, known)) return known;
        continue;
      }
      if (step.ended) return 0;
      this.#read(step, step.children.at(-1));
    }
  }

  /** Reads on behind a child, or from the beginning. */
  #read(step: Step, after: number | undefined): void {
    const { branch, wanted } = step;
    if (this.#isExact(wanted)) {
      const found = this.siblings.find(branch, wanted, 0, wanted.length);
      step.children = found === 0 || after !== undefined ? [] : [found];
      step.ended = true;
    } else {
      const name = after === undefined ? undefined : this.store.name(after);
      step.children = this.siblings.after(branch, AT_ONCE, name);
      step.ended = step.children.length < AT_ONCE;
    }
    step.at = 0;
  }

  /** Puts the deepest step behind the child of that name; answers the child, 0 when there is none. */
  #pass(name: Uint8Array): number {
    const step = this.#steps.at(-1);
    if (step === undefined) return 0;
    const { branch, wanted } = step;
    const child = this.siblings.find(branch, name, 0, name.length);
    if (this.#isExact(wanted)) {
      const order = compare(wanted, name);
      if (order > 0) return 0;
      step.ended = true;
      return order === 0 ? child : 0;
    }
    step.children = this.siblings.after(branch, AT_ONCE, name);
    step.ended = step.children.length < AT_ONCE;
    return child !== 0 && this.#leadsTo(step, child) ? child : 0;
  }

  /** Only for a level of the filter that is a name, and below the deepest level, which holds several. */
  #isExact(wanted: Uint8Array | undefined): wanted is Uint8Array {
    const isWildcard = same(wanted, HASH) || same(wanted, PLUS);
    return wanted !== undefined && !isWildcard && this.#steps.length < MAX_LEVELS;
  }

  /** Wildcards do not lead to what begins with `$` (MQTT 5.0 section 4.7.2). */
  #leadsTo(step: Step, child: number): boolean {
    if (step !== this.#steps[0] || this.#isExact(step.wanted)) return true;
    return this.store.name(child)[0] !== DOLLAR;
  }

  #selects(child: number, depth: number): boolean {
    if ((this.store.flags(child) & FLAG.topic) === 0) return false;
    if (depth === MAX_LEVELS) return matches(this.#filter, nameOf(this.store.topicBytes(child)));
    return this.#hash === -1 ? depth === this.#levels.length : depth >= this.#hash;
  }
}

function same(level: Uint8Array | undefined, other: Uint8Array): boolean {
  return level?.length === other.length && level.every((byte, at) => byte === other[at]);
}

function compare(one: Uint8Array, other: Uint8Array): number {
  const shared = Math.min(one.length, other.length);
  for (let at = 0; at < shared; at++) {
    const difference = (one[at] ?? 0) - (other[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
