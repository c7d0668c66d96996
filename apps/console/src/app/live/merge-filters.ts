import { STREAM_LIMITS } from '#contract';
import { covers, filterProblem } from '#domain/mqtt';

/** What the rest of a watch frame takes, generously. */
const FRAME_BYTES = 128;
const utf8 = new TextEncoder();

/**
 * One list out of what several parts of the page want to watch, the most important first: without
 * what the broker would refuse or another filter already covers, within the limits of one frame.
 */
export function mergeFilters(wanted: readonly (readonly string[])[]): readonly string[] {
  const merged: string[] = [];
  let room = STREAM_LIMITS.clientFrameBytes - FRAME_BYTES;
  for (const filter of wanted.flat()) {
    if (merged.length === STREAM_LIMITS.watchFilters) break;
    if (filterProblem(filter) !== undefined || merged.some((kept) => covers(kept, filter)))
      continue;
    const bytes = utf8.encode(JSON.stringify(filter)).length + 1;
    if (bytes > room) continue;
    room -= bytes;
    merged.push(filter);
  }
  return merged;
}
