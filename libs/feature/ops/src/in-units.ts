const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A number of bytes as people say it: `1.3 GB`. */
export function inUnits(bytes: number): string {
  let shown = bytes;
  let unit = 0;
  for (; shown >= 999.5 && unit < UNITS.length - 1; unit += 1) shown /= 1000;
  const digits = shown < 9.95 && unit > 0 ? 1 : 0;
  return `${shown.toFixed(digits)} ${UNITS[unit] ?? ''}`;
}
