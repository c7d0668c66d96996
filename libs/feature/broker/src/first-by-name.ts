/** The first `most` by topic, sorted; without sorting all of a million. */
export function firstByName<T extends { readonly topic: string }>(
  all: readonly T[],
  most: number,
): T[] {
  const first: T[] = [];
  for (const one of all) {
    const last = first[most - 1];
    if (last && last.topic <= one.topic) continue;
    const at = first.findIndex(({ topic }) => topic > one.topic);
    first.splice(at === -1 ? first.length : at, 0, one);
    first.length = Math.min(first.length, most);
  }
  return first;
}
