import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { firstByName } from './first-by-name.js';

it('answers what sorting all and cutting off would', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.integer({ min: 1, max: 10 }), (names, most) => {
      const sorted = names.toSorted((a, b) => (a === b ? 0 : a < b ? -1 : 1)).slice(0, most);
      const all = names.map((topic) => ({ topic }));
      expect(firstByName(all, most).map(({ topic }) => topic)).toEqual(sorted);
    }),
  );
});
