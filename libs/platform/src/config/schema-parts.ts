import type { SectionSchema } from './key-schema.js';

/** What the name of a host may look like. */
export const HOST =
  '^([A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?\\.?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9]+)?)$';

/** The keys of a section, with their types. */
export function section<const P extends SectionSchema['properties']>(
  description: string,
  properties: P,
) {
  return { type: 'object', description, additionalProperties: false, properties } as const;
}
