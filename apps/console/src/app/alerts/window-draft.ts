import { checkWindow, type MaintenanceWindow, type Weekday } from '#domain/alert';
import type { AlertWindow, AlertWindowRequest } from '../api/models';
import { doubled, labelsOf, rowsOf, type LabelRow } from './labels-draft';

/** A maintenance window as somebody is filling it in; times as their fields have them. */
export interface WindowDraft {
  readonly name: string;
  readonly kind: 'once' | 'weekly';
  /** On the clock of the browser: `2026-11-23T14:20`. */
  readonly from: string;
  readonly until: string;
  readonly days: readonly Weekday[];
  readonly weeklyFrom: string;
  readonly weeklyUntil: string;
  readonly timeZone: string;
  /** None: all rules. */
  readonly ruleIds: readonly number[];
  readonly labels: readonly LabelRow[];
}

const HOUR_MS = 3_600_000;

/** From now for an hour: most windows are opened when work begins. */
export function newWindow(now: number, timeZone: string): WindowDraft {
  return {
    ...{ name: '', kind: 'once', from: localOf(now), until: localOf(now + HOUR_MS) },
    ...{ days: [], weeklyFrom: '22:00', weeklyUntil: '23:00', timeZone, ruleIds: [], labels: [] },
  };
}

export function windowDraftOf(window: AlertWindow, now: number, timeZone: string): WindowDraft {
  const { name, from, until, weekly, ruleIds = [], labels } = window;
  const draft = { ...newWindow(now, timeZone), name, ruleIds, labels: rowsOf(labels) };
  if (weekly !== undefined) {
    const { days, ...rest } = weekly;
    const times = { weeklyFrom: rest.from, weeklyUntil: rest.until, timeZone: rest.timeZone };
    return { ...draft, kind: 'weekly', days, ...times };
  }
  if (from === undefined || until === undefined) return draft;
  return { ...draft, from: localOf(Date.parse(from)), until: localOf(Date.parse(until)) };
}

/** What `datetime-local` takes: the wall clock here, to the minute. */
function localOf(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

export function windowRequestOf(draft: WindowDraft): AlertWindowRequest {
  const { name, kind, from, until, days, timeZone, ruleIds } = draft;
  const labels = labelsOf(draft.labels);
  return {
    name: name.trim(),
    ...(kind === 'once'
      ? { from: new Date(from).toISOString(), until: new Date(until).toISOString() }
      : {
          weekly: {
            ...{ days: [...days], from: draft.weeklyFrom, until: draft.weeklyUntil },
            timeZone: timeZone.trim(),
          },
        }),
    ...(ruleIds.length > 0 && { ruleIds: [...ruleIds] }),
    ...(Object.keys(labels).length > 0 && { labels }),
  };
}

const NAMED: Readonly<Record<string, string>> = {
  '/name': 'Give it a name.',
  '/until': 'The end has to be after the beginning.',
  '/weekly/days': 'Choose a day.',
  '/weekly/until': 'The end has to differ from the beginning.',
  '/weekly/timeZone': 'A time zone such as Europe/Berlin or UTC.',
};

/** What is wrong with a draft, by the pointer of the member that it is about. */
export function windowFaults(draft: WindowDraft): ReadonlyMap<string, string> {
  const faults = new Map<string, string>();
  const [from, until] = [Date.parse(draft.from), Date.parse(draft.until)];
  if (draft.kind === 'once' && Number.isNaN(from)) faults.set('/from', 'Choose a time.');
  if (draft.kind === 'once' && Number.isNaN(until)) faults.set('/until', 'Choose a time.');
  const twice = doubled(draft.labels);
  if (twice !== undefined) faults.set('/labels', `The label ${twice} stands there twice.`);
  const { name } = draft;
  const labels = labelsOf(draft.labels);
  for (const { pointer, detail } of checkWindow({ name, when: whenOf(draft), labels })) {
    const place = pointer.startsWith('/labels') ? '/labels' : pointer;
    if (!faults.has(place)) faults.set(place, NAMED[place] ?? `It ${detail}.`);
  }
  return faults;
}

function whenOf(draft: WindowDraft): MaintenanceWindow['when'] {
  const { kind, from, until, days, weeklyFrom, weeklyUntil, timeZone } = draft;
  if (kind === 'once') return { once: { from: Date.parse(from), until: Date.parse(until) } };
  return { weekly: { days, from: weeklyFrom, until: weeklyUntil, timeZone: timeZone.trim() } };
}
