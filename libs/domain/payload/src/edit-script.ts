export interface Edit {
  readonly kind: 'added' | 'removed';
  /** Of a removed item in the sequence before, of an added one in the sequence after. */
  readonly index: number;
}

/** Past so many edits the search, which takes their square, ends: all between is replaced. */
const MAX_EDITS = 200;
/** And it is not begun where the sequences differ over more items. */
const MAX_ITEMS = 10_000;
/** Where the diagonal 0 lies, between the others and one more on each side. */
const ORIGIN = MAX_EDITS + 1;

/**
 * The least items to remove and to add that make one sequence into another (E. W. Myers, "An O(ND)
 * Difference Algorithm and Its Variations", 1986), in the order of the sequences.
 */
export function* editScript(before: readonly string[], after: readonly string[]): Iterable<Edit> {
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;

  const [removed, added] = [before.length - same, after.length - same];
  const edits =
    Math.max(removed, added) - start > MAX_ITEMS
      ? undefined
      : shortest(...named(before.slice(start, removed), after.slice(start, added)));
  if (edits) {
    for (const { kind, index } of edits) yield { kind, index: start + index };
    return;
  }
  for (let index = start; index < removed; index++) yield { kind: 'removed', index };
  for (let index = start; index < added; index++) yield { kind: 'added', index };
}

/** Sequences of numbers that are equal where the items are. */
function named(before: readonly string[], after: readonly string[]): [Int32Array, Int32Array] {
  const names = new Map<string, number>();
  const nameOf = (item: string) => {
    const name = names.get(item) ?? names.size;
    names.set(item, name);
    return name;
  };
  return [Int32Array.from(before, nameOf), Int32Array.from(after, nameOf)];
}

/**
 * `furthest[k]` is how far into `before` so many edits lead on the diagonal k, where `after` is at
 * that minus k. It is kept for each number of edits, and followed back from the end.
 */
function shortest(before: Int32Array, after: Int32Array): Edit[] | undefined {
  const history: Int32Array[] = [];
  let furthest = new Int32Array(2 * ORIGIN + 1);
  for (let edits = 0; edits <= MAX_EDITS; edits++) {
    history.push(furthest);
    furthest = furthest.slice();
    for (let k = -edits; k <= edits; k += 2) {
      const from = diagonalBefore(furthest, k, edits);
      let x = edits === 0 ? 0 : (furthest[ORIGIN + from] ?? 0) + (from < k ? 1 : 0);
      while (x < before.length && x - k < after.length && before[x] === after[x - k]) x++;
      furthest[ORIGIN + k] = x;
      if (x >= before.length && x - k >= after.length) return tracedBack(history, k);
    }
  }
  return undefined;
}

/** Where the last of so many edits came from: the diagonal above, by adding, or below, by removing. */
function diagonalBefore(furthest: Int32Array, k: number, edits: number): number {
  if (k === -edits) return k + 1;
  if (k === edits) return k - 1;
  return (furthest[ORIGIN + k - 1] ?? 0) < (furthest[ORIGIN + k + 1] ?? 0) ? k + 1 : k - 1;
}

function tracedBack(history: readonly Int32Array[], last: number): Edit[] {
  const edits: Edit[] = [];
  let k = last;
  for (let count = history.length - 1; count > 0; count--) {
    const furthest = history[count] ?? new Int32Array();
    const from = diagonalBefore(furthest, k, count);
    const x = furthest[ORIGIN + from] ?? 0;
    edits.push(from < k ? { kind: 'removed', index: x } : { kind: 'added', index: x - from });
    k = from;
  }
  return edits.reverse();
}
