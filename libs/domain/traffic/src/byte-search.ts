const ENCODER = new TextEncoder();
/** Bytes of A to Z as those of a to z. */
const LOWER = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);

/**
 * Looks for a text in UTF-8 bytes; letters A to Z in either case. Goes over the bytes once, whatever they and the
 * text are (Knuth, Morris, Pratt).
 */
export class ByteSearch {
  readonly #wanted: Uint8Array;
  /** How much of the text is still found where the byte behind so much of it is another. */
  readonly #rest: Int32Array;

  constructor(text: string) {
    this.#wanted = ENCODER.encode(text).map((byte) => LOWER[byte] ?? 0);
    this.#rest = new Int32Array(this.#wanted.length + 1);
    let found = 0;
    for (let at = 1; at < this.#wanted.length; at++) {
      found = this.#step(found, this.#wanted[at] ?? 0);
      this.#rest[at + 1] = found;
    }
  }

  isIn(bytes: Uint8Array, end = bytes.length): boolean {
    const { length } = this.#wanted;
    if (length === 0) return true;
    for (let at = 0, found = 0; at < end; at++) {
      found = this.#step(found, LOWER[bytes[at] ?? 0] ?? 0);
      if (found === length) return true;
    }
    return false;
  }

  /** How much of the text is found with one more byte, when so much was found before it. */
  #step(before: number, byte: number): number {
    let found = before;
    while (found > 0 && this.#wanted[found] !== byte) found = this.#rest[found] ?? 0;
    return this.#wanted[found] === byte ? found + 1 : 0;
  }
}
