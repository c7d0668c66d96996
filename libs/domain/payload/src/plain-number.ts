/** More digits than that are no reading of a sensor. */
const LONGEST = 64;
const DECIMAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** The number that a payload of text is, where JSON would not take it: `+1`, `007`, `.5`. */
export function plainNumber(bytes: Uint8Array): number | undefined {
  if (bytes.length > LONGEST) return undefined;
  const text = String.fromCharCode(...bytes);
  const number = DECIMAL.test(text) ? Number(text) : NaN;
  return Number.isFinite(number) ? number : undefined;
}
