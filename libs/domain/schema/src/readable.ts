import type { Draft } from './draft.js';
import { subschemas } from './subschemas.js';

/** What ajv gives a meaning that no draft of JSON Schema knows. */
const OF_AJV = ['nullable', '$async', 'id', 'discriminator'];
/** What stays beside a reference in draft-07: it can be pointed to, and asserts nothing. */
const BESIDE_REFERENCE = new Set(['$ref', '$schema', 'definitions']);

/** A copy that means to ajv what the document means by its draft. */
export function readable(document: unknown, draft: Draft): Record<string, unknown> | boolean {
  const copy = JSON.parse(JSON.stringify(document)) as Record<string, unknown> | boolean;
  for (const { schema } of subschemas(copy)) {
    for (const keyword of OF_AJV) Reflect.deleteProperty(schema, keyword);
    // "All other properties in a "$ref" object MUST be ignored" (draft-07 section 8.3).
    if (draft !== 'draft-07' || typeof schema['$ref'] !== 'string') continue;
    for (const keyword of Object.keys(schema)) {
      if (!BESIDE_REFERENCE.has(keyword)) Reflect.deleteProperty(schema, keyword);
    }
  }
  return copy;
}
