import { judgeSilence, type Holds, type Stretch } from '#domain/alert';
import type { Unknown } from './recorded.js';

interface Silence {
  /** When the topic was heard, oldest first, in ms since 1970. */
  readonly heard: readonly number[];
  /** For how long nothing has to be heard, in ms. */
  readonly silence: number;
  /** Times in which nobody listened, oldest first. */
  readonly deaf: readonly Unknown[];
  readonly until: number;
}

/** When a topic was silent, as a rule that looks all the time would have seen it. */
export function silenceLine({ heard, silence, deaf, until }: Silence): readonly Stretch[] {
  const [first] = heard;
  if (first === undefined) return [];
  const ends = deaf.map((gap) => gap.until);
  const points = [
    ...heard.flatMap((at) => [at, at + silence]),
    ...deaf.flatMap((gap) => [gap.from, gap.until, gap.until + silence]),
  ].filter((at) => at >= first && at <= until);
  const after = { heard: lastAtOrBefore(heard), end: lastAtOrBefore(ends) };
  return [...new Set(points)]
    .sort((one, other) => one - other)
    .map((at) => {
      const isDeaf = deaf.some((gap) => at >= gap.from && at < gap.until);
      const heardAt = after.heard(at);
      const listeningSince = isDeaf ? undefined : (after.end(at) ?? first);
      const holds = judgeSilence({ at, silence, listeningSince, heardAt });
      const seconds = Math.round((at - (heardAt ?? at)) / 1_000);
      return { at, holds, value: seconds, text: `Last heard ${seconds} s before.` };
    });
}

/** Answers the greatest of `times` that is not after the time asked for, which only grows. */
function lastAtOrBefore(times: readonly number[]): (at: number) => number | undefined {
  let index = -1;
  return (at) => {
    while ((times[index + 1] ?? Infinity) <= at) index++;
    return times[index];
  };
}

/** What was so from a time on, with the times left out in which nobody could tell. */
export function valueLine(
  values: readonly Stretch[],
  unknown: readonly Unknown[],
): readonly Stretch[] {
  const out = unknown.flatMap(({ from, until }) => {
    const before = values.findLast(({ at }) => at <= from);
    if (before === undefined) return [];
    const back = values.findLast(({ at }) => at <= until) ?? before;
    return [
      { ...before, at: from, holds: 'unknown' as const },
      { ...back, at: until },
    ];
  });
  return [...values, ...out].sort((one, other) => one.at - other.at);
}

interface Event {
  readonly at: number;
  readonly count: number;
}

/** How many events there were within a span, whenever that changes; it holds from `least` on. */
export function countLine(
  events: readonly Event[],
  { span, least, until }: { readonly span: number; readonly least: number; readonly until: number },
): readonly Stretch[] {
  const sorted = events.toSorted((one, other) => one.at - other.at);
  const points = [...new Set(sorted.flatMap(({ at }) => [at, at + span + 1]))]
    .filter((at) => at <= until)
    .sort((one, other) => one - other);
  let [begin, end, sum] = [0, 0, 0];
  return points.map((at) => {
    for (let next = sorted[end]; next !== undefined && next.at <= at; next = sorted[++end]) {
      sum += next.count;
    }
    for (let old = sorted[begin]; old !== undefined && old.at < at - span; old = sorted[++begin]) {
      sum -= old.count;
    }
    const holds: Holds = sum >= least;
    return { at, holds, value: sum, text: `${sum} within the time.` };
  });
}
