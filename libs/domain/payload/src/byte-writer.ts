/** Bytes, one after another, in a buffer that grows. Numbers are big-endian. */
export class ByteWriter {
  private buffer = new Uint8Array(256);
  private length = 0;

  get bytes(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }

  write(bytes: Uint8Array): void {
    const at = this.reserve(bytes.length);
    this.buffer.set(bytes, at);
  }

  byte(byte: number): void {
    const at = this.reserve(1);
    this.buffer[at] = byte;
  }

  /** @param size 1, 2, 4 or 8 bytes; a negative value is its two's complement */
  integer(value: number | bigint, size: number): void {
    const at = this.reserve(8);
    new DataView(this.buffer.buffer).setBigUint64(
      at,
      BigInt.asUintN(size * 8, BigInt(value)) << BigInt(64 - size * 8),
    );
    this.length = at + size;
  }

  double(value: number): void {
    const at = this.reserve(8);
    new DataView(this.buffer.buffer).setFloat64(at, value);
  }

  /** Where so many bytes may be written. */
  private reserve(size: number): number {
    const at = this.length;
    this.length += size;
    if (this.length > this.buffer.length) {
      const larger = new Uint8Array(Math.max(this.length, this.buffer.length * 2));
      larger.set(this.buffer);
      this.buffer = larger;
    }
    return at;
  }
}
