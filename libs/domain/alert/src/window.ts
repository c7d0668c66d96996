import { labelFaults } from './check-labels.js';
import type { Fault } from './fault.js';
import type { AlertRule, Labels } from './rule.js';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Once, from a time up to another, in ms since 1970. */
export interface SingleTime {
  readonly from: number;
  readonly until: number;
}

/** Every week; an end that is not after the beginning is on the next day. */
export interface WeeklyTime {
  /** The days on which it begins. */
  readonly days: readonly Weekday[];
  /** `22:00`, on the clocks of the time zone. */
  readonly from: string;
  readonly until: string;
  /** Of the IANA: `Europe/Berlin`. */
  readonly timeZone: string;
}

/** A time in which no notices are sent. */
export interface MaintenanceWindow {
  readonly id: number;
  readonly name: string;
  readonly when: { readonly once: SingleTime } | { readonly weekly: WeeklyTime };
  /** For these rules only. */
  readonly ruleIds?: readonly number[];
  /** Only for what has all of these labels, of the rule or of the instance. */
  readonly labels?: Labels;
}

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
const MINUTES_OF_DAY = 1_440;

/** What is wrong with a window whose members have the right types. */
export function checkWindow(window: Omit<MaintenanceWindow, 'id'>): readonly Fault[] {
  const { name, when, labels = {} } = window;
  return [
    ...(name.trim() === '' ? [{ pointer: '/name', detail: 'must not be empty' }] : []),
    ...labelFaults(labels, '/labels'),
    ...('once' in when ? singleFaults(when.once) : weeklyFaults(when.weekly)),
  ];
}

function singleFaults({ from, until }: SingleTime): readonly Fault[] {
  return until > from ? [] : [{ pointer: '/until', detail: 'must be after from' }];
}

function weeklyFaults({ days, from, until, timeZone }: WeeklyTime): readonly Fault[] {
  const faults: Fault[] = [];
  if (days.length === 0) faults.push({ pointer: '/weekly/days', detail: 'must name a day' });
  for (const [name, clock] of Object.entries({ from, until })) {
    if (CLOCK.test(clock)) continue;
    faults.push({ pointer: `/weekly/${name}`, detail: 'must be a time such as 22:00' });
  }
  if (from === until) faults.push({ pointer: '/weekly/until', detail: 'must differ from from' });
  if (formatterOf(timeZone) === undefined) {
    const detail = 'must be a time zone of the IANA, such as Europe/Berlin or UTC';
    faults.push({ pointer: '/weekly/timeZone', detail });
  }
  return faults;
}

/** Whether the window holds back what is told of this instance at this time. */
export function isHeldBack(
  window: MaintenanceWindow,
  rule: Pick<AlertRule, 'id' | 'labels'>,
  instance: Labels,
  at: number,
): boolean {
  const { ruleIds, labels = {}, when } = window;
  if (ruleIds !== undefined && !ruleIds.includes(rule.id)) return false;
  const all: Labels = { ...rule.labels, ...instance };
  if (Object.entries(labels).some(([name, value]) => all[name] !== value)) return false;
  return 'once' in when
    ? at >= when.once.from && at < when.once.until
    : isInWeekly(when.weekly, at);
}

function isInWeekly({ days, from, until, timeZone }: WeeklyTime, at: number): boolean {
  const local = localTime(timeZone, at);
  if (local === undefined) return false;
  const [begin, end] = [minutesOf(from), minutesOf(until)];
  const { day, minute } = local;
  const today = days.includes(day);
  if (begin < end) return today && minute >= begin && minute < end;
  const index = WEEKDAYS.indexOf(day);
  const yesterday = WEEKDAYS[(index + WEEKDAYS.length - 1) % WEEKDAYS.length] ?? day;
  return (today && minute >= begin) || (days.includes(yesterday) && minute < end);
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return (hours * 60 + minutes) % MINUTES_OF_DAY;
}

/** What calendar and clock on the wall of the time zone show. */
function localTime(timeZone: string, at: number): { day: Weekday; minute: number } | undefined {
  const parts = formatterOf(timeZone)?.formatToParts(at) ?? [];
  const part = (wanted: string) => parts.find(({ type }) => type === wanted)?.value ?? '';
  const day = WEEKDAYS.find((name) => name === part('weekday').toLowerCase());
  return day && { day, minute: Number(part('hour')) * 60 + Number(part('minute')) };
}

/** To make one takes a hundred times as long as to use it. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const MOST_FORMATTERS = 100;

function formatterOf(timeZone: string): Intl.DateTimeFormat | undefined {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  try {
    const made = new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    });
    if (formatters.size >= MOST_FORMATTERS) formatters.clear();
    formatters.set(timeZone, made);
    return made;
  } catch {
    // RangeError: which zones there are is known to the engine alone, and it answers by throwing.
    return undefined;
  }
}
