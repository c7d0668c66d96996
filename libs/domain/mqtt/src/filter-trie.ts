/** What hangs at one place of the trie: filters that end here, and those that go on. */
interface Node<T> {
  below?: Map<string, Node<T>>;
  /** Those of filters that end here. */
  exact?: Set<T>;
  /** Those of filters that end here with `#`, which stands for this level and all below. */
  hash?: Set<T>;
}

const SLASH = '/';

/**
 * Topic filters and what belongs to them, by their levels: which filters select a topic is found in steps that
 * follow the topic, however many filters there are (MQTT 5.0 section 4.7). Filters must be valid.
 */
export class FilterTrie<T> {
  readonly #root: Node<T> = {};

  add(filter: string, value: T): void {
    let node = this.#root;
    for (const level of filter.split(SLASH)) {
      if (level === '#') {
        (node.hash ??= new Set()).add(value);
        return;
      }
      const below = (node.below ??= new Map<string, Node<T>>());
      const next: Node<T> = below.get(level) ?? {};
      below.set(level, next);
      node = next;
    }
    (node.exact ??= new Set()).add(value);
  }

  /** Takes out what {@link add} put in; nothing happens when it is not there. */
  delete(filter: string, value: T): void {
    const path: [node: Node<T>, level: string][] = [];
    let node: Node<T> | undefined = this.#root;
    for (const level of filter.split(SLASH)) {
      if (level === '#') break;
      path.push([node, level]);
      node = node.below?.get(level);
      if (node === undefined) return;
    }
    (filter === '#' || filter.endsWith('/#') ? node.hash : node.exact)?.delete(value);
    for (let step = path.pop(); step !== undefined; step = path.pop()) {
      const [above, level] = step;
      if (!isEmpty(above.below?.get(level))) return;
      above.below?.delete(level);
    }
  }

  /** Whether any filter selects the topic. */
  selects(topic: string): boolean {
    return this.#visit(topic, ({ size }) => size > 0);
  }

  /** What belongs to the filters that select the topic, each once. */
  of(topic: string): ReadonlySet<T> {
    const found = new Set<T>();
    this.#visit(topic, (values) => {
      for (const value of values) found.add(value);
      return false;
    });
    return found;
  }

  /** Shows the values of each filter that selects the topic, until `visit` says that it is enough. */
  #visit(topic: string, visit: (values: ReadonlySet<T>) => boolean): boolean {
    // Wildcards at the beginning do not stand for what begins with `$` (section 4.7.2).
    const reserved = topic.startsWith('$');
    let nodes: Node<T>[] = [this.#root];
    for (let start = 0; nodes.length > 0;) {
      const skip = reserved && start === 0;
      if (!skip && nodes.some(({ hash }) => hash !== undefined && visit(hash))) return true;
      if (start > topic.length)
        return nodes.some(({ exact }) => exact !== undefined && visit(exact));
      const slash = topic.indexOf(SLASH, start);
      const end = slash === -1 ? topic.length : slash;
      const level = topic.slice(start, end);
      const next: Node<T>[] = [];
      for (const { below } of nodes) {
        const named = below?.get(level);
        const wild = skip ? undefined : below?.get('+');
        if (named !== undefined) next.push(named);
        // A topic has no level `+`; if it had one, it would be found twice.
        if (wild !== undefined && wild !== named) next.push(wild);
      }
      nodes = next;
      start = end + 1;
    }
    return false;
  }
}

function isEmpty({ below, exact, hash }: Node<unknown> = {}): boolean {
  return [below, exact, hash].every((all) => all === undefined || all.size === 0);
}
