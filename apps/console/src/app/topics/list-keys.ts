const SCREENFUL = 10;

/** Where a key leads in a list of `length` rows; `undefined` for keys that are not the list's. */
export function listMove(key: string, index: number, length: number): number | undefined {
  const last = length - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, index + 1);
    case 'ArrowUp':
      return Math.max(0, index - 1);
    case 'PageDown':
      return Math.min(last, index + SCREENFUL);
    case 'PageUp':
      return Math.max(0, index - SCREENFUL);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
