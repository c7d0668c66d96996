import { TopicTable } from './topic-table.js';
import type { TopicRow } from './topic-row.js';

/** What the specs of the table share. The product hashes; a reversible id shows what was asked for. */
export const idOf = (name: string): string => `id:${name}`;
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

/** A Monday, in milliseconds. */
export const START = 1_795_392_000_000;
export const RETAINED = 4;

export function tableOf(memoryBudget = 4_194_304): TopicTable {
  return new TopicTable({ memoryBudget, topicId: idOf });
}

/** Records one message as it lies in a packet, with other bytes around it. */
export function publish(
  table: TopicTable,
  topic: string | Uint8Array,
  payload: string | Uint8Array = 'x',
  { flags = 0, at = START }: { flags?: number; at?: number } = {},
): void {
  const name = typeof topic === 'string' ? bytesOf(topic) : topic;
  const value = typeof payload === 'string' ? bytesOf(payload) : payload;
  const packet = new Uint8Array(name.length + value.length + 6).fill(0x2f);
  packet.set(name, 2);
  packet.set(value, name.length + 4);
  const payloadStart = name.length + 4;
  table.record(packet, 2, 2 + name.length, payloadStart, payloadStart + value.length, flags, at);
}

/** Late enough after the last search for an unknown id to allow another. */
let readAt = START;

/** All children of a level, page by page. */
export function allChildren(table: TopicTable, parent?: string, limit = 500): TopicRow[] {
  const rows: TopicRow[] = [];
  let cursor: string | undefined;
  do {
    const page = table.children({
      limit,
      at: (readAt += 10_000),
      ...(parent !== undefined && { parent: idOf(parent) }),
      ...(cursor !== undefined && { cursor }),
    });
    rows.push(...(page?.rows ?? []));
    cursor = page?.nextCursor;
  } while (cursor !== undefined);
  return rows;
}

/** Every topic the table holds, found by going down from the first levels. */
export function allTopics(table: TopicTable): TopicRow[] {
  const waiting = allChildren(table);
  const found: TopicRow[] = [];
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    if (row.isTopic) found.push(row);
    if (row.levelsBelow > 0) waiting.push(...allChildren(table, row.topic));
  }
  return found;
}

/** A level by its topic, whether or not its id was ever handed out. */
export function find(table: TopicTable, topic: string): TopicRow | undefined {
  return table.topic(idOf(topic), (readAt += 10_000));
}
