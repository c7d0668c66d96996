/** Deeper nesting is called text: whoever showed it as a tree would have to follow it down. */
const MAX_DEPTH = 512;

const [QUOTE, COMMA, COLON, BACKSLASH] = [0x22, 0x2c, 0x3a, 0x5c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const LITERALS = ['true', 'false', 'null'];

/**
 * Whether the bytes, known to be text, are one JSON value (RFC 8259). Reads each byte once and builds
 * nothing, so that a bomb of brackets or a million keys costs no more than any other text.
 */
export function isJson(bytes: Uint8Array): boolean {
  const reader = new JsonReader(bytes);
  while (reader.step());
  return reader.complete;
}

class JsonReader {
  private at = 0;
  private depth = 0;
  private expected: 'value' | 'first-value' | 'key' | 'first-key' | 'colon' | 'comma' = 'value';
  /** Per open level: whether it is an object. */
  private readonly objects = new Uint8Array(MAX_DEPTH);

  constructor(private readonly bytes: Uint8Array) {
    this.skipSpace();
  }

  get complete(): boolean {
    return this.depth === 0 && this.expected === 'comma' && this.at === this.bytes.length;
  }

  /** Reads one token; false when there is none, or none that fits. */
  step(): boolean {
    const byte = this.bytes[this.at];
    if (byte === undefined || !this.take(byte)) return false;
    this.skipSpace();
    return true;
  }

  private take(byte: number): boolean {
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
        return byte === COLON && this.proceed(this.at + 1, 'value');
      case 'comma':
        return this.commaOrEnd(byte);
    }
  }

  private value(byte: number): boolean {
    if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) return this.open(byte === OPEN_OBJECT);
    if (byte === QUOTE) return this.proceed(this.stringEnd(), 'comma');
    const literal = LITERALS.find((word) => this.reads(word));
    return this.proceed(literal ? this.at + literal.length : this.numberEnd(), 'comma');
  }

  private key(): boolean {
    return this.bytes[this.at] === QUOTE && this.proceed(this.stringEnd(), 'colon');
  }

  private commaOrEnd(byte: number): boolean {
    if (this.depth === 0) return false;
    const object = this.objects[this.depth - 1] === 1;
    if (byte === COMMA) return this.proceed(this.at + 1, object ? 'key' : 'value');
    return byte === (object ? CLOSE_OBJECT : CLOSE_ARRAY) && this.close();
  }

  private open(object: boolean): boolean {
    if (this.depth === MAX_DEPTH) return false;
    this.objects[this.depth++] = object ? 1 : 0;
    return this.proceed(this.at + 1, object ? 'first-key' : 'first-value');
  }

  private close(): boolean {
    this.depth--;
    return this.proceed(this.at + 1, 'comma');
  }

  private proceed(to: number, expected: JsonReader['expected']): boolean {
    if (to === this.at) return false;
    this.at = to;
    this.expected = expected;
    return true;
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

  /** After the closing quote, or where it stands when the string is not one. */
  private stringEnd(): number {
    for (let end = this.at + 1; end < this.bytes.length; end++) {
      const byte = this.bytes[end] ?? 0;
      if (byte === QUOTE) return end + 1;
      if (byte < 0x20) return this.at;
      if (byte === BACKSLASH) {
        end++;
        if (this.bytes[end] === 0x75 ? !this.hexAt(end + 1) : !isEscape(this.bytes[end])) {
          return this.at;
        }
      }
    }
    return this.at;
  }

  private hexAt(start: number): boolean {
    for (let i = start; i < start + 4; i++) if (!isHex(this.bytes[i] ?? 0)) return false;
    return true;
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

/** One of the characters `"\/bfnrt`. */
function isEscape(byte: number | undefined): boolean {
  return byte !== undefined && '"\\/bfnrt'.includes(String.fromCharCode(byte));
}
