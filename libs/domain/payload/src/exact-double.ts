/** Digit for digit the same number: its digits without zeros around them, and their exponent. */
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/**
 * The double that a decimal number names, if it says as much: that of 0.1 does, though it is but the
 * nearest; of 12345678901234567890.10, or of 1e999, there is none.
 */
export function exactDouble(text: string): number | undefined {
  const double = Number(text);
  return Number.isFinite(double) && canonical(text) === canonical(String(double))
    ? double
    : undefined;
}

function canonical(text: string): string | undefined {
  const [match, , whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  if (match === undefined) return undefined;
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
