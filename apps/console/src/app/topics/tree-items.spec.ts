import { describe, expect, it } from '@jest/globals';
import { ROOT, type TreeLevel } from './tree-level';
import { treeItems } from './tree-items';

const level = (...ids: string[]): TreeLevel => ({
  pages: [{ ids }],
  total: ids.length,
  loading: false,
});

describe('treeItems', () => {
  it('stands for the first topics before they are there', () => {
    expect(treeItems(new Map(), new Set())).toEqual([
      { kind: 'loading', id: 'rest:', parent: ROOT, depth: 1 },
    ]);
  });

  it('lists what is open below its parent, with its place among its siblings', () => {
    const levels = new Map([
      [ROOT, level('a', 'b')],
      ['a', level('a1')],
      ['b', level('b1')],
    ]);
    const items = treeItems(levels, new Set(['a']));
    expect(items.map(({ id, depth }) => [id, depth])).toEqual([
      ['a', 1],
      ['a1', 2],
      ['b', 1],
    ]);
    expect(items[2]).toMatchObject({ position: 2, setSize: 2, open: false, parent: ROOT });
  });

  it('ends a level that goes on with a row that brings the rest', () => {
    const levels = new Map([
      [ROOT, { pages: [{ ids: ['a'], next: 'a' }], total: 9, loading: false }],
    ]);
    expect(treeItems(levels, new Set())).toMatchObject([
      { kind: 'topic', setSize: 9 },
      { kind: 'more', parent: ROOT },
    ]);
  });

  it('says below which topic something could not be read', () => {
    const failure = { title: 'MCM does not answer', detail: '', status: 0 };
    const levels = new Map([
      [ROOT, level('a')],
      ['a', { pages: [], total: 0, loading: false, failure }],
    ]);
    expect(treeItems(levels, new Set(['a']))[1]).toMatchObject({
      kind: 'failed',
      parent: 'a',
      depth: 2,
    });
  });

  it('puts what the broker says of itself after all others, and after those that are not here yet', () => {
    const levels = new Map([
      [ROOT, { pages: [{ ids: ['a'], apart: ['$SYS'], next: 'a' }], total: 9, loading: false }],
    ]);
    expect(treeItems(levels, new Set()).map(({ kind, id }) => [kind, id])).toEqual([
      ['topic', 'a'],
      ['more', 'rest:'],
      ['topic', '$SYS'],
    ]);
  });

  it('walks twenty thousand levels', () => {
    const deep = Array.from({ length: 20_000 }, (_, depth) => `l${depth}`);
    const levels = new Map(
      deep.map((id, depth) => [depth === 0 ? ROOT : `l${depth - 1}`, level(id)]),
    );
    const items = treeItems(levels, new Set(deep.slice(0, -1)));
    expect(items).toHaveLength(20_000);
    expect(items.at(-1)).toMatchObject({ depth: 20_000 });
  });
});
