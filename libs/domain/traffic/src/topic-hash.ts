const INITIAL_2 = 0x6c79_6765;
const INITIAL_3 = 0x7465_6462;

/**
 * HalfSipHash-1-3 of the bytes as an unsigned 32-bit integer: a keyed hash, because whoever publishes
 * chooses the topics, and about as fast as one without a key.
 * https://github.com/veorq/SipHash/blob/master/halfsiphash.c
 */
// Numbers instead of ranges and keys as objects: this runs for every message.
// eslint-disable-next-line max-params
export function topicHash(
  bytes: Uint8Array,
  start: number,
  end: number,
  key0: number,
  key1: number,
): number {
  let v0 = key0 | 0;
  let v1 = key1 | 0;
  let v2 = INITIAL_2 ^ key0;
  let v3 = INITIAL_3 ^ key1;
  const length = end - start;
  const wordsEnd = start + (length & ~3);
  // Four rounds at the end follow the words: one for the last bytes, three to finish.
  for (let at = start, left = 4; left > 0;) {
    let word = 0;
    if (at < wordsEnd) {
      word = wordAt(bytes, at);
      at += 4;
    } else {
      if (left === 4) word = lastWord(bytes, at, length);
      if (left === 3) v2 ^= 0xff;
      left--;
    }
    v3 ^= word;
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
    v0 ^= word;
  }
  return (v1 ^ v3) >>> 0;
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}

/** The up to three bytes after the whole words, and the length in the top byte. */
function lastWord(bytes: Uint8Array, at: number, length: number): number {
  let word = length << 24;
  for (let i = 0; i < (length & 3); i++) word |= (bytes[at + i] ?? 0) << (8 * i);
  return word;
}
