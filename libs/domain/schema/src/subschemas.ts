const ONE = [
  ...['additionalItems', 'additionalProperties', 'contains', 'else', 'if', 'items', 'not'],
  ...['propertyNames', 'then', 'unevaluatedItems', 'unevaluatedProperties'],
];
const LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items'];
const MAPS = [
  ...['$defs', 'definitions', 'dependencies', 'dependentSchemas'],
  ...['patternProperties', 'properties'],
];

/** A schema within a document, and where it is. */
export interface Place {
  readonly pointer: string;
  readonly schema: Record<string, unknown>;
}

/** The document's schema and all schemas in it, each before those within it. What is no schema is left out. */
export function* subschemas(document: unknown): Generator<Place> {
  const rest: (readonly [string, unknown])[] = [['', document]];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const [pointer, schema] = next;
    if (!isMap(schema)) continue;
    yield { pointer, schema };
    for (const keyword of ONE) rest.push([`${pointer}/${keyword}`, schema[keyword]]);
    for (const keyword of LISTS) {
      const list = schema[keyword];
      if (!Array.isArray(list)) continue;
      for (const [place, one] of list.entries()) rest.push([`${pointer}/${keyword}/${place}`, one]);
    }
    for (const keyword of MAPS) {
      const map = schema[keyword];
      if (!isMap(map)) continue;
      for (const [name, one] of Object.entries(map)) {
        rest.push([`${pointer}/${keyword}/${segment(name)}`, one]);
      }
    }
  }
}

/** A name as part of a JSON pointer (RFC 6901 section 3). */
export const segment = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
