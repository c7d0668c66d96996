/** Whoever looks often gets what was read a moment ago. */
const FRESH_MS = 10_000;
/** Of all the time, this much may be spent on reading: it costs the broker's only thread about as much. */
const MOST_SHARE = 0.05;
/** The index counts from the start where the broker got another state, and may have come to the same number. */
const INDEX_COUNTS_MS = 600_000;

/** How the plugin's state was read; times in milliseconds since 1970. */
export interface PluginReading {
  /** When it was read, or was last known to be the same. */
  readonly seenAt: number;
  /** When it was read as a whole. */
  readonly readAt: number;
  /** How long that took. */
  readonly tookMs: number;
  /** Of 2.1: what it counted its changes with, before it was read. */
  readonly index?: number;
}

/** Whether it is as good as what would be read now. */
export function isFresh({ seenAt, tookMs, index }: PluginReading, now: number): boolean {
  const costly = index === undefined ? tookMs / MOST_SHARE - tookMs : 0;
  return now - seenAt < Math.max(FRESH_MS, costly);
}

/** Whether it is enough to ask for the index, and to read only when that is another. */
export function isIndexEnough({ readAt, index }: PluginReading, now: number): boolean {
  return index !== undefined && now - readAt < INDEX_COUNTS_MS;
}
