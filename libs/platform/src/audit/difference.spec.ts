import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Secret } from '../config/secret.js';
import { difference } from './difference.js';

describe('the difference between two states of a thing', () => {
  it.each<[string, object | undefined, object | undefined, readonly object[]]>([
    ['nothing', { a: 1, b: [1], c: { d: null } }, { a: 1, b: [1], c: { d: null } }, []],
    [
      'a member',
      { role: 'viewer' },
      { role: 'admin' },
      [{ pointer: '/role', before: 'viewer', after: 'admin' }],
    ],
    ['one that is new', {}, { a: 1 }, [{ pointer: '/a', after: 1 }]],
    ['one that is gone', { a: 1 }, {}, [{ pointer: '/a', before: 1 }]],
    ['one that is undefined now', { a: 1 }, { a: undefined }, [{ pointer: '/a', before: 1 }]],
    ['null instead of a value', { a: 1 }, { a: null }, [{ pointer: '/a', before: 1, after: null }]],
    ['a thing that is made', undefined, { a: 1 }, [{ pointer: '/a', after: 1 }]],
    ['a thing that is deleted', { a: 1 }, undefined, [{ pointer: '/a', before: 1 }]],
    [
      'one below',
      { a: { b: 1, c: 2 } },
      { a: { b: 1, c: 3 } },
      [{ pointer: '/a/c', before: 2, after: 3 }],
    ],
    ['a list', { a: [1, 2] }, { a: [2, 1] }, [{ pointer: '/a', before: [1, 2], after: [2, 1] }]],
    ['another kind', { a: { b: 1 } }, { a: 1 }, [{ pointer: '/a', before: { b: 1 }, after: 1 }]],
    [
      'names with signs',
      { 'a/b~c': 1 },
      { 'a/b~c': 2 },
      [{ pointer: '/a~1b~0c', before: 1, after: 2 }],
    ],
    [
      'several, by name',
      { b: 1, a: 1, c: 1 },
      { b: 2, a: 2, c: 1 },
      [
        { pointer: '/a', before: 1, after: 2 },
        { pointer: '/b', before: 1, after: 2 },
      ],
    ],
  ])('is of %s', (_, before, after, changes) => {
    expect(difference(before, after)).toEqual(changes);
  });

  it('tells that a secret changed, and never what it is', () => {
    const [old, same, other] = ['old', 'old', 'new'].map((text) => new Secret(text));
    expect(difference({ password: old }, { password: same })).toEqual([]);
    const changes = [
      ...difference({ password: old }, { password: other }),
      ...difference({}, { password: other }),
      ...difference({ password: old }, {}),
      ...difference({ password: 'plain' }, { password: other }),
      ...difference(
        { key: new Secret(Buffer.from('old')) },
        { key: new Secret(Buffer.from('new')) },
      ),
    ];
    expect(changes).toEqual([
      { pointer: '/password', before: '[secret]', after: '[secret]' },
      { pointer: '/password', after: '[secret]' },
      { pointer: '/password', before: '[secret]' },
      { pointer: '/password', before: 'plain', after: '[secret]' },
      { pointer: '/key', before: '[secret]', after: '[secret]' },
    ]);
  });

  it('is nothing between equal things, and something between others', () => {
    const thing = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(thing, thing, (one, other) => {
        expect(difference(one, structuredClone(one))).toEqual([]);
        const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        if (same) expect(difference(one, other)).toEqual([]);
        else expect(difference(one, other).length).toBeGreaterThan(0);
      }),
    );
  });
});

/** Members by name all the way down but for what lies in lists; an empty object is as good as none. */
function sorted(value: object): unknown {
  return Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]: [string, unknown]) => {
      const isMembers = typeof member === 'object' && member !== null && !Array.isArray(member);
      return [name, isMembers ? sorted(member) : member];
    });
}
