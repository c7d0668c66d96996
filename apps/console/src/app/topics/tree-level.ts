import type { Failure } from '../ui/failure';

/** A stretch of one level's topics, as the server pages them. */
export interface LevelPage {
  /** Where the server is asked from; absent for the first page. */
  readonly cursor?: string;
  readonly ids: readonly string[];
  /** First levels that begin with `$`: the broker speaks there, not the plant. They stand after all others. */
  readonly apart?: readonly string[];
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

/** All topics that came with a page. */
export function idsOf({ ids, apart = [] }: LevelPage): readonly string[] {
  return [...ids, ...apart];
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
  const taken = new Set(idsOf(page));
  const before = level.pages.slice(0, index);
  const after = page.next === undefined ? [] : level.pages.slice(index + 1);
  const [following, ...rest] = after.map(({ ids, apart, ...other }) => ({
    ...other,
    ids: ids.filter((id) => !taken.has(id)),
    ...(apart && { apart: apart.filter((id) => !taken.has(id)) }),
  }));
  const joined =
    following === undefined || page.next === undefined ? [] : [{ ...following, cursor: page.next }];
  return { pages: [...before, page, ...joined, ...rest], total, loading: false };
}

/** Whether the level has this page already, as it is. */
export function hasPage(level: TreeLevel, page: LevelPage, total: number): boolean {
  const known = level.pages.find(({ cursor }) => cursor === page.cursor);
  if (known === undefined || level.loading || level.failure !== undefined) return false;
  const [before, after] = [idsOf(known), idsOf(page)];
  return (
    level.total === total &&
    known.next === page.next &&
    before.length === after.length &&
    before.every((id, index) => id === after[index])
  );
}
