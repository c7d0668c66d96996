import { cursorOf, positionOf } from './cursor.js';
import { rateOf, tickOf } from './decay.js';
import type { IdIndex } from './id-index.js';
import { BRANCH, FLAG, LEVEL } from './level-store.js';
import type { RowReader } from './row-reader.js';
import type {
  ChildrenQuery,
  HeldMessage,
  HistoryQuery,
  LastPayload,
  TopicHistory,
  TopicPage,
  TopicRow,
  TopicSearch,
} from './topic-row.js';
import { TopicSearcher, type Search } from './topic-search.js';
import type { TopicTree } from './topic-tree.js';

interface Surroundings {
  readonly tree: TopicTree;
  readonly ids: IdIndex;
  readonly rows: RowReader;
  readonly topicId: (name: string) => string;
  /** When ticks begin; nothing while no message has come. */
  readonly origin: () => number | undefined;
}

/** Answers what the table is asked. */
export class TopicReader {
  readonly #around: Surroundings;
  readonly #searcher: TopicSearcher;

  constructor(around: Surroundings) {
    this.#around = around;
    const { tree, topicId } = around;
    this.#searcher = new TopicSearcher({
      ...{ tree, topicId },
      row: (level, at) => this.row(level, at),
      tickOf: (at) => tickOf(at, this.#around.origin() ?? at),
    });
  }

  children({ parent, limit, cursor, at }: ChildrenQuery): TopicPage | undefined {
    const { tree, ids } = this.#around;
    const { store, siblings } = tree;
    const level = parent === undefined ? store.root : ids.find(parent, at);
    if (level === 0) return undefined;
    const branch = store.get(level, LEVEL.branch);
    if (branch === 0) return { rows: [], total: 0 };

    const after = cursor === undefined ? undefined : this.#nameAt(level, cursor, at);
    const found = siblings.after(branch, limit + 1, after);
    const rows = found.slice(0, limit).map((child) => this.row(child, at));
    const total = store.getBranch(branch, BRANCH.children);
    const last = found[limit - 1];
    const lastRow = rows.at(-1);
    if (found.length <= limit || last === undefined || lastRow === undefined) {
      return { rows, total };
    }
    return { rows, total, nextCursor: cursorOf(store.name(last), lastRow.id) };
  }

  search(query: TopicSearch): Search {
    const { sort, cursor, at } = query;
    if (sort !== 'name') return this.#searcher.sorted(query, sort);
    return this.#searcher.byName(
      query,
      cursor === undefined ? undefined : this.#topicAt(cursor, at),
    );
  }

  topic(id: string, at: number): TopicRow | undefined {
    const level = this.#around.ids.find(id, at);
    return level === 0 ? undefined : this.row(level, at);
  }

  /** What is held now of the last message of the topic at that level. */
  last(level: number): LastPayload | undefined {
    const { tree, rows, origin } = this.#around;
    const isTopic = level !== 0 && (tree.store.flags(level) & FLAG.topic) !== 0;
    return isTopic ? rows.last(level, origin() ?? 0) : undefined;
  }

  /** The level with that id, or 0. */
  level(id: string, at: number): number {
    return this.#around.ids.find(id, at);
  }

  history({
    id,
    limit,
    before = Number.POSITIVE_INFINITY,
  }: HistoryQuery): TopicHistory | undefined {
    const { ids, rows, tree, origin } = this.#around;
    const level = ids.find(id, origin() ?? 0);
    if (level === 0) return undefined;
    return {
      topic: rows.topicOf(level),
      messages: rows.history(level, origin() ?? 0, limit, before),
      total: tree.store.levels
        .view(level)
        .getFloat64(tree.store.levels.offset(level) + LEVEL.messages, true),
      held: rows.held(level),
    };
  }

  message(id: string, number?: number): HeldMessage | undefined {
    return this.history({
      id,
      limit: 1,
      ...(number !== undefined && { before: number + 1 }),
    })?.messages.find((message) => number === undefined || message.number === number);
  }

  busiest(n: number, at: number): TopicRow[] {
    const { tree, rows, origin } = this.#around;
    const tick = tickOf(at, origin() ?? at);
    const found: { level: number; rate: number }[] = [];
    let least = 0;
    tree.store.levels.scan((level, view, offset) => {
      // Decay only lowers: a weight that is too low as it was last written needs no arithmetic.
      if (rateOf(view.getFloat32(offset + LEVEL.weight, true)) <= least) return;
      const rate = rows.ownRate(view, offset, tick);
      if (rate <= least || (tree.store.flags(level) & FLAG.reserved) !== 0) return;
      const place = found.findIndex((other) => other.rate < rate);
      found.splice(place === -1 ? found.length : place, 0, { level, rate });
      if (found.length > n) found.pop();
      if (found.length === n) least = found.at(-1)?.rate ?? 0;
    });
    return found.map(({ level }) => this.row(level, at));
  }

  /** The row of a level, however that came to be known. */
  row(level: number, at: number): TopicRow {
    const { rows, ids, topicId } = this.#around;
    const origin = this.#around.origin() ?? at;
    const id = topicId(rows.topicOf(level));
    ids.add(level, id);
    return rows.row(level, id, { tick: tickOf(at, origin), origin });
  }

  /** The name after which the page of that cursor begins. */
  #nameAt(parent: number, cursor: string, at: number): Uint8Array | undefined {
    const { ids, tree } = this.#around;
    const position = positionOf(cursor);
    if (position?.id === undefined) return position?.name;
    const level = ids.find(position.id, at);
    const still = level !== 0 && tree.store.get(level, LEVEL.parent) === parent;
    return still ? tree.store.name(level).slice() : position.name;
  }

  /** The topic after which the page of a search begins. */
  #topicAt(cursor: string, at: number): Uint8Array | undefined {
    const { ids, tree } = this.#around;
    const position = positionOf(cursor);
    if (position?.id === undefined) return position?.name;
    const level = ids.find(position.id, at);
    return level === 0 ? position.name : tree.store.topicBytes(level);
  }
}
