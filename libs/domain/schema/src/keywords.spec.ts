import { describe, expect, it } from '@jest/globals';
import { FORMAT_CASES } from '../test/format-cases.js';
import type { KeywordCase } from '../test/keyword-case.js';
import { KEYWORD_CASES } from '../test/keyword-cases.js';
import { compileSchema } from './compile.js';
import { DRAFT_URIS, DRAFTS, type Draft } from './draft.js';
import { FORMATS } from './formats.js';
import { readPayload } from './payload.js';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** Which of the values do not come out as they should. */
function wrong(draft: Draft, { schema, valid, invalid }: Omit<KeywordCase, 'of'>): unknown[] {
  const compiled = compileSchema(schema, draft);
  expect(compiled.faults).toBeUndefined();
  const fits = (value: unknown) => compiled.schema?.judge(readPayload(bytes(value))).valid;
  return [...valid.filter((value) => !fits(value)), ...invalid.filter(fits)];
}

describe.each(DRAFTS)('%s', (draft) => {
  const cases = KEYWORD_CASES.filter(({ drafts = DRAFTS }) => drafts.includes(draft));

  it.each(cases.map((one) => [one.of, one] as const))('knows %s', (_, one) => {
    expect(wrong(draft, one)).toEqual([]);
  });

  it.each(FORMAT_CASES.map((one) => [one.format, one] as const))(
    'knows the format %s',
    (format, { valid, invalid }) => {
      // Only texts have a format.
      expect(wrong(draft, { schema: { format }, valid: [...valid, 1, null, {}], invalid })).toEqual(
        [],
      );
    },
  );

  it('knows its own schema, which a document may refer to', () => {
    const schema = { properties: { rules: { $ref: DRAFT_URIS[draft] } } };
    const valid = [{ rules: { minLength: 1 } }];
    expect(wrong(draft, { schema, valid, invalid: [{ rules: { minLength: -1 } }] })).toEqual([]);
  });

  it('is told by $schema', () => {
    const document = { $schema: DRAFT_URIS[draft] };
    expect(compileSchema(document).schema?.draft).toBe(draft);
    expect(compileSchema(document, draft).schema?.draft).toBe(draft);
    for (const other of DRAFTS.filter((one) => one !== draft)) {
      expect(compileSchema(document, other).faults).toMatchObject([{ pointer: '/$schema' }]);
    }
  });
});

it('has cases for every format that is checked', () => {
  expect(FORMAT_CASES.map(({ format }) => format).toSorted()).toEqual([...FORMATS].toSorted());
});
