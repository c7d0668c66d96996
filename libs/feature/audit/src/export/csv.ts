/** What a cell can hold; nothing is an empty one. */
export type Cell = string | number | undefined;

/** One record of a CSV file (RFC 4180). */
export function csvRecord(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: Cell): string {
  const text = value === undefined ? '' : String(value);
  // A spreadsheet takes these for the begin of a formula, and runs it.
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
