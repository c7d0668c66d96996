import { ByteWriter } from './byte-writer.js';
import type { StructureWriter } from './structure-writer.js';

const WORDS = { null: 0xc0, false: 0xc2, true: 0xc3 };
const DOUBLE = 0xcb;
const [UINT8, INT8] = [0xcc, 0xd0];
const ENCODER = new TextEncoder();

/** The first bytes of a type by the size of what follows: within them, up to 2^8, 2^16, 2^32. */
const STRING = { fixed: 0xa0, fits: 31, sized: [0xd9, 0xda, 0xdb] };
const LIST = { fixed: 0x90, fits: 15, sized: [undefined, 0xdc, 0xdd] };
const MAP = { fixed: 0x80, fits: 15, sized: [undefined, 0xde, 0xdf] };

/** MessagePack: integers as short as can be, of 64 bits at most; fractions as doubles. */
export class MessagePackWriter implements StructureWriter {
  private readonly writer = new ByteWriter();

  get bytes(): Uint8Array {
    return this.writer.bytes;
  }

  word(text: keyof typeof WORDS): void {
    this.writer.byte(WORDS[text]);
  }

  integer(value: bigint): string | undefined {
    if (value > 0xffff_ffff_ffff_ffffn || value < -0x8000_0000_0000_0000n) {
      return 'MessagePack has no integer of more than 64 bits';
    }
    if (value >= -32n && value < 128n) this.writer.byte(Number(BigInt.asUintN(8, value)));
    else if (value < 0n) this.sized(INT8, value, -2n * value - 1n);
    else this.sized(UINT8, value, value);
    return undefined;
  }

  double(value: number): void {
    this.writer.byte(DOUBLE);
    this.writer.double(value);
  }

  string(text: string): void {
    const bytes = ENCODER.encode(text);
    this.head(STRING, bytes.length);
    this.writer.write(bytes);
  }

  list(count: number): void {
    this.head(LIST, count);
  }

  map(count: number): void {
    this.head(MAP, count);
  }

  /** @param range the largest value that has to fit, were it unsigned */
  private sized(type: number, value: bigint, range: bigint): void {
    const power = [0xffn, 0xffffn, 0xffff_ffffn].filter((most) => range > most).length;
    this.writer.byte(type + power);
    this.writer.integer(value, 1 << power);
  }

  private head({ fixed, fits, sized }: typeof STRING | typeof LIST, count: number): void {
    if (count <= fits) {
      this.writer.byte(fixed | count);
      return;
    }
    const powers = [0xff, 0xffff, 0xffff_ffff].flatMap((most, power) =>
      count <= most && sized[power] ? [power] : [],
    );
    const [power = 2] = powers;
    this.writer.byte(sized[power] ?? 0);
    this.writer.integer(count, 1 << power);
  }
}
