import { describe, expect, it } from '@jest/globals';
import { ROOT, type TreeLevel } from './tree-level';
import { treeItems } from './tree-items';
import { treeMove } from './tree-keys';

const level = (...ids: string[]): TreeLevel => ({
  pages: [{ ids }],
  total: ids.length,
  loading: false,
});
const levels = new Map([
  [ROOT, level('a', 'b', 'c')],
  ['a', level('a1', 'a2')],
]);
/** a (open) · a1 · a2 · b · c */
const items = treeItems(levels, new Set(['a']));
const press = (key: string, index: number) =>
  treeMove(key, items, index, (id) => id === 'a' || id === 'b');

describe('the keys of the tree', () => {
  it('go up and down through what is shown, and no further', () => {
    expect(press('ArrowDown', 0)).toEqual({ kind: 'go', index: 1 });
    expect(press('ArrowDown', 4)).toEqual({ kind: 'go', index: 4 });
    expect(press('ArrowUp', 3)).toEqual({ kind: 'go', index: 2 });
    expect(press('ArrowUp', 0)).toEqual({ kind: 'go', index: 0 });
    expect(press('Home', 3)).toEqual({ kind: 'go', index: 0 });
    expect(press('End', 0)).toEqual({ kind: 'go', index: 4 });
    expect(press('PageDown', 0)).toEqual({ kind: 'go', index: 4 });
  });

  it('open to the right, then go to the first below', () => {
    expect(press('ArrowRight', 3)).toEqual({ kind: 'open', id: 'b' });
    expect(press('ArrowRight', 0)).toEqual({ kind: 'go', index: 1 });
    expect(press('ArrowRight', 4)).toBeUndefined();
  });

  it('close to the left, then go to the parent', () => {
    expect(press('ArrowLeft', 0)).toEqual({ kind: 'close', id: 'a' });
    expect(press('ArrowLeft', 2)).toEqual({ kind: 'go', index: 0 });
    expect(press('ArrowLeft', 3)).toBeUndefined();
  });

  it('choose with Enter and the space bar', () => {
    expect(press('Enter', 1)).toEqual({ kind: 'choose', id: 'a1' });
    expect(press(' ', 1)).toEqual({ kind: 'choose', id: 'a1' });
  });

  it('leave the others to the page', () => {
    expect(press('Tab', 1)).toBeUndefined();
    expect(press('x', 1)).toBeUndefined();
    expect(treeMove('ArrowDown', [], 0, () => false)).toBeUndefined();
  });
});
