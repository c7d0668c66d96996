import { TopicTable } from './topic-table.js';
import type { FoundTopics, LastPayload, TopicRow, TopicSearch } from './topic-row.js';
import type { Search } from './topic-search.js';

/** What the specs of the table share. The product hashes; a reversible id shows what was asked for. */
export const idOf = (name: string): string => `id:${name}`;
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

/** A Monday, in milliseconds. */
export const START = 1_795_392_000_000;
export const RETAINED = 4;

export function tableOf(memoryBudget = 4_194_304, history = 1): TopicTable {
  return new TopicTable({ memoryBudget, history, topicId: idOf });
}

/** Records one message as it lies in a packet, with other bytes around it. */
export function publish(
  table: TopicTable,
  topic: string | Uint8Array,
  payload: string | Uint8Array = 'x',
  {
    flags = 0,
    at = START,
    properties = '',
  }: { flags?: number; at?: number; properties?: string } = {},
): void {
  const name = typeof topic === 'string' ? bytesOf(topic) : topic;
  const value = typeof payload === 'string' ? bytesOf(payload) : payload;
  const before = bytesOf(properties);
  const propertiesStart = name.length + 4;
  const payloadStart = propertiesStart + before.length;
  const packet = new Uint8Array(payloadStart + value.length + 2).fill(0x2f);
  packet.set(name, 2);
  packet.set(before, propertiesStart);
  packet.set(value, payloadStart);
  table.record(
    packet,
    2,
    2 + name.length,
    propertiesStart,
    payloadStart,
    payloadStart + value.length,
    flags,
    at,
  );
}

/** A row with the last payload, of which the table only lends a view. */
export interface Topic extends Omit<TopicRow, 'last'> {
  readonly last?: LastPayload;
}

/** Late enough after the last search for an unknown id to allow another. */
let readAt = START;

/** All children of a level, page by page. */
export function allChildren(table: TopicTable, parent?: string, limit = 500): Topic[] {
  const rows: Topic[] = [];
  let cursor: string | undefined;
  do {
    const page = table.children({
      limit,
      at: (readAt += 10_000),
      ...(parent !== undefined && { parent: idOf(parent) }),
      ...(cursor !== undefined && { cursor }),
    });
    rows.push(...(page?.rows ?? []).map((row) => whole(table, row)));
    cursor = page?.nextCursor;
  } while (cursor !== undefined);
  return rows;
}

/** Every topic the table holds, found by going down from the first levels. */
export function allTopics(table: TopicTable): Topic[] {
  const waiting = allChildren(table);
  const found: Topic[] = [];
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    if (row.isTopic) found.push(row);
    if (row.levelsBelow > 0) waiting.push(...allChildren(table, row.topic));
  }
  return found;
}

/** A level by its topic, whether or not its id was ever handed out. */
export function find(table: TopicTable, topic: string): Topic | undefined {
  return topicOf(table, idOf(topic), (readAt += 10_000));
}

/** A level by its id, with its last payload. */
export function topicOf(table: TopicTable, id: string, at?: number): Topic | undefined {
  const row = table.topic(id, at);
  return row && whole(table, row);
}

function whole(table: TopicTable, { last, ...row }: TopicRow): Topic {
  const held = last && table.last(row);
  return { ...row, ...(held && { last: { ...held, payload: held.payload.slice() } }) };
}

/** All topics of a search, page by page; every page but the last has to say that more follow. */
export function searchAll(
  table: TopicTable,
  query: Omit<TopicSearch, 'at'>,
  at = START,
): TopicRow[] {
  const rows: TopicRow[] = [];
  let cursor: string | undefined;
  do {
    const page = run(table.search({ ...query, at, ...(cursor !== undefined && { cursor }) }));
    rows.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return rows;
}

/** Runs a search to its end; `between` has its turn between two steps. */
export function run(search: Search, between: () => void = () => undefined): FoundTopics {
  for (;;) {
    const step = search.next();
    if (step.done) return step.value;
    between();
  }
}
