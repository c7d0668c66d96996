/** Of a schema, as JSON. */
export const LARGEST_DOCUMENT = 65_536;

/** How many bytes a value takes as JSON. */
export const bytesOf = (value: unknown): number =>
  new TextEncoder().encode(JSON.stringify(value)).length;
