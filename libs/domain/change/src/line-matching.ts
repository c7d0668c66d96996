/** Which lines of two texts are the same one, by numbers that stand for what they say. */
export interface Texts {
  readonly before: Int32Array;
  readonly after: Int32Array;
}

/** From one line up to another in both texts. */
interface Range {
  readonly a0: number;
  readonly a1: number;
  readonly b0: number;
  readonly b1: number;
  /** How often it was cut out of a larger one. */
  readonly depth: number;
}

/** Notes that a line of the one is that line of the other. */
type Take = (a: number, b: number) => void;

const MOST_EDITS = 256;
const DEEPEST = 40;

/**
 * For each line before, the line after that is the same, or -1; in both they come in the same order. As few lines as
 * possible are without one where the texts are alike (Myers 1986); where they are not, the lines that both have once
 * are kept together, and what lies between is compared in the same way. It takes time like the length of the texts.
 */
export function matchedLines(texts: Texts): Int32Array {
  const { before, after } = texts;
  const matched = new Int32Array(before.length).fill(-1);
  const take: Take = (a, b) => (matched[a] = b);
  const left: Range[] = [{ a0: 0, a1: before.length, b0: 0, b1: after.length, depth: 0 }];
  for (let range = left.pop(); range !== undefined; range = left.pop()) {
    const rest = withoutEnds(texts, range, take);
    if (rest.a0 === rest.a1 || rest.b0 === rest.b1) continue;
    if (fewEdits(texts, rest, take) || rest.depth === DEEPEST) continue;
    for (const part of betweenAnchors(texts, rest)) left.push(part);
  }
  return matched;
}

/** The range without the same lines at its beginning and its end. */
function withoutEnds({ before, after }: Texts, range: Range, take: Take): Range {
  let { a0, a1, b0, b1 } = range;
  while (a0 < a1 && b0 < b1 && before[a0] === after[b0]) take(a0++, b0++);
  while (a0 < a1 && b0 < b1 && before[a1 - 1] === after[b1 - 1]) take(--a1, --b1);
  return { a0, a1, b0, b1, depth: range.depth };
}

/** Myers' greedy algorithm; whether few enough lines differ. */
function fewEdits({ before, after }: Texts, range: Range, take: Take): boolean {
  const { a0, b0 } = range;
  const [n, m] = [range.a1 - a0, range.b1 - b0];
  const zero = MOST_EDITS + 1;
  /** How far down the first text one gets on each diagonal. */
  const reached = new Int32Array(2 * zero + 1);
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= Math.min(MOST_EDITS, n + m); edits++) {
    trace.push(reached.slice(zero - edits - 1, zero + edits + 2));
    for (let k = -edits; k <= edits; k += 2) {
      let { x } = step(reached, zero + k, k, edits);
      while (x < n && x - k < m && before[a0 + x] === after[b0 + x - k]) x++;
      reached[zero + k] = x;
      if (x < n || x - k < m) continue;
      wayBack(trace, n, m, (x1, y1) => take(a0 + x1, b0 + y1));
      return true;
    }
  }
  return false;
}

/** How far one gets on diagonal `k`, at this place of what is reached, by one more edit: a line removed or added. */
function step(
  reached: Int32Array,
  place: number,
  k: number,
  edits: number,
): { readonly x: number; readonly isAdded: boolean } {
  const [left, right] = [reached[place - 1] ?? 0, reached[place + 1] ?? 0];
  const isAdded = k === -edits || (k !== edits && left < right);
  return { x: isAdded ? right : left + 1, isAdded };
}

function wayBack(trace: readonly Int32Array[], n: number, m: number, take: Take): void {
  let [x, y] = [n, m];
  for (let edits = trace.length - 1; edits > 0; edits--) {
    const k = x - y;
    const last = step(trace[edits] ?? new Int32Array(), edits + 1 + k, k, edits);
    while (x > last.x) take(--x, --y);
    if (last.isAdded) y--;
    else x--;
  }
  while (x > 0) take(--x, --y);
}

/** The ranges between lines that stand once in both texts, and those lines themselves with what is like around them. */
function betweenAnchors({ before, after }: Texts, range: Range): readonly Range[] {
  const { a0, a1, b0, b1 } = range;
  const once = placesOfSingles(before, a0, a1);
  const there = placesOfSingles(after, b0, b1);
  const pairs = [...once].flatMap(([line, a]) => {
    const b = there.get(line);
    return b === undefined ? [] : [[a, b] as const];
  });
  const depth = range.depth + 1;
  const ranges: Range[] = [];
  let [a, b] = [a0, b0];
  for (const [nextA, nextB] of longestRising(pairs)) {
    ranges.push({ a0: a, a1: nextA, b0: b, b1: nextB, depth });
    [a, b] = [nextA, nextB];
  }
  // Without any, it is one text in the place of the other.
  return ranges.length === 0 ? [] : [...ranges, { a0: a, a1, b0: b, b1, depth }];
}

/** In the order of the lines. */
function placesOfSingles(lines: Int32Array, from: number, to: number): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  for (let at = from; at < to; at++) {
    const line = lines[at] ?? -1;
    places.set(line, places.has(line) ? -1 : at);
  }
  for (const [line, at] of places) if (at === -1) places.delete(line);
  return places;
}

type Pair = readonly [a: number, b: number];

/** Of pairs with rising `a`, as many as possible with rising `b`, too. */
function longestRising(pairs: readonly Pair[]): readonly Pair[] {
  /** The last pair of the best sequence of each length, and for each pair the one before it. */
  const lasts: number[] = [];
  const previous = new Int32Array(pairs.length).fill(-1);
  const bOf = (index: number | undefined) => pairs[index ?? -1]?.[1] ?? -1;
  for (const index of pairs.keys()) {
    let [low, high] = [0, lasts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (bOf(lasts[middle]) < bOf(index)) low = middle + 1;
      else high = middle;
    }
    previous[index] = lasts[low - 1] ?? -1;
    lasts[low] = index;
  }
  const rising: Pair[] = [];
  for (let index = lasts.at(-1) ?? -1; index !== -1; index = previous[index] ?? -1) {
    const pair = pairs[index];
    if (pair !== undefined) rising.push(pair);
  }
  return rising.reverse();
}
