/** The versions of JSON Schema that are understood; the latest is meant where nothing is said. */
export const DRAFTS = ['2020-12', '2019-09', 'draft-07'] as const;
export type Draft = (typeof DRAFTS)[number];

/** What `$schema` says in a document of each draft. */
export const DRAFT_URIS: Readonly<Record<Draft, string>> = {
  '2020-12': 'https://json-schema.org/draft/2020-12/schema',
  '2019-09': 'https://json-schema.org/draft/2019-09/schema',
  'draft-07': 'http://json-schema.org/draft-07/schema#',
};

/** Why a document cannot be used: where in it (RFC 6901), and a sentence. */
export interface SchemaFault {
  readonly pointer: string;
  readonly detail: string;
}

/** The draft that the document is of: what it says itself, which has to be what was `given`, if both are said. */
export function draftOf(document: unknown, given: Draft | undefined): Draft | SchemaFault {
  const said =
    typeof document === 'object' && document !== null && '$schema' in document
      ? document.$schema
      : undefined;
  if (said === undefined) return given ?? '2020-12';
  const draft = DRAFTS.find((one) => plain(DRAFT_URIS[one]) === plain(said));
  if (draft === undefined) {
    const known = DRAFTS.map((one) => DRAFT_URIS[one]).join(', ');
    return { pointer: '/$schema', detail: `This draft is not known here. Known are ${known}.` };
  }
  if (given !== undefined && draft !== given) {
    const detail = `The document says that it is of ${draft}, and ${given} was asked for.`;
    return { pointer: '/$schema', detail };
  }
  return draft;
}

/** An empty fragment changes nothing, and people write http where it was https, and the other way round. */
function plain(uri: unknown): string | undefined {
  if (typeof uri !== 'string') return undefined;
  return uri.replace(/#$/, '').replace(/^https:/, 'http:');
}
