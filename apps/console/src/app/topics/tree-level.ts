import type { Failure } from '../ui/failure';

/** A stretch of one level's topics, as the server pages them. */
export interface LevelPage {
  /** Where the server is asked from; absent for the first page. */
  readonly cursor?: string;
  readonly ids: readonly string[];
  /** Where the next page begins; absent when nothing follows. */
  readonly next?: string;
}

/** The topics below one topic, as far as they were asked for. */
export interface TreeLevel {
  readonly pages: readonly LevelPage[];
  /** How many the server has. */
  readonly total: number;
  readonly loading: boolean;
  readonly failure?: Failure;
}

/** The root has no id of its own. */
export const ROOT = '';

export const EMPTY_LEVEL: TreeLevel = { pages: [], total: 0, loading: false };

/**
 * The level with this page put in its place. Topics may have come or gone in between: the page after
 * it is then asked for from where this one now ends, and no topic stands in two pages.
 */
export function withPage(level: TreeLevel, page: LevelPage, total: number): TreeLevel {
  const index = level.pages.findIndex(({ cursor }) => cursor === page.cursor);
  if (index === -1) return { pages: [...level.pages, page], total, loading: false };
  const taken = new Set(page.ids);
  const before = level.pages.slice(0, index);
  const after = page.next === undefined ? [] : level.pages.slice(index + 1);
  const [following, ...rest] = after.map(({ ids, ...other }) => ({
    ...other,
    ids: ids.filter((id) => !taken.has(id)),
  }));
  const joined =
    following === undefined || page.next === undefined ? [] : [{ ...following, cursor: page.next }];
  return { pages: [...before, page, ...joined, ...rest], total, loading: false };
}
