import { describe, expect, it } from '@jest/globals';
import {
  deletionFilterProblem,
  filterWords,
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

  it.each([
    ['#', 'Every topic that does not begin with $.'],
    ['line2/filler/state', 'This one topic.'],
    ['line2/#', 'line2, and every topic below it.'],
    ['line2/+/state', '+ stands for any one level, # for all levels that follow.'],
    ['+/#', '+ stands for any one level, # for all levels that follow.'],
  ])('says what it selects: %s', (filter, words) => {
    expect(deletionFilterProblem(filter)).toBeUndefined();
    expect(filterWords(filter)).toBe(words);
  });
});
