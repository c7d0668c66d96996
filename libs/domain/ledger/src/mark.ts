import { fromHex, keyId, sameBytes, seal, toHex, type Mac } from './chain.js';

/** `head` says which entry is the last; `start`, once old entries were cut off, which is the first. */
export type MarkKind = 'head' | 'start';

/** A mark as it is stored. */
export interface Mark {
  readonly body: Uint8Array;
  readonly mac: Uint8Array;
}

export interface MarkContent {
  /** Of the last entry (0: there is none yet), or of the first one that was kept. */
  readonly number: number;
  /** Of the last entry, or of the one before the first. */
  readonly hash: Uint8Array;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What a mark says, whether that is proven, and the key it says it was made with. */
export interface ReadMark {
  readonly content: MarkContent;
  readonly keyId: string;
  readonly proven: boolean;
}

export function writeMark(mac: Mac, kind: MarkKind, { number, hash, at }: MarkContent): Mark {
  const members = { number, hash: toHex(hash), key: keyId(mac), at };
  const body = new TextEncoder().encode(JSON.stringify(members));
  return { body, mac: seal(mac, kind, body) };
}

/** Nothing when the mark cannot even be read, which no mark of ours is. */
export function readMark(mac: Mac, kind: MarkKind, mark: Mark): ReadMark | undefined {
  const { number, hash, key, at } = members(mark.body);
  const bytes = typeof hash === 'string' ? fromHex(hash) : undefined;
  if (!isCount(number) || !isCount(at) || typeof key !== 'string' || !bytes) return undefined;
  const proven = sameBytes(seal(mac, kind, mark.body), mark.mac);
  return { content: { number, hash: bytes, at }, keyId: key, proven };
}

function members(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    // SyntaxError: somebody altered the mark.
    return {};
  }
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
