/** Longer names are cut, so that a cursor fits in an address however long a level is. */
const NAME_BYTES = 192;

export interface Position {
  /** The name of the last row, or its beginning. */
  readonly name: Uint8Array;
  /** The id of the last row, when the name was cut. */
  readonly id?: string;
}

/** Where a page ended, as text for an address: the last name in hexadecimal, and the id if it was cut. */
export function cursorOf(name: Uint8Array, id: string, most = NAME_BYTES): string {
  const shown = Array.from(name.subarray(0, most), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  return name.length > most ? `n${shown}.${id}` : `n${shown}`;
}

/** Nothing when the text is no cursor; the list then begins again. */
export function positionOf(cursor: string): Position | undefined {
  const parts = /^n((?:[0-9a-f]{2}){0,1024})(?:\.(.+))?$/.exec(cursor);
  if (parts === null) return undefined;
  const digits = parts[1]?.match(/../g) ?? [];
  const name = Uint8Array.from(digits, (byte) => Number.parseInt(byte, 16));
  return parts[2] === undefined ? { name } : { name, id: parts[2] };
}
