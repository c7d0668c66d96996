import { ByteWriter } from './byte-writer.js';
import type { StructureWriter } from './structure-writer.js';

const [UNSIGNED, NEGATIVE, BYTES, TEXT, LIST, MAP, TAG] = [0, 1, 2, 3, 4, 5, 6];
const WORDS = { false: 0xf4, true: 0xf5, null: 0xf6 };
const DOUBLE = 0xfb;
const ENCODER = new TextEncoder();

/** CBOR (RFC 8949): integers as short as can be and beyond 64 bits as bignums, fractions as doubles. */
export class CborWriter implements StructureWriter {
  private readonly writer = new ByteWriter();

  get bytes(): Uint8Array {
    return this.writer.bytes;
  }

  word(text: keyof typeof WORDS): void {
    this.writer.byte(WORDS[text]);
  }

  integer(value: bigint): undefined {
    const negative = value < 0n;
    const argument = negative ? -1n - value : value;
    if (argument <= 0xffff_ffff_ffff_ffffn) {
      this.head(negative ? NEGATIVE : UNSIGNED, argument);
      return;
    }
    // RFC 8949 section 3.4.3: tag 2 or 3 around the bytes of the number.
    const hex = argument.toString(16);
    const digits = hex.padStart(hex.length + (hex.length % 2), '0');
    this.head(TAG, negative ? 3 : 2);
    this.head(BYTES, digits.length / 2);
    for (let at = 0; at < digits.length; at += 2) {
      this.writer.byte(parseInt(digits.slice(at, at + 2), 16));
    }
  }

  double(value: number): void {
    this.writer.byte(DOUBLE);
    this.writer.double(value);
  }

  string(text: string): void {
    const bytes = ENCODER.encode(text);
    this.head(TEXT, bytes.length);
    this.writer.write(bytes);
  }

  list(count: number): void {
    this.head(LIST, count);
  }

  map(count: number): void {
    this.head(MAP, count);
  }

  private head(major: number, argument: number | bigint): void {
    if (argument < 24) {
      this.writer.byte((major << 5) | Number(argument));
      return;
    }
    const power = argument <= 0xff ? 0 : argument <= 0xffff ? 1 : argument <= 0xffff_ffff ? 2 : 3;
    this.writer.byte((major << 5) | (24 + power));
    this.writer.integer(argument, 1 << power);
  }
}
