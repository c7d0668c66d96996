import { BinaryReader } from './binary-reader.js';
import { hex } from './hex.js';
import { quoted } from './quoted.js';
import { bytesText, MAX_TEXT } from './scalar-text.js';
import { MAX_DEPTH, type Token } from './token-reader.js';
import { utf8Text } from './utf8.js';

const BREAK = 0xff;
const INDEFINITE = 31;
const INDEFINITE_LENGTH = -1;
/** Tags for numbers beyond 64 bits (RFC 8949 section 3.4.3). */
const [BIGNUM, NEGATIVE_BIGNUM] = [2, 3];
/** A longer number is shown as the tagged bytes that it is: decimals are slow to find. */
const MAX_BIGNUM_BYTES = 1024;
/** `"", ` */
const SHORTEST_CHUNK_TEXT = 4;
const WORDS = ['false', 'true', 'null', 'undefined'];

/** Reads one data item of CBOR (RFC 8949) that fills the payload. */
export class CborReader extends BinaryReader {
  private token: Token = 'end';
  private word = '';
  private indefinite = false;
  /** Of a string of indefinite length: where each chunk lies. */
  private chunks: (readonly [start: number, end: number])[] = [];
  /** Per open level: whether it is a map. */
  private readonly maps = new Uint8Array(MAX_DEPTH);

  override text(): string {
    if (this.token === 'word') return this.word;
    if (this.token !== 'string') return this.numberText();
    return this.spans()
      .map(([start, end]) => utf8Text(this.bytes, start, end))
      .join('');
  }

  override content(): Uint8Array {
    if (!this.indefinite) return super.content();
    const spans = this.spans();
    const whole = new Uint8Array(spans.reduce((sum, [start, end]) => sum + end - start, 0));
    let at = 0;
    for (const [start, end] of spans) {
      whole.set(this.bytes.subarray(start, end), at);
      at += end - start;
    }
    return whole;
  }

  override extensionType(): number {
    return 0; // CBOR has tags
  }

  /** By the diagnostic notation of RFC 8949 section 8. */
  override shown(): string {
    const { token } = this;
    if (token === 'list') return this.indefinite ? '[_' : '[';
    if (token === 'map') return this.indefinite ? '{_' : '{';
    if (token === 'tag') return `${this.text()}(`;
    if (token !== 'string' && token !== 'bytes') return this.text();
    if (!this.indefinite) return this.shownString(token);
    // Without a chunk, `(_ )` would not say whether of bytes or of text.
    if (this.chunks.length === 0) return token === 'string' ? '""_' : "''_";
    return `(_ ${this.chunkTexts(token).join(', ')})`;
  }

  protected override item(initial: number): Token {
    this.indefinite = false;
    const major = initial >> 5;
    const info = initial & 31;
    if (major === 7) this.token = this.simple(info);
    else if (info === INDEFINITE) this.token = this.withoutLength(major);
    else this.token = this.withArgument(major, info);
    return this.token;
  }

  protected override atBreak(): boolean {
    return this.bytes[this.at] === BREAK;
  }

  protected override keyWithoutValue(left: number): boolean {
    return this.maps[this.depth - 1] === 1 && (INDEFINITE_LENGTH - left) % 2 === 1;
  }

  private withArgument(major: number, info: number): Token {
    const argument = this.argument(info);
    if (argument === undefined) return 'failure';
    switch (major) {
      case 0:
        return this.integer(argument);
      case 1:
        return this.integer(typeof argument === 'bigint' ? -1n - argument : -1 - argument);
      case 2:
        return this.holds(argument) ? 'bytes' : 'failure';
      case 3:
        return this.holds(argument) ? this.checkedText() : 'failure';
      case 6:
        return this.tag(argument);
      default:
        return this.container(major === 5, argument);
    }
  }

  private argument(info: number): number | bigint | undefined {
    if (info < 24) return info;
    if (info <= 27) return this.unsigned(1 << (info - 24));
    this.fail(this.start, `${info} is reserved where a length is told`);
    return undefined;
  }

