import { overlaps } from '#domain/mqtt';

/** The filter that selects what both select (MQTT 5.0 section 4.7); nothing where no topic is in both. */
export function commonFilter(a: string, b: string): string | undefined {
  if (!overlaps(a, b)) return undefined;
  const [one, other] = [a.split('/'), b.split('/')];
  const levels: string[] = [];
  for (let depth = 0; depth < Math.max(one.length, other.length); depth++) {
    const [left, right] = [one[depth], other[depth]];
    // A '#' stands for all that the other one goes on with, also for nothing.
    if (left === '#') return [...levels, ...other.slice(depth)].join('/');
    if (right === '#') return [...levels, ...one.slice(depth)].join('/');
    // One is used up: what is left of the other is the '#' that selects its own parent.
    if (left === undefined || right === undefined) break;
    levels.push(left === '+' ? right : left);
  }
  return levels.join('/');
}

/**
 * Topics of a filter such that another filter of at most `depth` levels selects one of them only if it selects all
 * that have as many levels: `fresh` is a level that no other filter names.
 */
export function* exampleTopics(filter: string, depth: number, fresh: string): Generator<string> {
  const levels = filter.split('/').map((level) => (level === '+' ? fresh : level));
  if (levels.at(-1) !== '#') {
    yield levels.join('/');
    return;
  }
  const start = levels.slice(0, -1);
  // In front of '#' alone is nothing, and in front of '/#' the empty name, which no topic has (section 4.7.3).
  if (start.length > 0 && start.join('/') !== '') yield start.join('/');
  do {
    start.push(fresh);
    yield start.join('/');
  } while (start.length <= depth);
}

/** A level that stands in none of the filters. */
export function freshLevel(filters: readonly string[]): string {
  const named = new Set(filters.flatMap((filter) => filter.split('/')));
  let level = 'x';
  for (let i = 1; named.has(level); i++) level = `x${i}`;
  return level;
}
