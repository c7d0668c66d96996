import { FilterTrie } from '#domain/mqtt';
import type { Watcher } from './watcher.js';

/** Topics whose watchers are remembered; a watch of more than that is found out anew now and then. */
const MOST_TOPICS = 20_000;

/** Who watches which topics: a topic is compared with the filters of all at once, not with each of its messages. */
export class Audience {
  private readonly trie = new FilterTrie<Watcher>();
  private readonly filters = new Map<Watcher, readonly string[]>();
  private readonly byTopic = new Map<string, ReadonlySet<Watcher>>();

  /** From now on this one watches these filters, and no others. */
  set(watcher: Watcher, filters: readonly string[]): void {
    for (const filter of this.filters.get(watcher) ?? []) this.trie.delete(filter, watcher);
    for (const filter of filters) this.trie.add(filter, watcher);
    this.filters.set(watcher, filters);
    this.byTopic.clear();
  }

  delete(watcher: Watcher): void {
    this.set(watcher, []);
    this.filters.delete(watcher);
  }

  of(topic: string): ReadonlySet<Watcher> {
    const known = this.byTopic.get(topic);
    if (known !== undefined) return known;
    if (this.byTopic.size >= MOST_TOPICS) this.byTopic.clear();
    const found = this.trie.of(topic);
    this.byTopic.set(topic, found);
    return found;
  }
}
