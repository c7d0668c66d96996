/** How figures look: units, tables in Markdown, and whether an aim was met. */

export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
export const whole = (value) => Math.round(value).toLocaleString('en');
export const seconds = (value) => `${value.toFixed(2)} s`;
export const micros = (value) => `${value.toFixed(2)} µs`;
export const milliseconds = (value) => `${value.toFixed(1)} ms`;
export const bytesEach = (value) => `${whole(value)} B`;
export const times = (value) => value.toFixed(2);
/** Of one core. */
export const percent = (share) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;

/** An aim, whether it was met, and by how much. */
export function atMost(limit, value, show) {
  return `at most ${show(limit)}: ${verdict(limit - value, show)}`;
}

export function atLeast(limit, value, show) {
  return `at least ${show(limit)}: ${verdict(value - limit, show)}`;
}

function verdict(spare, show) {
  if (spare === 0) return 'met';
  return spare > 0 ? `met by ${show(spare)}` : `**missed** by ${show(-spare)}`;
}

/** An aim that has no more or less, and what is the case where it was missed. */
export function holds(what, met, otherwise) {
  return `${what}: ${met ? 'met' : `**missed**: ${otherwise}`}`;
}

/** `show` of the median, and of the extremes where there were several runs. */
export function range({ median, least, greatest }, show) {
  if (least === greatest) return show(median);
  return `${show(median)} (${show(least)} to ${show(greatest)})`;
}

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
