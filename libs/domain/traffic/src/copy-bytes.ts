/** Up to here a loop is faster than making a view to copy from. */
const LOOP_BYTES = 96;

/** Copies `from[start..end)` to `offset` of another array. */
// eslint-disable-next-line max-params -- like copyWithin, between two arrays
export function copyBytes(
  from: Uint8Array,
  start: number,
  end: number,
  to: Uint8Array,
  offset: number,
): void {
  if (end - start > LOOP_BYTES) {
    to.set(from.subarray(start, end), offset);
  } else {
    for (let i = start, o = offset; i < end; i++, o++) to[o] = from[i] ?? 0;
  }
}
