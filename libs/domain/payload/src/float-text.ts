/**
 * A floating point number in the shortest decimals that name it, always with a point, so that it is
 * told from an integer (RFC 8949 section 8): 1.0, 1.0e+300, -0.0, NaN, Infinity.
 */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const text = Object.is(value, -0) ? '-0' : String(value);
  if (text.includes('.')) return text;
  const exponent = text.indexOf('e');
  return exponent < 0 ? `${text}.0` : `${text.slice(0, exponent)}.0${text.slice(exponent)}`;
}
