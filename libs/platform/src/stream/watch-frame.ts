import { filterProblem } from '#domain/mqtt';
import { STREAM_LIMITS, type WatchFrame } from '#contract';

/** What a client sent, as a watch; or, in words, why it is none. */
export function parseWatchFrame(text: string): WatchFrame | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // SyntaxError: clients may send anything, and JSON has no test without parsing.
    return 'not JSON';
  }
  if (typeof value !== 'object' || value === null) return 'not an object';
  const { type, filters, maxPerSecond } = value as Record<string, unknown>;
  if (type !== 'watch') return 'of an unknown type';
  if (!Array.isArray(filters) || filters.length > STREAM_LIMITS.watchFilters) {
    return `without a list of at most ${STREAM_LIMITS.watchFilters} filters`;
  }
  if (!filters.every((filter) => typeof filter === 'string'))
    return 'with a filter that is no text';
  const faulty = filters.map(filterProblem).find((problem) => problem !== undefined);
  if (faulty !== undefined) return `with a faulty filter: ${faulty}`;
  const levels = filters.reduce((sum, filter) => sum + filter.split('/').length, 0);
  if (levels > STREAM_LIMITS.watchLevels) {
    return `with filters of more than ${STREAM_LIMITS.watchLevels} levels together`;
  }
  if (maxPerSecond === undefined) return { type, filters };
  if (typeof maxPerSecond !== 'number' || !(maxPerSecond > 0)) {
    return 'with a maxPerSecond that is not above 0';
  }
  return { type, filters, maxPerSecond: Math.min(maxPerSecond, STREAM_LIMITS.maxPerSecond) };
}
