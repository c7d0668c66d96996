import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileSchema } from './compile.js';
import { DRAFTS } from './draft.js';
import { Inference } from './infer.js';
import { readPayload } from './payload.js';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const value = fc.jsonValue({ maxDepth: 4 });
/** Messages of a plant are alike: the same members again and again. */
const device = fc.record(
  {
    t: fc.oneof(fc.double({ noNaN: true }), fc.integer()),
    state: fc.constantFrom('on', 'off', 'fault'),
    at: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    id: fc.uuid(),
    ip: fc.ipV4(),
    tags: fc.array(fc.oneof(fc.string(), fc.constant(null))),
    more: value,
  },
  { requiredKeys: ['t'] },
);

describe('an inferred schema', () => {
  it.each(DRAFTS)('fits every message that it was inferred from (%s)', (draft) => {
    const samples = fc.array(fc.oneof(value, device), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(samples, (all) => {
        const inference = new Inference();
        for (const one of all) inference.add(bytes(one));
        const { schema, faults } = compileSchema(inference.result(draft).document);
        expect(faults).toBeUndefined();
        for (const one of all) {
          expect(schema?.judge(readPayload(bytes(one)))).toEqual({ valid: true, errors: [] });
        }
      }),
    );
  });
});
