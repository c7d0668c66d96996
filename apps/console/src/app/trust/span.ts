const HOUR = 3_600_000;

/** Spans that end now, by the name they have in the address. */
export const RANGES = {
  '1h': { label: 'Last hour', ms: HOUR },
  '24h': { label: 'Last 24 hours', ms: 24 * HOUR },
  '7d': { label: 'Last 7 days', ms: 7 * 24 * HOUR },
  '30d': { label: 'Last 30 days', ms: 30 * 24 * HOUR },
} as const;

export type Range = keyof typeof RANGES;

export const RANGE_NAMES = Object.keys(RANGES) as readonly Range[];

/** A span of time: one that ends now, or one between two moments (RFC 3339), each of which may be open. */
export interface Span {
  readonly range?: Range;
  readonly since?: string;
  readonly until?: string;
}

/** What the address says of time. */
export interface SpanParams {
  readonly range?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** Reads the span out of the address; what is no range or no moment there is as good as absent. */
export function readSpan({ range, since, until }: SpanParams): Span {
  const known = RANGE_NAMES.find((name) => name === range);
  if (known !== undefined) return { range: known };
  return { ...moment('since', since), ...moment('until', until) };
}

function moment(name: 'since' | 'until', text: string | undefined): Span {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? {} : { [name]: new Date(at).toISOString() };
}

/** The span as the address has it; `null` takes a member out of it. */
export function spanParams({ range, since, until }: Span): Record<keyof Span, string | null> {
  return { range: range ?? null, since: since ?? null, until: until ?? null };
}

/** The span as the server is asked for it, `now` by the server's clock. */
export function spanQuery({ range, ...between }: Span, now: number): Omit<Span, 'range'> {
  if (range === undefined) return between;
  return { since: new Date(now - RANGES[range].ms).toISOString() };
}

/** A moment as an `<input type="datetime-local">` has it, by the clock of this place. */
export function toLocal(at: string | undefined): string {
  if (at === undefined) return '';
  const then = new Date(at);
  return new Date(then.getTime() - then.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** The moment that was typed into an `<input type="datetime-local">`. */
export function fromLocal(text: string): string | undefined {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
