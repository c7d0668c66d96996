const DAY_MS = 86_400_000;
/** The most that the server takes. */
const MOST_DAYS = 366;
/** The clocks of server and browser differ by a little, and asking takes time. */
const MARGIN_MS = 60_000;

/** How long an API token is good for: some days, or until the end of a day of one's choice. */
export const EXPIRIES = ['7', '30', '90', '366', 'date'] as const;
export type Expiry = (typeof EXPIRIES)[number];

/** When a token ends, in milliseconds since the epoch; nothing while no day, or one that cannot be, is chosen. */
export function expiryOf(expiry: Expiry, date: string, now: number): number | undefined {
  const latest = now + MOST_DAYS * DAY_MS - MARGIN_MS;
  if (expiry !== 'date') return Math.min(now + Number(expiry) * DAY_MS, latest);
  const at = Date.parse(`${date}T23:59:59`);
  return at > now && at <= latest ? at : undefined;
}

/** The first and the last day that may be chosen, as `2026-11-23` of this browser's time zone. */
export function daysFor(now: number): { readonly min: string; readonly max: string } {
  return { min: dayOf(now), max: dayOf(now + (MOST_DAYS - 1) * DAY_MS) };
}

function dayOf(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
