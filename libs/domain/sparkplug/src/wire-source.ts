import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { Integer } from './payload.js';

/** What a payload may hold; beyond it, it is refused. */
export interface PayloadLimits {
  readonly bytes: number;
  readonly metrics: number;
  /** Templates and property sets within each other. */
  readonly depth: number;
  /** Metrics, properties, rows, elements and the like, all together. */
  readonly parts: number;
  /** Of one string. */
  readonly stringBytes: number;
}

export const PAYLOAD_LIMITS: PayloadLimits = {
  ...{ bytes: 4_194_304, metrics: 50_000, depth: 8 },
  ...{ parts: 250_000, stringBytes: 1_048_576 },
};

const WIRE_WORDS = ['a varint', '64 bits', 'bytes', 'a group', 'the end of a group', '32 bits'];
const BITS_32 = 0xffff_ffffn;
/** A part is an object of several members. */
const PART_WEIGHT = 64;

/** Why bytes are no payload; it leaves this library as a value only. */
class PayloadFault extends Error {
  override readonly name = 'PayloadFault';
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch (error) {
    // TypeError: only decoding finds out whether bytes are UTF-8.
    throw new PayloadFault('A string is not UTF-8', { cause: error });
  }
}

/**
 * Reads the fields of a message and of those within it, each in its bounds, and counts what it makes of them. A reader
 * of a message asks {@link next} for its fields until there are no more, and takes or skips each.
 */
export class WireSource {
  /** The number of the field that {@link next} came to. */
  field = 0;
  /** About how many bytes of memory was made of what was read. */
  weight = 0;
  metrics = 0;
  readonly #reader: BinaryReader;
  readonly #bytes: Uint8Array;
  readonly #limits: PayloadLimits;
  #wire: WireType = WireType.Varint;
  #parts = 0;
  #depth = 0;

  constructor(bytes: Uint8Array, limits: PayloadLimits) {
    this.#bytes = bytes;
    this.#limits = limits;
    this.#reader = new BinaryReader(bytes, decodeUtf8);
  }

  get offset(): number {
    return this.#reader.pos;
  }

  /** Whether there is another field before `end`. */
  next(end: number): boolean {
    const { pos } = this.#reader;
    if (pos >= end) {
      if (pos > end) this.fail('A field is longer than the message that it is in');
      return false;
    }
    const [field, wire] = this.#reader.tag();
    this.field = field;
    this.#wire = wire;
    return true;
  }

  /** Passes over a field that is not known. */
  skip(): void {
    this.#reader.skip(this.#wire, this.field, this.#limits.depth);
  }

  /** The end of the message within, whose fields come next. */
  open(): number {
    this.#expect(WireType.LengthDelimited);
    this.part();
    const length = this.#reader.uint32();
    const end = this.#reader.pos + length;
    if (end > this.#bytes.length) this.fail('A message is cut off');
    return end;
  }

  /** Of those that may lie in each other without end. */
  openNested(): number {
    this.#depth += 1;
    if (this.#depth > this.#limits.depth) {
      this.fail(`Templates or properties lie deeper than ${this.#limits.depth} in each other`);
    }
    return this.open();
  }

  closeNested(): void {
    this.#depth -= 1;
  }

  /** Counts something that is made an object of. */
  part(): void {
    this.items(1, PART_WEIGHT);
  }

  /** Counts what an array that was read holds, and its weight. */
  items(count: number, weight: number): void {
    this.#parts += count;
    this.weight += weight;
    if (this.#parts > this.#limits.parts) this.fail(`More than ${this.#limits.parts} parts`);
  }

  metric(): void {
    this.metrics += 1;
    if (this.metrics > this.#limits.metrics) this.fail(`More than ${this.#limits.metrics} metrics`);
  }

  uint32(): number {
    this.#expect(WireType.Varint);
    return this.#reader.uint32();
  }

  uint64(): Integer {
    this.#expect(WireType.Varint);
    return shortest(BigInt(this.#reader.uint64()));
  }

  bool(): boolean {
    this.#expect(WireType.Varint);
    return this.#reader.bool();
  }

  float(): number {
    this.#expect(WireType.Bit32);
    return this.#reader.float();
  }

  double(): number {
    this.#expect(WireType.Bit64);
    return this.#reader.double();
  }

  /** UTF-8, or it is refused. */
  text(): string {
    this.#expect(WireType.LengthDelimited);
    const { pos } = this.#reader;
    const text = this.#reader.string();
    const read = this.#reader.pos - pos;
    if (read > this.#limits.stringBytes) {
      this.fail(`A string of more than ${this.#limits.stringBytes} bytes`);
    }
    // A letter that is not ASCII makes all of them take two bytes.
    this.weight += text.length * (read === lengthBytes(text.length) + text.length ? 1 : 2);
    return text;
  }

  /** A copy. */
  bytes(): Uint8Array {
    this.#expect(WireType.LengthDelimited);
    const bytes = this.#reader.bytes().slice();
    this.weight += bytes.length;
    return bytes;
  }

  /** One number of a repeated field, or all of them where they are packed. */
  uint32s(numbers: number[]): void {
    if (this.#wire === WireType.Varint) {
      this.part();
      numbers.push(this.#reader.uint32());
      return;
    }
    const end = this.open();
    while (this.#reader.pos < end) {
      this.part();
      numbers.push(this.#reader.uint32());
    }
    if (this.#reader.pos > end) this.fail('A list of numbers is cut off');
  }

  fail(reason: string): never {
    throw new PayloadFault(reason);
  }

  #expect(wire: WireType): void {
    if (this.#wire === wire) return;
    this.fail(`Field ${this.field} is ${WIRE_WORDS[this.#wire]}, not ${WIRE_WORDS[wire]}`);
  }
}

/** Of the length in front of so many bytes, as encoders write it. */
const lengthBytes = (length: number): number => (length < 1 << 7 ? 1 : length < 1 << 14 ? 2 : 3);

/** As a number, if that holds it exactly. */
export function shortest(value: bigint): Integer {
  if (value >= 0n && value <= BITS_32) return Number(value);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
