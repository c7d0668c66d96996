/** Where in the file's bytes a value stands: from `at` up to `end`; one that a fault cut off ends at the fault. */
export interface JsonSpan {
  readonly at: number;
  readonly end: number;
}

/** A value of a JSON text, with everything that stands in the text: repeated keys, their case, their order. */
export type JsonNode = JsonSpan &
  (
    | { readonly kind: 'null' }
    | { readonly kind: 'boolean'; readonly value: boolean }
    | { readonly kind: 'number'; readonly value: number }
    /** As C sees it: up to the first NUL, and as {@link textOf} makes it from bytes. */
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
    | { readonly kind: 'object'; readonly members: readonly JsonMember[] }
  );

export interface JsonMember {
  readonly key: string;
  /** Where the key begins. */
  readonly at: number;
  readonly value: JsonNode;
}

export type JsonKind = JsonNode['kind'];

/** The member that cJSON finds by this name (in lower case), which is the first; nothing where there is none. */
export function memberOf(node: JsonNode, lowerName: string): JsonMember | undefined {
  if (node.kind !== 'object') return undefined;
  return node.members.find(({ key }) => isNamed(key, lowerName));
}

/** Whether cJSON takes this key for the name (in lower case): `A` to `Z` count as `a` to `z`. */
export function isNamed(key: string, lowerName: string): boolean {
  return key === lowerName || (key.length === lowerName.length && asciiLower(key) === lowerName);
}

export function asciiLower(text: string): string {
  // Most names have none, and there are hundreds of thousands of them.
  if (!UPPER.test(text)) return text;
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

const UPPER = /[A-Z]/;