  private container(map: boolean, length: number | bigint): Token {
    this.maps[this.depth] = map ? 1 : 0;
    const perItem = map ? 2 : 1;
    return this.open(
      map ? 'map' : 'list',
      typeof length === 'bigint' || length < 0 ? length : length * perItem,
    );
  }

  private tag(tag: number | bigint): Token {
    this.integer(tag);
    if ((tag === BIGNUM || tag === NEGATIVE_BIGNUM) && this.bignum(tag === NEGATIVE_BIGNUM)) {
      return 'number';
    }
    this.maps[this.depth] = 0;
    return this.open('tag', 1);
  }

  /** Reads the byte string of a bignum, when it is one, all there and of reasonable size. */
  private bignum(negative: boolean): boolean {
    const start = this.at;
    const initial = this.bytes[start] ?? 0;
    const info = initial & 31;
    if (initial >> 5 !== 2 || info > 25) return false;
    const size = info < 24 ? 0 : info - 23;
    const digits = this.bytes.subarray(start + 1, start + 1 + size);
    const length = size === 0 ? info : parseInt(hex(digits), 16);
    const end = start + 1 + size + length;
    if (!(length <= MAX_BIGNUM_BYTES && end <= this.bytes.length)) return false;
    const value = BigInt(`0x0${hex(this.bytes.subarray(end - length, end))}`);
    this.integer(negative ? -1n - value : value);
    this.at = end;
    return true;
  }

  private simple(info: number): Token {
    if (info >= 25 && info <= 27) return this.floating(info === 25 ? 2 : info === 26 ? 4 : 8);
    if (info === INDEFINITE) return this.fail(this.start, 'a break ends nothing');
    const value = this.argument(info);
    if (value === undefined) return 'failure';
    // RFC 8949 section 3.3: two bytes for what fits into one are not well-formed.
    if (info === 24 && value < 32) return this.fail(this.start, 'there is no such simple value');
    this.word = WORDS[Number(value) - 20] ?? `simple(${value})`;
    return 'word';
  }

  private withoutLength(major: number): Token {
    this.indefinite = true;
    if (major === 4 || major === 5) return this.container(major === 5, INDEFINITE_LENGTH);
    if (major !== 2 && major !== 3) {
      return this.fail(this.start, 'only strings, lists and maps may have an indefinite length');
    }
    this.chunks = [];
    while (!this.atBreak()) if (!this.chunk(major)) return 'failure';
    this.at++;
    return major === 2 ? 'bytes' : 'string';
  }

  private chunk(major: number): boolean {
    const initial = this.bytes[this.at];
    const info = (initial ?? 0) & 31;
    if (initial === undefined) {
      this.cut();
      return false;
    }
    if (initial >> 5 !== major || info === INDEFINITE) {
      this.fail(this.at, 'this is not a part of the string around it');
      return false;
    }
    this.at++;
    const length = this.argument(info);
    if (length === undefined || !this.holds(length)) return false;
    this.chunks.push([this.contentStart, this.contentEnd]);
    return major === 2 || this.checkedText() !== 'failure';
  }

  private checkedText(): Token {
    // RFC 8949 section 3.1: such a string is well-formed, but invalid.
    return this.isUtf8() ? 'string' : this.fail(this.contentStart, 'the text is not UTF-8');
  }

  private spans(): (readonly [start: number, end: number])[] {
    return this.indefinite ? this.chunks : [[this.contentStart, this.contentEnd]];
  }

  private shownString(token: 'string' | 'bytes'): string {
    return token === 'string' ? quoted(this.text()) : bytesText(this.content());
  }

  /** No more of them than can be shown. */
  private chunkTexts(token: 'string' | 'bytes'): string[] {
    return this.chunks
      .slice(0, MAX_TEXT / SHORTEST_CHUNK_TEXT)
      .map(([start, end]) =>
        token === 'string'
          ? quoted(utf8Text(this.bytes, start, end))
          : bytesText(this.bytes.subarray(start, end)),
      );
  }
}
