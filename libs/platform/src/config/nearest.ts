/** Longer names are nobody's slip of the keyboard, and would cost time to compare. */
const LONGEST = 80;

/** The name that was most likely meant, if one is near: a quarter of its letters may be wrong. */
export function nearest(wrong: string, names: Iterable<string>): string | undefined {
  if (wrong.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wrong.length / 4)) + 1;
  for (const name of names) {
    const slips = distance(wrong.toLowerCase(), name.toLowerCase());
    if (slips < least) {
      best = name;
      least = slips;
    }
  }
  return best;
}

/** Letters to insert, remove, replace or swap with their neighbour (optimal string alignment). */
function distance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}
