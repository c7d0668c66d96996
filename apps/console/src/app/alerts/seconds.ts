import { count } from '../ui/formats';

/** A unit of a time that somebody chooses. */
export const SECONDS_UNITS = ['s', 'min', 'h', 'd'] as const;
export type SecondsUnit = (typeof SECONDS_UNITS)[number];

export const SECONDS_OF: Readonly<Record<SecondsUnit, number>> = {
  s: 1,
  min: 60,
  h: 3_600,
  d: 86_400,
};

const LARGEST_FIRST = [...SECONDS_UNITS].reverse();

/** The largest unit in which it is a whole number. */
export function unitOf(seconds: number): SecondsUnit {
  if (!(seconds > 0)) return 'min';
  return LARGEST_FIRST.find((unit) => seconds % SECONDS_OF[unit] === 0) ?? 's';
}

/** A chosen time to the second: `5 min`, `1 min 30 s`, `2 d`. */
export function exactSeconds(seconds: number): string {
  let left = seconds;
  const parts: string[] = [];
  for (const unit of LARGEST_FIRST) {
    const amount = unit === 's' ? left : Math.floor(left / SECONDS_OF[unit]);
    if (amount === 0) continue;
    parts.push(`${count(amount)} ${unit}`);
    left -= amount * SECONDS_OF[unit];
  }
  return parts.length === 0 ? '0 s' : parts.join(' ');
}
