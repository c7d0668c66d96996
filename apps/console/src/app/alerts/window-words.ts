import { isHeldBack, WEEKDAYS, type MaintenanceWindow, type Weekday } from '#domain/alert';
import type { AlertRule, AlertWindow } from '../api/models';
import { ahead, shortTime } from '../ui/formats';
import { when } from '../ui/when';

/** Where a window stands. */
export type WindowPhase = 'in_force' | 'coming' | 'over';

const ANY_RULE = { id: 0, labels: {} };

/** Whether nobody is told now, for some rule at least. */
export function phaseOf(window: AlertWindow, now: number): WindowPhase {
  const { id, name } = window;
  const time = timeOf(window);
  if (time === undefined) return 'over';
  if (isHeldBack({ id, name, when: time }, ANY_RULE, {}, now)) return 'in_force';
  return 'once' in time && time.once.until <= now ? 'over' : 'coming';
}

function timeOf({ from, until, weekly }: AlertWindow): MaintenanceWindow['when'] | undefined {
  if (weekly !== undefined) return { weekly };
  if (from === undefined || until === undefined) return undefined;
  return { once: { from: Date.parse(from), until: Date.parse(until) } };
}

/** Those in force first, then what comes, by its beginning; what is over last. */
export function inOrder(
  windows: readonly AlertWindow[],
  now: number,
): readonly { readonly window: AlertWindow; readonly phase: WindowPhase }[] {
  const rank: Readonly<Record<WindowPhase, number>> = { in_force: 0, coming: 1, over: 2 };
  const begin = ({ from }: AlertWindow) => (from === undefined ? Infinity : Date.parse(from));
  return windows
    .map((window) => ({ window, phase: phaseOf(window, now) }))
    .sort(
      (one, other) =>
        rank[one.phase] - rank[other.phase] ||
        // Not by their difference: that of two weekly ones is no number.
        Number(begin(one.window) > begin(other.window)) -
          Number(begin(one.window) < begin(other.window)),
    );
}

const DAY_WORDS: Readonly<Record<Weekday, string>> = {
  ...{ mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' },
};

export const WEEKDAY_WORDS = WEEKDAYS.map((day) => ({ day, word: DAY_WORDS[day] }));

/** When it is: "Until 16:00, in 40 min", "Mon, Tue 22:00–06:00 Europe/Berlin". */
export function timeWords({ from, until, weekly }: AlertWindow, now: number): string {
  if (weekly !== undefined) {
    const { days, timeZone } = weekly;
    return `${daysWords(days)} ${weekly.from}–${weekly.until}, ${timeZone}`;
  }
  const [begin, end] = [Date.parse(from ?? ''), Date.parse(until ?? '')];
  if (now >= end) return `Ended ${short(end, now)}`;
  if (now >= begin) return `Until ${short(end, now)}, ${ahead(end, now)}`;
  return `${short(begin, now)} to ${short(end, now)}, ${ahead(begin, now)}`;
}

/** Without seconds where it is today. */
function short(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return isToday ? shortTime(at) : when(at, now);
}

function daysWords(days: readonly Weekday[]): string {
  if (days.length === WEEKDAYS.length) return 'Every day';
  return WEEKDAYS.filter((day) => days.includes(day))
    .map((day) => DAY_WORDS[day])
    .join(', ');
}

/** Whom it is for: "All rules", "2 rules: …", "What has hall=B". */
export function scopeWords(
  { ruleIds, labels }: Pick<AlertWindow, 'ruleIds' | 'labels'>,
  rules: readonly Pick<AlertRule, 'id' | 'name'>[],
): string {
  const names = ruleIds?.map((id) => rules.find((rule) => rule.id === id)?.name ?? `rule ${id}`);
  const given = Object.entries(labels ?? {}).map(([name, value]) => `${name}=${value}`);
  const of = names === undefined ? 'All rules' : names.join(', ');
  return given.length === 0 ? of : `${of}, only what has ${given.join(', ')}`;
}
