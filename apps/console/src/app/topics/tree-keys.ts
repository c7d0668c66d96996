import { listMove } from './list-keys';
import type { TreeItem } from './tree-items';

/** What a key asks of the tree (WAI-ARIA, tree view pattern). */
export type TreeMove =
  | { readonly kind: 'go'; readonly index: number }
  | { readonly kind: 'open' | 'close' | 'choose'; readonly id: string };

/**
 * The move a key makes from the row at `index`; `undefined` for keys that are not the tree's.
 * `hasChildren` says whether there is something to open below a topic.
 */
export function treeMove(
  key: string,
  items: readonly TreeItem[],
  index: number,
  hasChildren: (id: string) => boolean,
): TreeMove | undefined {
  const here = items[index];
  if (here === undefined) return undefined;
  const to = listMove(key, index, items.length);
  if (to !== undefined) return { kind: 'go', index: to };
  switch (key) {
    case 'ArrowRight':
      return inwards(here, items, index, hasChildren);
    case 'ArrowLeft':
      return outwards(here, items, index);
    case 'Enter':
    case ' ':
      return { kind: 'choose', id: here.id };
    default:
      return undefined;
  }
}

/** Right: opens what is closed, and goes to the first child of what is open. */
function inwards(
  here: TreeItem,
  items: readonly TreeItem[],
  index: number,
  hasChildren: (id: string) => boolean,
): TreeMove | undefined {
  if (here.kind !== 'topic' || !hasChildren(here.id)) return undefined;
  if (!here.open) return { kind: 'open', id: here.id };
  const first = items[index + 1];
  return first?.parent === here.id ? { kind: 'go', index: index + 1 } : undefined;
}

/** Left: closes what is open, and goes to the parent of what is closed. */
function outwards(here: TreeItem, items: readonly TreeItem[], index: number): TreeMove | undefined {
  if (here.kind === 'topic' && here.open) return { kind: 'close', id: here.id };
  const parent = items.findLastIndex((item, at) => at < index && item.id === here.parent);
  return parent === -1 ? undefined : { kind: 'go', index: parent };
}
