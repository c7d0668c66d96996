const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** `4.2 MB`: for people. */
export function sizeText(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(bytes) / 3)));
  const value = bytes / 1000 ** step;
  return `${step === 0 ? String(bytes) : value.toFixed(1)} ${UNITS[step] ?? ''}`;
}
