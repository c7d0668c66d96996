/**
 * The algebra of topic filters (MQTT 5.0 section 4.7). Names and filters must already be valid; a
 * filter that begins with `$share/` is compared level by level like any other, as the broker's access
 * rules do. Filters are read from left to right and never taken apart, so that a hostile one of
 * 65,535 bytes costs one pass.
 */

const SLASH = '/'.charCodeAt(0);
const PLUS = '+'.charCodeAt(0);
const HASH = '#'.charCodeAt(0);
const DOLLAR = '$'.charCodeAt(0);

/** Whether `filter` selects `topic`. */
export function matches(filter: string, topic: string): boolean {
  if (reserved(topic) && beginsWithWildcard(filter)) return false;

  let f = 0;
  let t = 0;
  while (f <= filter.length) {
    const filterEnd = levelEnd(filter, f);
    if (isWildcard(filter, f, filterEnd, HASH)) return true; // also selects its own parent
    if (t > topic.length) return false;
    const topicEnd = levelEnd(topic, t);
    if (
      !isWildcard(filter, f, filterEnd, PLUS) &&
      !sameLevel(filter, f, filterEnd, topic, t, topicEnd)
    ) {
      return false;
    }
    f = filterEnd + 1;
    t = topicEnd + 1;
  }
  return t > topic.length;
}

/** Whether every topic that `narrow` selects is also selected by `wide`. */
export function covers(wide: string, narrow: string): boolean {
  if (reserved(narrow) && beginsWithWildcard(wide)) return false;
  return coversLevels(wide, withoutEmptyParent(narrow));
}

function coversLevels(wide: string, narrow: string): boolean {
  let w = 0;
  let n = 0;
  while (w <= wide.length) {
    const wideEnd = levelEnd(wide, w);
    if (isWildcard(wide, w, wideEnd, HASH)) return true;
    if (n > narrow.length) return false;
    const narrowEnd = levelEnd(narrow, n);
    if (isWildcard(narrow, n, narrowEnd, HASH)) return false;
    // A '+' in `narrow` is the same level only as a '+' in `wide`, which is answered first.
    if (!isWildcard(wide, w, wideEnd, PLUS) && !sameLevel(wide, w, wideEnd, narrow, n, narrowEnd)) {
      return false;
    }
    w = wideEnd + 1;
    n = narrowEnd + 1;
  }
  return n > narrow.length;
}

/** Whether some topic is selected by both filters. */
export function overlaps(a: string, b: string): boolean {
  if (reserved(a) && beginsWithWildcard(b)) return false;
  if (reserved(b) && beginsWithWildcard(a)) return false;
  return levelsOverlap(withoutEmptyParent(a), withoutEmptyParent(b));
}

function levelsOverlap(a: string, b: string): boolean {
  let i = 0;
  let j = 0;
  while (i <= a.length && j <= b.length) {
    const aEnd = levelEnd(a, i);
    const bEnd = levelEnd(b, j);
    if (isWildcard(a, i, aEnd, HASH) || isWildcard(b, j, bEnd, HASH)) return true;
    const anyLevel = isWildcard(a, i, aEnd, PLUS) || isWildcard(b, j, bEnd, PLUS);
    if (!anyLevel && !sameLevel(a, i, aEnd, b, j, bEnd)) return false;
    i = aEnd + 1;
    j = bEnd + 1;
  }
  // One of them is used up: the other may still end in the '#' that selects its own parent.
  return restSelectsParent(a, i) && restSelectsParent(b, j);
}

/**
 * A '#' also selects the level above it. Above the one in '#' is nothing and above the one in '/#' is the
 * empty name, which no topic has (4.7.3); so these select exactly what they select with one level more.
 */
function withoutEmptyParent(filter: string): string {
  if (filter === '#') return '+/#';
  return filter === '/#' ? '/+/#' : filter;
}

/** 4.7.2: a leading wildcard never reaches into `$SYS` and its kin. */
function reserved(nameOrFilter: string): boolean {
  return nameOrFilter.charCodeAt(0) === DOLLAR;
}

function beginsWithWildcard(filter: string): boolean {
  const first = filter.charCodeAt(0);
  return first === PLUS || first === HASH;
}

function restSelectsParent(filter: string, start: number): boolean {
  return (
    start > filter.length || (start === filter.length - 1 && filter.charCodeAt(start) === HASH)
  );
}

function levelEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && text.charCodeAt(end) !== SLASH) end++;
  return end;
}

function isWildcard(text: string, start: number, end: number, wildcard: number): boolean {
  return end === start + 1 && text.charCodeAt(start) === wildcard;
}

// Six numbers and strings instead of two slices: this runs for every rule and topic.
// eslint-disable-next-line max-params
function sameLevel(
  a: string,
  aStart: number,
  aEnd: number,
  b: string,
  bStart: number,
  bEnd: number,
): boolean {
  if (aEnd - aStart !== bEnd - bStart) return false;
  for (let i = 0; i < aEnd - aStart; i++) {
    if (a.charCodeAt(aStart + i) !== b.charCodeAt(bStart + i)) return false;
  }
  return true;
}
