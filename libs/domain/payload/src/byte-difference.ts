import { Changes } from './changes.js';
import { hex } from './hex.js';

export interface ByteDifference {
  readonly kind: 'bytes';
  /** The sizes of the payloads, in bytes. */
  readonly beforeBytes: number;
  readonly afterBytes: number;
  readonly changes: readonly ByteChange[];
  /** Not all changes are listed. */
  readonly truncated: boolean;
}

export interface ByteChange {
  /** From 0, the same in both payloads. */
  readonly offset: number;
  readonly beforeBytes: number;
  readonly afterBytes: number;
  /** The first 32 of these bytes, in hexadecimal. */
  readonly before: string;
  readonly after: string;
}

const SHOWN_BYTES = 32;
/** Fewer equal bytes between two changes are part of one. */
const GAP = 4;

/**
 * The bytes that differ: place by place in payloads of one size; in others, what lies between the
 * equal beginning and the equal end.
 */
export function byteDifference(before: Uint8Array, after: Uint8Array): ByteDifference {
  const changes = new Changes<ByteChange>();
  const change = (start: number, oldEnd: number, end: number) => {
    changes.add(() => ({
      offset: start,
      beforeBytes: oldEnd - start,
      afterBytes: end - start,
      before: hex(before.subarray(start, Math.min(oldEnd, start + SHOWN_BYTES))),
      after: hex(after.subarray(start, Math.min(end, start + SHOWN_BYTES))),
    }));
  };
  if (before.length === after.length) eachPlace(before, after, change);
  else between(before, after, change);
  return {
    kind: 'bytes',
    beforeBytes: before.length,
    afterBytes: after.length,
    changes: changes.list,
    truncated: changes.truncated,
  };
}

type Report = (start: number, oldEnd: number, end: number) => void;

function eachPlace(before: Uint8Array, after: Uint8Array, change: Report): void {
  let start = -1;
  let end = -1;
  for (let at = 0; at < before.length; at++) {
    if (before[at] === after[at]) continue;
    if (start >= 0 && at - end >= GAP) {
      change(start, end, end);
      start = at;
    }
    if (start < 0) start = at;
    end = at + 1;
  }
  if (start >= 0) change(start, end, end);
}

function between(before: Uint8Array, after: Uint8Array, change: Report): void {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  change(start, before.length - same, after.length - same);
}
