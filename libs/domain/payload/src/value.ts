/** A value read from JSON, CBOR or MessagePack. Numbers keep their exact text. */
export type Value = Scalar | List | MapValue | Tagged;

export type Scalar =
  /** `text` is true, false, null, undefined or simple(n). */
  | { readonly kind: 'word'; readonly text: string }
  /** As it was sent in JSON; else in decimals, with a point if it is a floating point number. */
  | { readonly kind: 'number'; readonly text: string }
  /** The characters, without quotes and escapes. */
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** An extension type of MessagePack. */
  | { readonly kind: 'extension'; readonly type: number; readonly bytes: Uint8Array };

export interface List {
  readonly kind: 'list';
  readonly items: readonly Value[];
}

/** Entries in the order of the payload; a key may occur twice, and be any value. */
export interface MapValue {
  readonly kind: 'map';
  readonly entries: readonly (readonly [key: Value, value: Value])[];
}

/** A tag of CBOR around a value. */
export interface Tagged {
  readonly kind: 'tagged';
  /** A number up to 2^64 - 1. */
  readonly tag: string;
  readonly value: Value;
}
