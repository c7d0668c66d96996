import type { ListQuery } from '../api/list-query.dto.js';

export interface Page<Item> {
  readonly items: readonly (readonly [id: string, item: Item])[];
  readonly nextCursor?: string;
  readonly total: number;
}

/** The page after the one that the cursor, an id, ended; from the start when that is not there any more. */
export function pageOf<Item>(
  all: ReadonlyMap<string, Item>,
  { limit, cursor, search = '' }: ListQuery,
  { text, wanted = () => true }: { text: (item: Item) => string; wanted?: (item: Item) => boolean },
): Page<Item> {
  const sought = search.toLowerCase();
  const found = [...all].filter(
    ([, item]) => wanted(item) && (sought === '' || text(item).toLowerCase().includes(sought)),
  );
  const start = cursor === undefined ? 0 : found.findIndex(([id]) => id === cursor) + 1;
  const items = found.slice(start, start + limit);
  const last = start + limit < found.length ? items.at(-1)?.[0] : undefined;
  return { items, total: found.length, ...(last !== undefined && { nextCursor: last }) };
}
