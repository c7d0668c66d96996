import { matches } from '#domain/mqtt';
import { cursorOf } from './cursor.js';
import { rateOf, TICK_MS, weightAt } from './decay.js';
import { FLAG, LEVEL } from './level-store.js';
import { Ranking, rankCursorOf, rankPositionOf } from './ranking.js';
import { SearchConditions } from './search-conditions.js';
import { nameOf } from './topic-name.js';
import type { FoundTopics, TopicRow, TopicSearch, TopicSort } from './topic-row.js';
import type { TopicTree } from './topic-tree.js';
import { TopicWalk } from './topic-walk.js';

/** Levels, and KiB of payloads, looked at between two yields: a millisecond or two. */
const AT_ONCE = 2_000;
/** Levels and KiB looked at for one page by name; then the page ends, full or not. */
const MOST_LOOKED_AT = 200_000;
/** Names that are longer are cut in a cursor, and their id goes with them. */
const CURSOR_BYTES = 1_024;

/** A search on its way: others may have their turn, and change the table, between two steps. */
export type Search = Generator<undefined, FoundTopics>;

/** A place to rest, after so much was looked at. */
interface Rest {
  readonly looked: number;
  /** The topic of the level that was reached. */
  readonly at: Uint8Array;
}

/** Gets a topic and where its record is. */
type Visit = (level: number, view: DataView, offset: number) => void;

interface Surroundings {
  readonly tree: TopicTree;
  readonly topicId: (name: string) => string;
  readonly row: (level: number, at: number) => TopicRow;
  /** The tick of a time. */
  readonly tickOf: (at: number) => number;
}

/** Looks for topics by name and content, and brings them into an order. */
export class TopicSearcher {
  constructor(private readonly around: Surroundings) {}

  /** The topics behind `after` in the order of their names, none twice, none left out that stays. */
  *byName(query: TopicSearch, after: Uint8Array | undefined): Search {
    const { tree, row } = this.around;
    const conditions = new SearchConditions(tree, query);
    const rows: TopicRow[] = [];
    let last: Uint8Array = new Uint8Array();
    for (const step of this.#walk(query.filter ?? '#', conditions, after)) {
      if (typeof step === 'number') {
        if (!conditions.meets(step)) continue;
        if (rows.length === query.limit) return { rows, nextCursor: this.#cursor(last) };
        rows.push(row(step, query.at));
        last = tree.store.topicBytes(step);
      } else {
        if (step.looked >= MOST_LOOKED_AT) return { rows, nextCursor: this.#cursor(step.at) };
        yield;
      }
    }
    return { rows };
  }

  /** The greatest first. Rates are compared as of the first page, so that only new messages move a topic. */
  *sorted(query: TopicSearch, sort: Exclude<TopicSort, 'name'>): Search {
    const { tree, row, tickOf } = this.around;
    const behind = query.cursor === undefined ? undefined : rankPositionOf(query.cursor);
    const tick = behind?.tick ?? tickOf(query.at);
    const key = keyOf(sort, tick);
    const ranking = new Ranking(query.limit + 1, behind);
    const conditions = new SearchConditions(tree, query);
    let total = 0;
    yield* this.#each(query.filter ?? '#', conditions, (level, view, offset) => {
      if (!conditions.meets(level)) return;
      total++;
      ranking.offer(key(view, offset), level);
    });
    const { first } = ranking;
    const page = first.slice(0, query.limit);
    // A record may have become another topic's since it was looked at.
    const rows = page
      .filter(({ level }) => this.#isSelected(level, query.filter) && conditions.meets(level))
      .map(({ level }) => row(level, query.at));
    const last = first.length > query.limit ? page.at(-1) : undefined;
    return { rows, total, ...(last && { nextCursor: rankCursorOf({ tick, ...last }) }) };
  }

  /** Visits each topic that the filter selects. */
  *#each(filter: string, conditions: SearchConditions, visit: Visit): Generator<undefined, void> {
    const { levels } = this.around.tree.store;
    if (filter === '#') {
      for (let next = 1; next !== 0;) {
        const until = conditions.searched + AT_ONCE;
        next = levels.scanPart(next, AT_ONCE, (level, view, offset) => {
          const flags = view.getUint16(offset + LEVEL.flags, true);
          if ((flags & (FLAG.topic | FLAG.reserved)) === FLAG.topic) visit(level, view, offset);
          return conditions.searched < until;
        });
        yield;
      }
      return;
    }
    for (const step of this.#walk(filter, conditions, undefined)) {
      if (typeof step === 'number') visit(step, levels.view(step), levels.offset(step));
      else yield;
    }
  }

  /** The topics that a filter selects, and now and then a rest, in which others may change the table. */
  *#walk(
    filter: string,
    conditions: SearchConditions,
    after: Uint8Array | undefined,
  ): Generator<number | Rest, void> {
    const { tree } = this.around;
    const walk = new TopicWalk(tree.store, tree.siblings, filter);
    walk.seek(after);
    let levels = 0;
    let rest = AT_ONCE;
    for (let level = walk.next(); level !== 0; level = walk.next()) {
      levels++;
      if (walk.selected) yield level;
      const looked = levels + conditions.searched;
      if (looked < rest) continue;
      rest = looked + AT_ONCE;
      const at = tree.store.topicBytes(level);
      const { version } = tree;
      yield { looked, at };
      if (tree.version !== version) walk.seek(at);
    }
  }

  #isSelected(level: number, filter = '#'): boolean {
    const { store } = this.around.tree;
    const isTopic = (store.flags(level) & FLAG.topic) !== 0;
    return isTopic && matches(filter, nameOf(store.topicBytes(level)));
  }

  #cursor(topic: Uint8Array): string {
    return cursorOf(topic, this.around.topicId(nameOf(topic)), CURSOR_BYTES);
  }
}

function keyOf(
  sort: Exclude<TopicSort, 'name'>,
  tick: number,
): (view: DataView, offset: number) => number {
  switch (sort) {
    case 'rate':
      return (view, offset) => {
        const passed = tick - view.getInt32(offset + LEVEL.tick, true);
        return rateOf(weightAt(view.getFloat32(offset + LEVEL.weight, true), passed));
      };
    case 'messages':
      return (view, offset) => view.getFloat64(offset + LEVEL.messages, true);
    case 'bytes':
      return (view, offset) => view.getFloat64(offset + LEVEL.payloadBytesTotal, true);
    case 'last-seen':
      return (view, offset) => {
        const rest = view.getUint16(offset + LEVEL.flags, true) >>> FLAG.restShift;
        return view.getInt32(offset + LEVEL.tick, true) * TICK_MS + (rest & FLAG.restMask);
      };
  }
}
