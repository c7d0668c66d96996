/** Writes values in the order in which they stand in the payload. */
export interface StructureWriter {
  readonly bytes: Uint8Array;
  word(text: 'null' | 'true' | 'false'): void;
  /** @returns why the format has no such number, or nothing */
  integer(value: bigint): string | undefined;
  double(value: number): void;
  string(text: string): void;
  /** So many items follow. */
  list(count: number): void;
  /** So many entries follow, each a key and a value. */
  map(count: number): void;
}
