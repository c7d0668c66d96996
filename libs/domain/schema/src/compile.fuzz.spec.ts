import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KEYWORD_CASES } from '../test/keyword-cases.js';
import { compileSchema } from './compile.js';
import { DRAFTS } from './draft.js';
import { readPayload } from './payload.js';

const KEYWORDS = [
  ...new Set(KEYWORD_CASES.flatMap(({ schema }) => Object.keys(Object(schema) as object))),
];
const value = fc
  .jsonValue({ maxDepth: 3 })
  .map((one) => JSON.parse(JSON.stringify(one)) as unknown);
/** Keywords with values of any kind, or such as they have. */
const keyword = fc.oneof(
  fc.tuple(fc.constantFrom(...KEYWORDS), value),
  fc.constantFrom(
    ...KEYWORD_CASES.flatMap(({ schema }) => Object.entries(Object(schema) as object)),
  ),
);
const schema = fc.array(keyword, { maxLength: 5 }).map((all) => Object.fromEntries(all) as unknown);
const nested = fc.oneof(
  schema,
  fc.tuple(schema, schema).map(([one, other]) => ({ properties: { a: one }, items: other })),
  fc.array(schema, { minLength: 1, maxLength: 3 }).map((all) => ({ anyOf: all })),
  value,
);
const payload = fc.oneof(
  value.map((one) => new TextEncoder().encode(JSON.stringify(one))),
  fc.uint8Array({ maxLength: 40 }),
  fc
    .constantFrom(...KEYWORD_CASES.flatMap(({ valid, invalid }) => [...valid, ...invalid]))
    .map((one) => new TextEncoder().encode(JSON.stringify(one))),
);

describe('any document and any payload', () => {
  it.each(DRAFTS)('end in faults or in a verdict, which is the same each time (%s)', (draft) => {
    fc.assert(
      fc.property(nested, payload, (document, bytes) => {
        const { schema: compiled, faults } = compileSchema(document, draft);
        if (compiled === undefined) {
          expect(faults.length).toBeGreaterThan(0);
          return;
        }
        const verdict = compiled.judge(readPayload(bytes));
        expect(verdict.errors.length).toBeLessThanOrEqual(6);
        expect(verdict.valid).toBe(verdict.errors.length === 0);
        expect(compiled.judge(readPayload(bytes))).toEqual(verdict);
      }),
    );
  });
});
