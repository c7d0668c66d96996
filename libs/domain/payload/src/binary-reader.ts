import { floatText } from './float-text.js';
import { MAX_DEPTH, TokenReader, type Token } from './token-reader.js';
import { utf8End } from './utf8.js';

/** What CBOR and MessagePack have in common: lengths come first, and numbers are big-endian. */
export abstract class BinaryReader extends TokenReader {
  /** What the token just read holds: a number, or bytes from here to there. */
  protected number: number | bigint = 0;
  protected float = false;
  protected contentStart = 0;
  protected contentEnd = 0;
  protected depth = 0;
  /** Per open level: how many values are to come. Indefinite lengths count down from -1. */
  protected readonly left = new Int32Array(MAX_DEPTH);
  private begun = false;
  private readonly view: DataView;

  constructor(bytes: Uint8Array, maxValues = Infinity) {
    super(bytes, maxValues);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  override content(): Uint8Array {
    return this.bytes.subarray(this.contentStart, this.contentEnd);
  }

  protected override read(): Token {
    this.start = this.at;
    if (this.depth > 0) {
      const left = this.left[this.depth - 1] ?? 0;
      if (left === 0) return this.close();
      if (left < 0 && this.atBreak()) return this.breakOff(left);
      this.left[this.depth - 1] = left - 1;
    } else if (this.begun) {
      return this.at === this.bytes.length
        ? 'end'
        : this.fail(this.at, 'the value ends here, but more follows');
    }
    this.begun = true;
    const initial = this.bytes[this.at];
    if (initial === undefined) return this.cut();
    this.at++;
    return this.item(initial);
  }

  /** Reads the value that begins with the byte just read. */
  protected abstract item(initial: number): Token;

  /** Whether the byte that ends an indefinite length comes next. */
  protected abstract atBreak(): boolean;

  protected numberText(): string {
    const { number } = this;
    return this.float ? floatText(Number(number)) : String(number);
  }

  protected integer(value: number | bigint | undefined): Token {
    if (value === undefined) return 'failure';
    this.number = value;
    this.float = false;
    return 'number';
  }

  protected floating(size: 2 | 4 | 8): Token {
    const at = this.take(size);
    if (at === undefined) return 'failure';
    if (size === 2) this.number = half(this.view.getUint16(at));
    else this.number = size === 4 ? this.view.getFloat32(at) : this.view.getFloat64(at);
    this.float = true;
    return 'number';
  }

  /** A big-endian number of 1, 2, 4 or 8 bytes; a bigint where a number would not be exact. */
  protected unsigned(size: number): number | bigint | undefined {
    const at = this.take(size);
    if (at === undefined) return undefined;
    if (size === 1) return this.view.getUint8(at);
    if (size === 2) return this.view.getUint16(at);
    if (size === 4) return this.view.getUint32(at);
    return exact(this.view.getBigUint64(at));
  }

  protected signed(size: number): number | bigint | undefined {
    const at = this.take(size);
    if (at === undefined) return undefined;
    if (size === 1) return this.view.getInt8(at);
    if (size === 2) return this.view.getInt16(at);
    if (size === 4) return this.view.getInt32(at);
    return exact(this.view.getBigInt64(at));
  }

  /** Steps over the content of the token; false when the payload has less. */
  protected holds(length: number | bigint): boolean {
    const at = typeof length === 'number' ? this.take(length) : undefined;
    if (at === undefined) {
      this.cut();
      return false;
    }
    this.contentStart = at;
    this.contentEnd = this.at;
    return true;
  }

  /** Whether the content of the token is UTF-8. */
  protected isUtf8(): boolean {
    return utf8End(this.bytes, this.contentStart, this.contentEnd) === this.contentEnd;
  }

  /** @param count of values to come (two for an entry of a map); -1 when a break will end them */
  protected open(token: 'list' | 'map' | 'tag', count: number | bigint): Token {
    if (this.depth === MAX_DEPTH) {
      return this.fail(this.start, `nested deeper than ${MAX_DEPTH} levels`);
    }
    // Each value takes a byte at least, so that no claim is followed further than the payload goes.
    if (count > this.bytes.length - this.at) {
      return this.fail(this.start, `the ${token} claims more than the payload has`);
    }
    this.left[this.depth++] = Number(count); // no bigint is that small
    return token;
  }

  /** Whether a level of indefinite length, with this count, must not end here. */
  protected keyWithoutValue(_left: number): boolean {
    return false;
  }

  protected cut(): 'failure' {
    return this.fail(this.start, 'the payload ends in the middle of this value');
  }

  private close(): Token {
    this.depth--;
    return 'close';
  }

  private breakOff(left: number): Token {
    if (this.keyWithoutValue(left)) return this.fail(this.at, 'a key of the map has no value');
    this.at++;
    return this.close();
  }

  /** Steps over so many bytes; answers where they begin. */
  private take(length: number): number | undefined {
    const at = this.at;
    if (length > this.bytes.length - at) {
      this.cut();
      return undefined;
    }
    this.at += length;
    return at;
  }
}

function exact(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** IEEE 754 binary16, which not every browser reads (RFC 8949 appendix D). */
function half(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff];
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}
