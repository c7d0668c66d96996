import { EMPTY_LEVEL, ROOT, type TreeLevel } from './tree-level';

/** One row of the tree, flat: a topic, or what stands for topics that are not here yet. */
export type TreeItem =
  | {
      readonly kind: 'topic';
      readonly id: string;
      readonly parent: string;
      /** The page of its level it came with. */
      readonly page: number;
      /** 1 for the top. */
      readonly depth: number;
      readonly position: number;
      readonly setSize: number;
      readonly open: boolean;
    }
  | {
      /** `more`: a page that comes when it is scrolled to; `loading`: on its way; `failed`: ask again. */
      readonly kind: 'more' | 'loading' | 'failed';
      readonly id: string;
      readonly parent: string;
      readonly depth: number;
    };

/** The rows of the tree from top to bottom. Without recursion: topics may be deeper than a stack. */
export function treeItems(
  levels: ReadonlyMap<string, TreeLevel>,
  open: ReadonlySet<string>,
): readonly TreeItem[] {
  const items: TreeItem[] = [];
  const stack = [itemsOf(ROOT, 1, levels, open)];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const { done, value: item } = top.next();
    if (done) {
      stack.pop();
      continue;
    }
    items.push(item);
    if (item.kind === 'topic' && item.open) {
      stack.push(itemsOf(item.id, item.depth + 1, levels, open));
    }
  }
  return items;
}

function* itemsOf(
  parent: string,
  depth: number,
  levels: ReadonlyMap<string, TreeLevel>,
  open: ReadonlySet<string>,
): Generator<TreeItem, undefined> {
  const level = levels.get(parent) ?? EMPTY_LEVEL;
  let position = 0;
  const item = (id: string, page: number): TreeItem => {
    position += 1;
    const setSize = Math.max(level.total, position);
    return { kind: 'topic', id, parent, page, depth, position, setSize, open: open.has(id) };
  };
  for (const [page, { ids }] of level.pages.entries()) for (const id of ids) yield item(id, page);
  const kind = remainder(level);
  if (kind !== undefined) yield { kind, id: `rest:${parent}`, parent, depth };
  for (const [page, { apart = [] }] of level.pages.entries())
    for (const id of apart) yield item(id, page);
  return undefined;
}

function remainder(level: TreeLevel): 'more' | 'loading' | 'failed' | undefined {
  if (level.failure !== undefined) return 'failed';
  if (level.pages.length === 0) return 'loading';
  if (level.pages.at(-1)?.next === undefined) return undefined;
  return level.loading ? 'loading' : 'more';
}
