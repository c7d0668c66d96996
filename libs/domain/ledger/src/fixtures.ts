import { link, ORIGIN, type Entry, type Mac } from './chain.js';
import { ChainVerifier, type Marks, type VerifierOptions } from './chain-verifier.js';
import { writeMark, type Mark } from './mark.js';
import type { Verdict } from './verdict.js';

/** A trail as it is stored. */
export interface Trail {
  readonly entries: readonly Entry[];
  readonly marks: Marks;
}

/** Entries that say what `bodies` say, linked from `first` on to `previous`. */
export function chained(
  mac: Mac,
  bodies: readonly Uint8Array[],
  { first = 1, previous = ORIGIN }: { first?: number; previous?: Uint8Array } = {},
): readonly Entry[] {
  let before = previous;
  return bodies.map((body, at) => {
    const number = first + at;
    before = link(mac, before, number, body);
    return { number, body, hash: before };
  });
}

/** A whole trail, its old end cut off before the entry `from`. */
export function trail(mac: Mac, bodies: readonly Uint8Array[], from = 1): Trail {
  const all = chained(mac, bodies);
  const entries = all.slice(from - 1);
  const head = headMark(mac, all.at(-1));
  const before = all[from - 2];
  if (!before) return { entries, marks: { head } };
  const start = writeMark(mac, 'start', { number: from, hash: before.hash, at: 5 });
  return { entries, marks: { head, start } };
}

export const headMark = (mac: Mac, last: Entry | undefined): Mark =>
  writeMark(mac, 'head', { number: last?.number ?? 0, hash: last?.hash ?? ORIGIN, at: 7 });

export function verify(
  mac: Mac,
  { entries, marks }: Trail,
  options: VerifierOptions = {},
): Verdict {
  const verifier = new ChainVerifier(mac, marks, options);
  for (const entry of entries) verifier.take(entry);
  return verifier.finish();
}

/** `bytes` with the bits of `mask` turned over in the byte at `at`. */
export function flipped(bytes: Uint8Array, at: number, mask = 1): Uint8Array {
  return bytes.map((byte, index) => (index === at ? byte ^ mask : byte));
}
