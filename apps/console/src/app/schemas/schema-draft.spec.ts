import { describe, expect, it } from '@jest/globals';
import type { JsonSchema } from '../api/models';
import {
  documentOf,
  draftOf,
  MOST_BYTES,
  newSchema,
  requestOf,
  saidDraft,
  schemaNameFault,
  sizeFault,
  withDraft,
} from './schema-draft';

const AT = '2026-11-23T14:20:31.000Z';
const schema: JsonSchema = {
  ...{ id: 3, name: 'Ovens', topicFilter: 'bakery/+/state', draft: '2019-09', enabled: true },
  ...{ version: 2, createdAt: AT, updatedAt: AT, document: { type: 'object' } },
  counts: {
    ...{ judged: 0, violations: 0, violationsPerMinute: 0 },
    skipped: { tooFast: 0, tooLarge: 0, timedOut: 0, notHeld: 0 },
  },
};

describe('a schema that is written', () => {
  it('is sent as it was, when nothing was changed', () => {
    const draft = draftOf(schema);
    expect(draft.text).toBe('{\n  "type": "object"\n}');
    expect(requestOf(draft, schema.document)).toEqual({
      ...{ name: 'Ovens', topicFilter: 'bakery/+/state', description: '', enabled: true },
      ...{ draft: '2019-09', document: { type: 'object' } },
    });
  });

  it('begins with the latest draft, and with the filter that is given', () => {
    expect(newSchema('a/b')).toMatchObject({ topicFilter: 'a/b', enabled: true });
    expect(saidDraft(newSchema().text)).toBe('2020-12');
  });

  it('is of the draft that its document says, which is then not told beside it', () => {
    const text = '{ "$schema": "https://json-schema.org/draft-07/schema" }';
    expect(saidDraft(text)).toBe('draft-07');
    expect(documentOf({ text, draft: '2020-12' }, {})).toEqual({ document: {} });
  });

  it.each(['{}', 'true', '[]', '{ "$schema": 7 }', '{ "$schema": "http://example.com" }', '{'])(
    'says no known draft: %s',
    (text) => expect(saidDraft(text)).toBeUndefined(),
  );

  it('says another draft, once that is chosen', () => {
    const draft = newSchema();
    const { text } = withDraft(draft, 'draft-07');
    expect(JSON.parse(text)).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#' });
    expect(withDraft({ ...draft, text: '{}' }, 'draft-07')).toMatchObject({
      ...{ draft: 'draft-07', text: '{}' },
    });
  });

  it('has a name', () => {
    expect(schemaNameFault(' ')).toBe('Enter a name.');
    expect(schemaNameFault('Ovens')).toBeUndefined();
  });

  it('is held to the size that the server takes, without the spaces between', () => {
    const text = 'x'.repeat(MOST_BYTES - 2);
    expect(sizeFault(text)).toBeUndefined();
    expect(sizeFault(`${text}ä`)).toContain('64 KiB');
  });
});
