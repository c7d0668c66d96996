import type { Holds } from './reading.js';
import type { Threshold } from './rule.js';

/** What a value says of a threshold; between it and `clearAt`, whatever was said before goes on. */
export function judge({ above, below, clearAt }: Threshold, value: number): Holds {
  if (above !== undefined) {
    if (value > above) return true;
    return clearAt !== undefined && value > clearAt ? 'between' : false;
  }
  if (below === undefined) return 'unknown';
  if (value < below) return true;
  return clearAt !== undefined && value < clearAt ? 'between' : false;
}
