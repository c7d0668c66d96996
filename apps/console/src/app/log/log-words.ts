import { counted, duration } from '../ui/formats';
import type { LogEntry } from './log-store';

type Missing = Exclude<LogEntry, { readonly kind: 'line' }>;

/** Why lines may be missing at this place. */
export function missingWords(entry: Missing): string {
  if (entry.kind === 'lagged') {
    const left = counted(entry.dropped, 'event was', 'events were');
    return `This browser read too slowly: ${left} left out. Lines may be among them.`;
  }
  const { since, until, reason } = entry.gap;
  const why = reason === 'hidden' ? 'This tab was hidden' : 'The stream was lost';
  const then = entry.missing
    ? 'Lines from that time may be missing.'
    : 'The lines from that time were told afterwards.';
  return `${why} for ${duration(until - since)}. ${then}`;
}

/** What is shown as a file: a line each, with the exact time in UTC; what is missing stands behind a `#`. */
export function logText(entries: readonly LogEntry[]): string {
  return entries.map((entry) => `${textOf(entry)}\n`).join('');
}

function textOf(entry: LogEntry): string {
  if (entry.kind === 'line') {
    const { observedAt, source, severity, message } = entry.line;
    // A message of several lines stays one entry: those after the first are set in.
    return `${observedAt} ${source} ${severity} ${message.replaceAll(/\r?\n/g, '\n    ')}`;
  }
  const at = entry.kind === 'gap' ? entry.gap.since : entry.at;
  return `# ${new Date(at).toISOString()} ${missingWords(entry)}`;
}
