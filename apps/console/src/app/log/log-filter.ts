import { LOG_SEVERITIES, type LogSeverity } from '#contract';
import type { LogEntry } from './log-store';

export const LOG_SOURCES = ['broker', 'mcm'] as const;

/** What the address says is to be shown. */
export interface LogFilter {
  /** This severity and graver ones. */
  readonly atLeast: LogSeverity;
  readonly source?: (typeof LOG_SOURCES)[number];
  /** Found anywhere in the message, whatever the case. */
  readonly text: string;
}

/** Reads the filter out of the address; what is not a value there is as good as absent. */
export function readFilter(severity?: string, source?: string, text?: string): LogFilter {
  const known = LOG_SOURCES.find((name) => name === source);
  return {
    atLeast: LOG_SEVERITIES.find((name) => name === severity) ?? 'debug',
    ...(known && { source: known }),
    text: text ?? '',
  };
}

/** Gaps always pass: that something is not known is true under every filter. */
export function passes(entry: LogEntry, { atLeast, source, text }: LogFilter): boolean {
  if (entry.kind !== 'line') return true;
  const { line } = entry;
  return (
    LOG_SEVERITIES.indexOf(line.severity) >= LOG_SEVERITIES.indexOf(atLeast) &&
    (source === undefined || line.source === source) &&
    line.message.toLowerCase().includes(text.toLowerCase())
  );
}
