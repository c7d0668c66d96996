import type { JsonSchema, JsonSchemaDraft, JsonSchemaRequest } from '../api/models';
import { memberSpan, readDocument } from './json-document';

/** A schema as somebody is writing it. */
export interface SchemaDraft {
  readonly name: string;
  readonly topicFilter: string;
  readonly description: string;
  readonly enabled: boolean;
  /** Where the document does not say it. */
  readonly draft: JsonSchemaDraft;
  readonly text: string;
}

/** What `$schema` is in a document of each draft. */
const DRAFT_URIS: Readonly<Record<JsonSchemaDraft, string>> = {
  '2020-12': 'https://json-schema.org/draft/2020-12/schema',
  '2019-09': 'https://json-schema.org/draft/2019-09/schema',
  'draft-07': 'http://json-schema.org/draft-07/schema#',
};
export const DRAFTS = [
  '2020-12',
  '2019-09',
  'draft-07',
] as const satisfies readonly JsonSchemaDraft[];

/** What is there to begin with. */
const STARTER = `{
  "$schema": "${DRAFT_URIS['2020-12']}",
  "type": "object",
  "required": [],
  "properties": {}
}`;

/** The longest that the server takes, as JSON without spaces. */
export const MOST_BYTES = 65_536;
/** What can be written at all; spaces are not sent. */
export const MOST_CHARACTERS = 4 * MOST_BYTES;

export function newSchema(topicFilter = ''): SchemaDraft {
  const empty = { name: '', topicFilter, description: '', enabled: true };
  return { ...empty, draft: '2020-12', text: STARTER };
}

export function draftOf(schema: JsonSchema): SchemaDraft {
  const { name, topicFilter, description = '', enabled, draft, document } = schema;
  return { name, topicFilter, description, enabled, draft, text: textOf(document) };
}

/** A document as it is written: one member on each line. */
export function textOf(document: unknown): string {
  return JSON.stringify(document, undefined, 2);
}

/** The draft that a document is of by its own words. */
export function saidDraft(text: string): JsonSchemaDraft | undefined {
  const read = readDocument(text);
  const value = 'value' in read ? read.value : undefined;
  const said = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const uri = plain(said.find(([name]) => name === '$schema')?.[1]);
  return DRAFTS.find((draft) => plain(DRAFT_URIS[draft]) === uri);
}

/** Another draft; a document that says its own says then the other. */
export function withDraft(schema: SchemaDraft, draft: JsonSchemaDraft): SchemaDraft {
  const span = memberSpan(schema.text, '$schema');
  if (span === undefined) return { ...schema, draft };
  const { text } = schema;
  const uri = JSON.stringify(DRAFT_URIS[draft]);
  return { ...schema, draft, text: text.slice(0, span.from) + uri + text.slice(span.to) };
}

/** What is sent of it, once its text is JSON. Of a document that says its draft, none is told. */
export function requestOf(schema: SchemaDraft, document: unknown): JsonSchemaRequest {
  const { name, topicFilter, description, enabled } = schema;
  const facts = { name: name.trim(), topicFilter, description: description.trim(), enabled };
  return { ...facts, ...documentOf(schema, document) };
}

/** What the server has to know of a document, to judge by it. */
export function documentOf(
  { text, draft }: Pick<SchemaDraft, 'text' | 'draft'>,
  document: unknown,
): Pick<JsonSchemaRequest, 'document' | 'draft'> {
  const says = memberSpan(text, '$schema') !== undefined;
  return { document: document as JsonSchemaRequest['document'], ...(!says && { draft }) };
}

/** What is wrong with a name. */
export function schemaNameFault(name: string): string | undefined {
  return name.trim() === '' ? 'Enter a name.' : undefined;
}

/** Why a document is too large to be sent. */
export function sizeFault(document: unknown): string | undefined {
  const bytes = new TextEncoder().encode(JSON.stringify(document)).length;
  return bytes > MOST_BYTES
    ? 'It is larger than 64 KiB, the most that a schema may have.'
    : undefined;
}

/** An empty fragment changes nothing, and people write http where it was https, and the other way round. */
function plain(uri: unknown): string | undefined {
  return typeof uri === 'string' ? uri.replace(/#$/, '').replace(/^https:/, 'http:') : undefined;
}
