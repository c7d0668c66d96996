import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RepeatedJson } from '../src/commands/acl-repeated-json.js';

const LONG = 'topic read "a"\\\n'.repeat(60);
const ANOTHER = `${LONG}topic read b\n`;
const STATE = { roles: Array.from({ length: 60 }, (_, n) => ({ rolename: `"{${n}` })) };

/** Values of which some are long enough to be remembered, and look like each other. */
const values = fc.constantFrom<unknown>(
  ...[LONG, ANOTHER, STATE, { ...STATE, rules: LONG }, JSON.stringify({ rules: LONG })],
  ...['', 'rules', null, 7, [LONG], { rules: LONG }, { dynsec: STATE, rules: { rules: LONG } }],
);
const keys = fc.constantFrom('rules', 'dynsec', 'user', 'other', '"rules"');
/** Members in any order, keys repeated, written with or without spaces. */
const lines = fc
  .tuple(fc.array(fc.tuple(keys, values), { maxLength: 4 }), fc.constantFrom('', ' ', '\t'))
  .map(([members, space]) => {
    const written = members.map(
      ([key, value]) => `${JSON.stringify(key)}${space}:${space}${JSON.stringify(value)}`,
    );
    return `{${written.join(`,${space}`)}}`;
  });
/** What is no JSON, too: with a part cut out. */
const texts = fc.oneof(
  { weight: 5, arbitrary: lines },
  fc
    .tuple(lines, fc.nat(2_000), fc.nat(30))
    .map(([text, at, length]) => text.slice(0, at) + text.slice(at + length)),
);

function read(parse: () => unknown): unknown {
  try {
    return parse();
  } catch (error) {
    return (error as Error).message;
  }
}

describe('lines of JSON with the same long value again and again', () => {
  it('read as each of them reads alone', () => {
    fc.assert(
      fc.property(fc.array(texts, { minLength: 2, maxLength: 6 }), (all) => {
        const json = new RepeatedJson(['rules', 'dynsec']);
        for (const text of all) {
          const value = read(() => json.read(Buffer.from(text)));
          expect(value).toEqual(read(() => JSON.parse(text)));
        }
      }),
    );
  });

  it('keep the value they have in common, and do not parse it again', () => {
    const json = new RepeatedJson(['rules', 'dynsec']);
    const [, second, third] = ['a', 'b', 'c'].map((topic) => {
      const line = JSON.stringify({ topic, dynsec: STATE });
      return json.read(Buffer.from(line)) as { readonly topic: string; readonly dynsec: object };
    });
    expect([second?.topic, third?.topic]).toEqual(['b', 'c']);
    expect(third?.dynsec).toBe(second?.dynsec);
  });
});
