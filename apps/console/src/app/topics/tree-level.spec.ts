import { describe, expect, it } from '@jest/globals';
import { EMPTY_LEVEL, hasPage, withPage } from './tree-level';

const first = { ids: ['a', 'b'], next: 'b' };
const second = { cursor: 'b', ids: ['c', 'd'] };
const level = withPage(withPage(EMPTY_LEVEL, first, 4), second, 4);

describe('withPage', () => {
  it('puts a new page after those there are', () => {
    expect(level.pages).toEqual([first, second]);
    expect(level.total).toBe(4);
  });

  it('puts a page that was asked for again in its place', () => {
    const again = { ids: ['a', 'b'], next: 'b' };
    expect(withPage(level, again, 5)).toMatchObject({ pages: [again, second], total: 5 });
  });

  it('lets the page after it begin where it now ends, when a topic has come', () => {
    const { pages } = withPage(level, { ids: ['a', 'aa'], next: 'aa' }, 5);
    expect(pages.map(({ cursor }) => cursor)).toEqual([undefined, 'aa']);
  });

  it('never shows a topic twice, when one has gone', () => {
    const { pages } = withPage(level, { ids: ['b', 'c'], next: 'c' }, 3);
    expect(pages.flatMap(({ ids }) => ids)).toEqual(['b', 'c', 'd']);
  });

  it('drops the pages after what has become the last', () => {
    expect(withPage(level, { ids: ['a'] }, 1).pages).toEqual([{ ids: ['a'] }]);
  });
});

describe('hasPage', () => {
  it('knows an answer that brings other figures only', () => {
    expect(hasPage(level, { ids: ['a', 'b'], next: 'b' }, 4)).toBe(true);
  });

  it('is not fooled by a topic that has come, gone, or moved, nor by another end', () => {
    expect(hasPage(level, { ids: ['b', 'a'], next: 'b' }, 4)).toBe(false);
    expect(hasPage(level, { ids: ['a'], next: 'b' }, 4)).toBe(false);
    expect(hasPage(level, { ids: ['a', 'b'] }, 4)).toBe(false);
    expect(hasPage(level, { ids: ['a', 'b'], next: 'b' }, 5)).toBe(false);
    expect(hasPage(level, { ids: ['a', 'b'], apart: ['$SYS'], next: 'b' }, 4)).toBe(false);
  });

  it('takes the answer to what failed, or is on its way', () => {
    const page = { ids: ['a', 'b'], next: 'b' };
    expect(hasPage({ ...level, loading: true }, page, 4)).toBe(false);
  });
});
