import { BinaryReader } from './binary-reader.js';
import { extensionText } from './extension-text.js';
import { quoted } from './quoted.js';
import { bytesText } from './scalar-text.js';
import type { Token } from './token-reader.js';
import { utf8Text } from './utf8.js';

/** Reads one MessagePack object that fills the payload. */
export class MessagePackReader extends BinaryReader {
  private token: Token = 'end';
  private word = '';
  private type = 0;

  override text(): string {
    if (this.token === 'word') return this.word;
    if (this.token !== 'string') return this.numberText();
    return utf8Text(this.bytes, this.contentStart, this.contentEnd);
  }

  override extensionType(): number {
    return this.type;
  }

  override shown(): string {
    switch (this.token) {
      case 'list':
        return '[';
      case 'map':
        return '{';
      case 'string':
        return quoted(this.text());
      case 'bytes':
        return bytesText(this.content());
      case 'extension':
        return extensionText(this.type, this.content());
      case 'word':
      case 'number':
      case 'tag':
      case 'close':
      case 'end':
      case 'failure':
        return this.text();
    }
  }

  protected override item(initial: number): Token {
    this.token = initial < 0xc0 || initial >= 0xe0 ? this.fixed(initial) : this.typed(initial);
    return this.token;
  }

  protected override atBreak(): boolean {
    return false; // every length comes first
  }

  /** The first byte holds the number or the length too. */
  private fixed(initial: number): Token {
    if (initial < 0x80) return this.integer(initial);
    if (initial < 0x90) return this.open('map', (initial & 0x0f) * 2);
    if (initial < 0xa0) return this.open('list', initial & 0x0f);
    if (initial < 0xc0) return this.string(initial & 0x1f);
    return this.integer(initial - 0x100);
  }

  /** Types of one, two, four and eight bytes, or of lengths in as many, follow one another. */
  private typed(initial: number): Token {
    if (initial <= 0xc3) return this.wordOf(initial);
    if (initial <= 0xc6) return this.binary(this.length(1 << (initial - 0xc4)));
    if (initial <= 0xc9) return this.extension(this.length(1 << (initial - 0xc7)));
    if (initial <= 0xcb) return this.floating(initial === 0xca ? 4 : 8);
    if (initial <= 0xcf) return this.integer(this.unsigned(1 << (initial - 0xcc)));
    if (initial <= 0xd3) return this.integer(this.signed(1 << (initial - 0xd0)));
    if (initial <= 0xd8) return this.extension(1 << (initial - 0xd4));
    if (initial <= 0xdb) return this.string(this.length(1 << (initial - 0xd9)));
    const length = this.length(initial % 2 === 0 ? 2 : 4);
    if (length === undefined) return 'failure';
    return initial <= 0xdd ? this.open('list', length) : this.open('map', length * 2);
  }

  private length(size: number): number | undefined {
    const length = this.unsigned(size);
    return length === undefined ? undefined : Number(length);
  }

  private wordOf(initial: number): Token {
    if (initial === 0xc1) return this.fail(this.start, 'the byte c1 is never used');
    this.word = initial === 0xc0 ? 'null' : String(initial === 0xc3);
    return 'word';
  }

  /** What is not UTF-8 is what older writers, that knew no other type, meant as bytes. */
  private string(length: number | undefined): Token {
    if (length === undefined || !this.holds(length)) return 'failure';
    return this.isUtf8() ? 'string' : 'bytes';
  }

  private binary(length: number | undefined): Token {
    return length !== undefined && this.holds(length) ? 'bytes' : 'failure';
  }

  private extension(length: number | undefined): Token {
    if (length === undefined) return 'failure';
    const type = this.signed(1);
    if (type === undefined || !this.holds(length)) return 'failure';
    this.type = Number(type);
    return 'extension';
  }
}
