const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const oneTenth = new Intl.NumberFormat(undefined, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const hundredths = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const timeOfDay = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const toTheMillisecond = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});
const dayOfWeek = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric' });
const hourMinute = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

/** A count by the reader's locale: 1,204,118. */
export function count(value: number): string {
  return whole.format(value);
}

/** A count with its noun: `1 line`, `1,204 lines`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/**
 * A number as it was meant: one of 32 bits comes as 235.8000030517578, and 235.8 is the shortest that stands for the
 * same 32 bits.
 */
export function asMeant(value: number): number {
  if (Number.isInteger(value) || Math.fround(value) !== value) return value;
  for (let digits = 6; digits < 9; digits += 1) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return shorter;
  }
  return value;
}

/** A rate: whole from 100 on, one decimal from 1 on, two below, `0` for none. */
export function rate(perSecond: number): string {
  // 99.95 would be written as 100.0.
  if (perSecond >= 99.95) return whole.format(perSecond);
  // Also 2.0, so that a column of rates keeps its places.
  if (perSecond >= 1) return oneTenth.format(perSecond);
  if (perSecond >= 0.005) return hundredths.format(perSecond);
  return perSecond > 0 ? `<${hundredths.format(0.01)}` : '0';
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A round number beside an axis: `40`, `2.5`. */
export function tick(value: number): string {
  return tenths.format(value);
}

/** Bytes with the unit apart, in steps of 1000: `{ value: '38.2', unit: 'MB' }`. */
export function bytes(value: number): { readonly value: string; readonly unit: string } {
  let amount = value;
  let step = 0;
  while (amount >= 999.5 && step < BYTE_UNITS.length - 1) {
    amount /= 1000;
    step += 1;
  }
  const text = step === 0 || amount >= 100 ? whole.format(amount) : tenths.format(amount);
  return { value: text, unit: BYTE_UNITS[step] ?? 'B' };
}

/** Bytes as one text: `38.2 MB`. */
export function size(value: number): string {
  const { value: amount, unit } = bytes(value);
  return `${amount} ${unit}`;
}

/** A part of a whole in the unit of the whole: `38 of 256 MB`. */
export function sizeOf(part: number, all: number): string {
  const { value, unit } = bytes(all);
  const step = 1000 ** BYTE_UNITS.findIndex((name) => name === unit);
  const amount = part / step;
  return `${amount >= 10 ? whole.format(amount) : tenths.format(amount)} of ${value} ${unit}`;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long, in at most two units: `0.2 s`, `12 s`, `4 min`, `3 h 5 min`, `12 d 4 h`. */
export function duration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < SECOND) return `${tenths.format(ms / SECOND)} s`;
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) return two(Math.floor(ms / HOUR), 'h', Math.floor((ms % HOUR) / MINUTE), 'min');
  return two(Math.floor(ms / DAY), 'd', Math.floor((ms % DAY) / HOUR), 'h');
}

function two(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
}

/** How far two moments are apart, down to the millisecond: `200 ms`, `3.8 s`, `4 min`. */
export function between(milliseconds: number): string {
  if (milliseconds < SECOND) return `${whole.format(milliseconds)} ms`;
  if (milliseconds < MINUTE) return `${tenths.format(milliseconds / SECOND)} s`;
  return duration(milliseconds);
}

/** The age of a moment: `just now`, `12 s ago`. */
export function ago(at: number, now: number): string {
  return now - at < SECOND ? 'just now' : `${duration(now - at)} ago`;
}

/** How far ahead a moment is: `in 4 h 5 min`; whole days from ten on; `now` once it has come. */
export function ahead(at: number, now: number): string {
  const ms = at - now;
  if (ms < SECOND) return 'now';
  return ms < 10 * DAY ? `in ${duration(ms)}` : `in ${count(Math.round(ms / DAY))} d`;
}

/** What is left of a wait, to the second below an hour: `14 min 32 s`, `32 s`. */
export function countdown(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < 60) return `${whole} s`;
  return whole < 3600
    ? two(Math.floor(whole / 60), 'min', whole % 60, 's')
    : duration(whole * SECOND);
}

/** The exact moment, for what is shown as an age. */
export function exactly(at: number | string): string {
  return moment.format(new Date(at));
}

/** The time of day with seconds. */
export function clockTime(at: number | string): string {
  return timeOfDay.format(new Date(at));
}

/** The time of day with milliseconds: `14:20:31.204`. */
export function preciseTime(at: number | string): string {
  return toTheMillisecond.format(new Date(at));
}

/** The time of day without seconds. */
export function shortTime(at: number | string): string {
  return hourMinute.format(new Date(at));
}

/** A day of this week or the one before: `Thu 26`. */
export function shortDay(at: number | string): string {
  return dayOfWeek.format(new Date(at));
}
