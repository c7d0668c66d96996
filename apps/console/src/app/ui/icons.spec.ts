import { describe, expect, it } from '@jest/globals';
import { marksOf } from './icons';

describe('marksOf', () => {
  it('reads the marks of an icon from its file', () => {
    expect(marksOf('ok').map(({ element }) => element)).toEqual(['circle', 'path']);
    expect(marksOf('ok')[0]?.attributes).toEqual([
      ['cx', '12'],
      ['cy', '12'],
      ['r', '10'],
    ]);
  });
});
