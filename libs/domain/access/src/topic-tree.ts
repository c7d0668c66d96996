import type { Pace } from './pace.js';

/** A level of the tree, and what lies below it. */
interface Place {
  readonly level: string;
  /** Nothing above the root. */
  readonly above: Place | undefined;
  below: Map<string, Place> | undefined;
  /** The topic that ends here, when there is one. */
  topic: string | undefined;
  /** The numbers of the topics here and below: from `start` up to `end`; the one that ends here is the first. */
  start: number;
  end: number;
}

/** The places with the same level, wherever they stand. */
interface Namesakes {
  readonly places: Place[];
  /** How many topics there are in and below all of them. */
  topics: number;
}

/** What a topic or place weighs against the simplest work. */
const WORK = 1_000;

/**
 * Topics numbered so that those below a level are neighbours: what a filter selects is then a few ranges of numbers,
 * and is found without looking at every topic.
 */
export class TopicTree {
  /** By their numbers. Those that begin with `$` are the last. */
  readonly topics: string[] = [];
  readonly #root = newPlace('', undefined);
  readonly #namesakes = new Map<string, Namesakes>();
  /** How many topics do not begin with `$`. */
  #plain = 0;

  private constructor(private readonly pace: Pace) {}

  /** Takes topics that can be published to; one that comes twice is there once. */
  static *of(topics: Iterable<string>, pace: Pace): Generator<undefined, TopicTree> {
    const tree = new TopicTree(pace);
    for (const topic of topics) {
      tree.#add(topic);
      pace.spend(WORK);
      if (pace.isDue()) yield;
    }
    yield* tree.#number();
    return tree;
  }

  #add(topic: string): void {
    let place = this.#root;
    for (const level of topic.split('/')) {
      place.below ??= new Map<string, Place>();
      place = place.below.get(level) ?? this.#addPlace(level, place, place.below);
    }
    place.topic = topic;
  }

  #addPlace(level: string, above: Place, below: Map<string, Place>): Place {
    const place = newPlace(level, above);
    below.set(level, place);
    const namesakes = this.#namesakes.get(level);
    if (namesakes === undefined) this.#namesakes.set(level, { places: [place], topics: 0 });
    else namesakes.places.push(place);
    return place;
  }

  *#number(): Generator<undefined, void> {
    const all = [...(this.#root.below ?? [])];
    const reserved = all.filter(([level]) => isReserved(level));
    this.#root.below = new Map([...all.filter(([level]) => !isReserved(level)), ...reserved]);

    const places: Place[] = [];
    const waiting = [this.#root];
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
      places.push(place);
      place.start = this.topics.length;
      if (place.topic !== undefined) this.topics.push(place.topic);
      place.end = this.topics.length;
      const children = [...(place.below?.values() ?? [])];
      for (const child of children.reverse()) waiting.push(child);
      this.pace.spend(WORK);
      if (this.pace.isDue()) yield;
    }
    for (const place of places.reverse()) {
      const { above, level } = place;
      if (above === undefined) continue;
      above.end = Math.max(above.end, place.end);
      const namesakes = this.#namesakes.get(level);
      if (namesakes !== undefined) namesakes.topics += place.end - place.start;
      if (above === this.#root && !isReserved(level)) this.#plain += place.end - place.start;
      this.pace.spend(WORK);
      if (this.pace.isDue()) yield;
    }
  }

  /** The numbers of the topics that a filter selects: pairs of a first one and the one behind the last, rising. */
  selected(filter: string): readonly number[] {
    const levels = filter.split('/');
    const hash = levels.indexOf('#');
    if (hash === 0) return [0, this.#plain];
    const places = this.#places(hash === -1 ? levels : levels.slice(0, hash));
    places.sort((a, b) => a.start - b.start);
    const numbers: number[] = [];
    for (const { start, end, topic } of places) {
      if (hash !== -1) numbers.push(start, end);
      else if (topic !== undefined) numbers.push(start, start + 1);
    }
    return numbers;
  }

  /** The same of the topics that begin with these characters. */
  beginning(prefix: string): readonly number[] {
    const levels = prefix.split('/');
    const last = levels.pop() ?? '';
    const numbers: number[] = [];
    for (const { level, start, end } of this.#walk(levels)?.below?.values() ?? []) {
      if (level.startsWith(last)) numbers.push(start, end);
    }
    return numbers;
  }

  #places(levels: readonly string[]): Place[] {
    const plus = levels.indexOf('+');
    const above = this.#walk(plus === -1 ? levels : levels.slice(0, plus));
    if (above === undefined) return [];
    const found: Place[] = [];
    const entry = plus === -1 ? undefined : this.#entry(levels, plus, above);
    if (entry === undefined) {
      descend(above, levels, plus === -1 ? levels.length : plus, found);
      return found;
    }
    const between = levels.slice(plus, entry.depth);
    for (const place of entry.places) {
      if (isBelow(above, between, place)) descend(place, levels, entry.depth + 1, found);
    }
    return found;
  }

  #walk(levels: readonly string[]): Place | undefined {
    let place: Place | undefined = this.#root;
    for (const level of levels) place = place?.below?.get(level);
    return place;
  }

  /**
   * A level behind the first `+` from whose places there is less to look at than from the one above the `+`. So
   * `+/+/c1/#` is found by the places that are called `c1`, and not by going through all that is on two levels.
   */
  #entry(levels: readonly string[], plus: number, above: Place) {
    const last = levels.lastIndexOf('+');
    let least = above.end - above.start;
    let entry: { readonly depth: number; readonly places: readonly Place[] } | undefined;
    for (let depth = plus + 1; depth < levels.length; depth++) {
      const level = levels[depth] ?? '';
      if (level === '+') continue;
      const { places, topics } = this.#namesakes.get(level) ?? { places: [], topics: 0 };
      const work = depth < last ? topics : places.length;
      if (work < least) {
        entry = { depth, places };
        least = work;
      }
    }
    return entry;
  }
}

/** Adds the places that the levels from `depth` on lead to. */
function descend(place: Place, levels: readonly string[], depth: number, found: Place[]): void {
  const level = levels[depth];
  if (level === undefined) {
    found.push(place);
  } else if (level === '+') {
    for (const child of place.below?.values() ?? []) {
      if (standsFor(level, child)) descend(child, levels, depth + 1, found);
    }
  } else {
    const child = place.below?.get(level);
    if (child !== undefined) descend(child, levels, depth + 1, found);
  }
}

/** Whether exactly these levels lie between the two places. */
function isBelow(top: Place, between: readonly string[], place: Place): boolean {
  let at = place.above;
  for (const level of between.toReversed()) {
    if (at === undefined || !standsFor(level, at)) return false;
    at = at.above;
  }
  return at === top;
}

/** Wildcards at the beginning do not stand for what begins with `$` (MQTT 5.0 section 4.7.2). */
function standsFor(level: string, place: Place): boolean {
  if (level !== '+') return level === place.level;
  const first = place.above !== undefined && place.above.above === undefined;
  return !(first && isReserved(place.level));
}

function isReserved(level: string): boolean {
  return level.startsWith('$');
}

function newPlace(level: string, above: Place | undefined): Place {
  return { level, above, below: undefined, topic: undefined, start: 0, end: 0 };
}
