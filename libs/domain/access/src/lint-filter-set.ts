/** By what one filter of a rule is within another, which follows from how the broker uses them. */
export type Comparison =
  /** By the topics that they select. `%c` and `%u` are levels like any other: they stand for one, or for nothing. */
  | 'topics'
  /** By the topics that they select, where a name with slashes can be written in for `%c` and `%u`. */
  | 'texts'
  /** By the subscriptions within them, as the plugin of 2.0 sees it: `$` is nothing special. */
  | 'levels'
  /** By the subscriptions within them, as the plugin of 2.1 sees it. */
  | 'filters';

/** How much searching is left. All searches share it, so that no policy takes for ever. */
export class Patience {
  constructor(private left: number) {}

  get isOver(): boolean {
    return this.left < 0;
  }

  /** Whether there was any left for so many steps. */
  spend(steps = 1): boolean {
    this.left -= steps;
    return this.left >= 0;
  }
}

interface Node<T> {
  below?: Map<string, Node<T>>;
  /** Of filters that end here. */
  exact?: T[];
  /** Of filters that end here with `#`. */
  hash?: T[];
}

interface Search<T> {
  readonly levels: readonly string[];
  readonly depth: number;
  readonly accepts: (value: T) => boolean;
}

/** Filters by their levels, to be asked which of them covers or overlaps another one. They must be valid. */
export class FilterSet<T> {
  private readonly root: Node<T> = {};

  constructor(
    private readonly comparison: Comparison,
    private readonly patience: Patience,
  ) {}

  add(filter: string, value: T): void {
    let node = this.root;
    for (const level of filter.split('/')) {
      if (level === '#') {
        (node.hash ??= []).push(value);
        return;
      }
      const below = (node.below ??= new Map<string, Node<T>>());
      const next: Node<T> = below.get(level) ?? {};
      below.set(level, next);
      node = next;
    }
    (node.exact ??= []).push(value);
  }

  /** What belongs to a filter that selects everything that this one does; of several, one that is accepted. */
  covering(filter: string, accepts: (value: T) => boolean = () => true): T | undefined {
    const levels = spelledOut(filter, this.comparison).split('/');
    return this.findCovering(this.root, { levels, depth: 0, accepts });
  }

  /** What belongs to a filter that may select something that this one does; never nothing when there is one. */
  overlapping(filter: string): T | undefined {
    return this.findOverlapping(this.root, filter.split('/'), 0);
  }

  private findCovering(node: Node<T>, search: Search<T>): T | undefined {
    if (!this.patience.spend()) return undefined;
    const { levels, depth, accepts } = search;
    const level = levels[depth];
    const here = this.hashCovers(level, depth) ? node.hash?.find(accepts) : undefined;
    if (here !== undefined) return here;
    if (level === undefined) return node.exact?.find(accepts);
    if (level === '#') return undefined;
    const next = { levels, depth: depth + 1, accepts };
    const same = node.below?.get(level);
    const found = same && this.findCovering(same, next);
    if (found !== undefined || level === '+' || !this.plusCovers(level, depth)) return found;
    const plus = node.below?.get('+');
    return plus && this.findCovering(plus, next);
  }

  /** Whether `#` at this depth selects whatever this level stands for, and all below. */
  private hashCovers(level = '', depth: number): boolean {
    if (depth > 0 || this.comparison === 'levels') return true;
    // A name can begin with `$`, which no wildcard at the beginning selects.
    return !level.startsWith('$') && !(this.comparison === 'texts' && hasPlaceholder(level));
  }

  private plusCovers(level: string, depth: number): boolean {
    const isLonger = this.comparison === 'texts' && hasPlaceholder(level);
    return this.hashCovers(level, depth) && !isLonger;
  }

  private findOverlapping(node: Node<T>, levels: readonly string[], depth: number): T | undefined {
    if (!this.patience.spend()) return undefined;
    const level = levels[depth];
    const reserved = depth === 0 && level?.startsWith('$') === true;
    const here = reserved ? undefined : node.hash?.[0];
    if (here !== undefined || level === undefined) return here ?? node.exact?.[0];
    if (level === '#') return anyBelow(node, depth);
    for (const child of level === '+' ? wildChildren(node, depth) : namedChildren(node, level)) {
      const found = this.findOverlapping(child, levels, depth + 1);
      if (found !== undefined) return found;
    }
    const plus = reserved || level === '+' ? undefined : node.below?.get('+');
    return plus && this.findOverlapping(plus, levels, depth + 1);
  }
}

/** Whether `%c` or `%u` stands in a pattern or in one of its levels. */
export function hasPlaceholder(text: string): boolean {
  return /%[cu]/.test(text);
}

function namedChildren<T>(node: Node<T>, level: string): readonly Node<T>[] {
  const child = node.below?.get(level);
  return child === undefined ? [] : [child];
}

/** Those for which a wildcard can stand: at the beginning, not what begins with `$` (MQTT 5.0 section 4.7.2). */
function* wildChildren<T>({ below }: Node<T>, depth: number): Generator<Node<T>> {
  for (const [level, child] of below ?? []) {
    if (depth > 0 || !level.startsWith('$')) yield child;
  }
}

/** Below every node but the first, there is something. */
function anyBelow<T>(node: Node<T>, depth: number): T | undefined {
  const here = node.exact?.[0] ?? node.hash?.[0];
  if (here !== undefined) return here;
  const [child] = wildChildren(node, depth);
  return child && anyBelow(child, depth + 1);
}

/**
 * `#` also selects the level above it. Above the one in `#` is nothing, and above the one in `/#` the empty name: so
 * they select what they select with one level more. Of subscriptions, 2.0 says so of `#` alone, and 2.1 not even that.
 */
function spelledOut(filter: string, comparison: Comparison): string {
  if (filter === '#' && comparison !== 'filters') return '+/#';
  if (filter === '/#' && (comparison === 'topics' || comparison === 'texts')) return '/+/#';
  return filter;
}
