/** HMAC-SHA256 of `parts`, one after the other, with the key of the trail: 32 bytes. */
export type Mac = (...parts: readonly Uint8Array[]) => Uint8Array;

/** One entry as it is stored. What the body says is of no concern here; every byte of it is. */
export interface Entry {
  /** 1, 2, 3, … */
  readonly number: number;
  readonly body: Uint8Array;
  /** The link of the chain. */
  readonly hash: Uint8Array;
}

/**
 * Why an entry begins the chain anew instead of linking to the one before it: the key is not the one that
 * the entries before were written with, or no valid head mark said which of them was the last.
 */
export type AnchorReason = 'key' | 'head';

export const HASH_BYTES = 32;

/** Stands before the first entry of all. */
export const ORIGIN: Uint8Array = new Uint8Array(HASH_BYTES);

const text = new TextEncoder();

/** Says what a MAC is for, so that none can pass for another. None is the beginning of another. */
const tag = (purpose: string): Uint8Array => text.encode(`mcm/audit/${purpose}/v1\0`);

const ENTRY = tag('entry');
const ANCHORS: Readonly<Record<AnchorReason, Uint8Array>> = {
  key: tag('anchor-key'),
  head: tag('anchor-head'),
};
const KEY = tag('key-id');

/**
 * The hash of an entry. All parts but the body have a fixed length and the body comes last, so no two
 * different entries are the same bytes.
 */
export function link(mac: Mac, previous: Uint8Array, number: number, body: Uint8Array): Uint8Array {
  if (previous.length !== HASH_BYTES) throw new Error('A hash of the chain has 32 bytes.');
  return mac(ENTRY, previous, uint64(number), body);
}

/** The hash of an entry that begins the chain anew. */
export function anchor(
  mac: Mac,
  reason: AnchorReason,
  number: number,
  body: Uint8Array,
): Uint8Array {
  return mac(ANCHORS[reason], uint64(number), body);
}

/** The MAC of a mark; `kind` is a word of ours. */
export function seal(mac: Mac, kind: string, body: Uint8Array): Uint8Array {
  return mac(tag(`mark-${kind}`), body);
}

/** Names the key without telling it: 16 hexadecimal digits. */
export function keyId(mac: Mac): string {
  return toHex(mac(KEY).subarray(0, 8));
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The bytes of a hash in hexadecimal; nothing for anything else. */
export function fromHex(hex: string): Uint8Array | undefined {
  if (!/^[0-9a-f]{64}$/i.test(hex)) return undefined;
  return Uint8Array.from({ length: HASH_BYTES }, (_, at) =>
    Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16),
  );
}

export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

function uint64(number: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(number));
  return bytes;
}
