import { describe, expect, it } from '@jest/globals';
import { type FilterContext, readFilter } from './filter-reading';

const file = (type: FilterContext['type']): FilterContext => ({ type, backend: 'file' });

describe('a filter of a rule', () => {
  it('says what it selects, with examples', () => {
    expect(readFilter('line2/+/state', file('user'))).toEqual({
      words: 'Topics of exactly three levels; the second may be anything.',
      examples: expect.arrayContaining([{ topic: 'line2/x/state', selected: true }]),
      widest: 'line2/+/state',
    });
  });

  it.each([
    ['line/%u/#', 'a user plc-7', 'line/plc-7/#', 'line/+/#'],
    ['%u/%c', 'a user plc-7 with the client id plc-7-a', 'plc-7/plc-7-a', '+/+'],
  ])('shows %s with the names of somebody', (filter, whose, filled, widest) => {
    expect(readFilter(filter, file('all'))).toMatchObject({
      filled: { whose, filter: filled },
      widest,
    });
  });

  it('is filled in with the name of the user that it is for', () => {
    const context = { type: 'user', name: 'press-3', backend: 'dynamic-security' } as const;
    expect(readFilter('line/%u/#', context)).toMatchObject({
      words: 'line/press-3, and every topic below it.',
      filled: { whose: 'press-3', filter: 'line/press-3/#' },
    });
  });

  it('has no names where it is of no rule', () => {
    const reading = readFilter('line/%u/#', { type: 'all', literal: true });
    expect(reading).toMatchObject({ widest: 'line/%u/#' });
    expect(reading).not.toHaveProperty('filled');
  });

  it('has names only where they are a whole level', () => {
    const context = { type: 'all', backend: 'dynamic-security' } as const;
    expect(readFilter('line/x%u/#', context)).not.toHaveProperty('filled');
  });

  it.each([
    ['', file('user'), /^Enter a topic/],
    ['a#', file('user'), /stand alone/],
    ['line/%u', file('user'), /Write the name itself/],
    ['line/%c', file('role'), /a role cannot have %c/],
    ['line/x%u', file('all'), /needs a level of its own/],
    ['line/%u', file('anonymous'), /Name the topics themselves/],
    ['$share/g/a', file('all'), /leave out \$share/],
  ])('is refused as the broker would misread it: %j', (filter, context, words) => {
    expect(readFilter(filter, context)).toEqual({ problem: expect.stringMatching(words) });
  });

  it('is held to the rules of files only where the broker has files', () => {
    expect(readFilter('line/%c', { type: 'role', backend: 'dynamic-security' })).toHaveProperty(
      'filled',
    );
    expect(readFilter('line/%c', { type: 'role' })).toHaveProperty('filled');
  });
});
