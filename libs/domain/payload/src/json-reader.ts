import { MAX_DEPTH, TokenReader, type Token } from './token-reader.js';
import { escapeControls } from './quoted.js';
import { utf8Length } from './text-end.js';
import { utf8Text } from './utf8.js';

const [QUOTE, COMMA, COLON, BACKSLASH] = [0x22, 0x2c, 0x3a, 0x5c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
/** What may follow a backslash, but for u: `"\/bfnrt`. */
const ESCAPES = new Set([0x22, 0x5c, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74]);
const LETTER_U = 0x75;
const LITERALS = ['true', 'false', 'null'];

const EXPECTED = {
  value: 'a value is expected',
  'first-value': 'a value or ] is expected',
  key: 'a key in double quotes is expected',
  'first-key': 'a key in double quotes or } is expected',
  colon: 'a colon is expected',
  comma: 'a comma or the closing bracket is expected',
};

/** Reads one JSON value (RFC 8259), which is UTF-8 and fills the payload. */
export class JsonReader extends TokenReader {
  private depth = 0;
  private expected: keyof typeof EXPECTED = 'value';
  /** Per open level: whether it is an object. */
  private readonly objects = new Uint8Array(MAX_DEPTH);

  constructor(bytes: Uint8Array, maxValues = Infinity) {
    super(bytes, maxValues);
  }

  override text(): string {
    const source = this.source();
    if (this.bytes[this.start] !== QUOTE) return source;
    return source.includes('\\') ? (JSON.parse(source) as string) : source.slice(1, -1);
  }

  /** As it was sent, but for control characters, which a string may contain from U+007F on. */
  override shown(): string {
    return escapeControls(this.source());
  }

  override content(): Uint8Array {
    return new Uint8Array(); // JSON has no byte strings
  }

  override extensionType(): number {
    return 0; // nor extensions
  }

  protected override read(): Token {
    for (;;) {
      this.skipSpace();
      this.start = this.at;
      const byte = this.bytes[this.at];
      if (this.depth === 0 && this.expected === 'comma') {
        if (byte === undefined) return 'end';
        return this.fail(this.at, 'the value ends here, but more follows');
      }
      if (byte === undefined) return this.fail(this.at, 'the payload ends too early');
      const token = this.take(byte);
      if (token) return token;
    }
  }

  private source(): string {
    return utf8Text(this.bytes, this.start, this.at);
  }

  /** Reads a token, or nothing of interest: a comma or a colon. */
  private take(byte: number): Token | undefined {
    switch (this.expected) {
      case 'first-value':
        return byte === CLOSE_ARRAY ? this.close() : this.value(byte);
      case 'value':
        return this.value(byte);
      case 'first-key':
        return byte === CLOSE_OBJECT ? this.close() : this.key();
      case 'key':
        return this.key();
      case 'colon':
        return byte === COLON ? this.pass('value') : this.unexpected();
      case 'comma':
        return this.commaOrEnd(byte);
    }
  }

  private value(byte: number): Token {
    if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) return this.open(byte === OPEN_OBJECT);
    if (byte === QUOTE) return this.string('comma');
    const literal = LITERALS.find((word) => this.reads(word));
    const end = literal ? this.at + literal.length : this.numberEnd();
    if (end === this.at) return this.unexpected();
    this.at = end;
    this.expected = 'comma';
    return literal ? 'word' : 'number';
  }

  private key(): Token {
    return this.bytes[this.at] === QUOTE ? this.string('colon') : this.unexpected();
  }

  private commaOrEnd(byte: number): Token | undefined {
    const object = this.objects[this.depth - 1] === 1;
    if (byte === COMMA) return this.pass(object ? 'key' : 'value');
    return byte === (object ? CLOSE_OBJECT : CLOSE_ARRAY) ? this.close() : this.unexpected();
  }

  private open(object: boolean): Token {
    if (this.depth === MAX_DEPTH)
      return this.fail(this.at, `nested deeper than ${MAX_DEPTH} levels`);
    this.objects[this.depth++] = object ? 1 : 0;
    this.pass(object ? 'first-key' : 'first-value');
    return object ? 'map' : 'list';
  }

  private close(): Token {
    this.depth--;
    this.pass('comma');
    return 'close';
  }

  private pass(expected: JsonReader['expected']): Token | undefined {
    this.at++;
    this.expected = expected;
    return undefined;
  }

  private unexpected(): Token {
    return this.fail(this.at, EXPECTED[this.expected]);
  }

  private skipSpace(): void {
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return;
      this.at++;
    }
  }

  private reads(word: string): boolean {
    for (let i = 0; i < word.length; i++) {
      if (this.bytes[this.at + i] !== word.charCodeAt(i)) return false;
    }
    return true;
  }

  private string(expected: JsonReader['expected']): Token {
    let end = this.at + 1;
    for (;;) {
      const byte = this.bytes[end];
      if (byte === undefined) return this.fail(this.at, 'the string is not closed');
      if (byte === QUOTE) break;
      if (byte < 0x20) return this.fail(end, 'a control character stands in a string');
      const length = byte === BACKSLASH ? this.escapeLength(end) : utf8Length(this.bytes, end);
      if (length === 0) {
        const reason = byte === BACKSLASH ? 'there is no such escape' : 'the text is not UTF-8';
        return this.fail(end, reason);
      }
      end += length;
    }
    this.at = end + 1;
    this.expected = expected;
    return 'string';
  }

  private escapeLength(start: number): number {
    const escape = this.bytes[start + 1];
    if (escape !== LETTER_U) return escape !== undefined && ESCAPES.has(escape) ? 2 : 0;
    for (let i = start + 2; i < start + 6; i++) if (!isHex(this.bytes[i] ?? 0)) return 0;
    return 6;
  }

  /** After the number, or where it stands when there is none: -?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)? */
  private numberEnd(): number {
    const start = this.bytes[this.at] === 0x2d ? this.at + 1 : this.at;
    let end = this.bytes[start] === 0x30 ? start + 1 : this.digitsEnd(start);
    if (end === start) return this.at;
    if (this.bytes[end] === 0x2e) {
      const fraction = this.digitsEnd(end + 1);
      if (fraction === end + 1) return this.at;
      end = fraction;
    }
    if (this.bytes[end] === 0x65 || this.bytes[end] === 0x45) {
      const sign = this.bytes[end + 1];
      const digits = sign === 0x2b || sign === 0x2d ? end + 2 : end + 1;
      const exponent = this.digitsEnd(digits);
      if (exponent === digits) return this.at;
      end = exponent;
    }
    return end;
  }

  private digitsEnd(start: number): number {
    let end = start;
    while (isDigit(this.bytes[end] ?? 0)) end++;
    return end;
  }
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isHex(byte: number): boolean {
  const letter = byte | 0x20;
  return isDigit(byte) || (letter >= 0x61 && letter <= 0x66);
}
