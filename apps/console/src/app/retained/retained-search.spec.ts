import { describe, expect, it } from '@jest/globals';
import {
  deletionFilterProblem,
  readSearch,
  searchParams,
  searchProblem,
  searchQuery,
} from './retained-search';

const params = { contains: undefined, filter: undefined, value: undefined };

describe('a search for retained messages', () => {
  it.each([
    [{}, undefined, 'contains', ''],
    [{ filter: 'a/+' }, undefined, 'filter', 'a/+'],
    [{ value: 'on' }, 'filter', 'value', 'on'],
    [{ contains: 'x', value: 'y' }, undefined, 'contains', 'x'],
    [{ filter: '' }, 'value', 'value', ''],
    [{}, 'the moon', 'contains', ''],
  ] as const)('is read out of the address: %j, by %s', (change, by, kind, text) => {
    expect(readSearch({ ...params, ...change }, by)).toEqual({ kind, text });
  });

  it.each([
    ['contains', ''],
    ['value', ''],
    ['filter', 'a/#'],
    ['contains', 'x'],
  ] as const)('survives the address: %s %j', (kind, text) => {
    const { by, ...words } = searchParams({ kind, text });
    const shown = Object.fromEntries(
      Object.entries(words).map(([name, value]) => [name, value ?? undefined]),
    );
    expect(readSearch({ ...params, ...shown }, by ?? undefined)).toEqual({ kind, text });
  });

  it('asks for nothing in particular when nothing is typed', () => {
    expect(searchQuery({ kind: 'filter', text: '' })).toEqual({});
    expect(searchQuery({ kind: 'filter', text: 'a/#' })).toEqual({ filter: 'a/#' });
  });

  it('is not asked for by what is no filter', () => {
    expect(searchProblem({ kind: 'filter', text: 'a/#/b' })).toContain('#');
    expect(searchProblem({ kind: 'value', text: 'a/#/b' })).toBeUndefined();
    expect(searchProblem({ kind: 'filter', text: '' })).toBeUndefined();
  });
});

describe('a filter to delete by', () => {
  it.each([
    ['', 'Enter'],
    ['a#', 'wildcards'],
    ['$share/group/a', 'shared'],
  ])('is refused: %j', (filter, words) => {
    expect(deletionFilterProblem(filter)).toContain(words);
  });

  it.each(['#', 'line2/filler/state', 'line2/+/state'])('is taken: %s', (filter) => {
    expect(deletionFilterProblem(filter)).toBeUndefined();
  });
});
