import type { FileProblem } from './file-problem.js';
import { textOf } from './text.js';

const LINE_FEED = 10;

/** A fault by the number of the byte where it begins. */
export interface Fault extends Pick<FileProblem, 'reason' | 'effect'> {
  readonly at: number;
}

/** Turns places in a file's bytes into lines and columns. */
export class FilePlaces {
  private readonly starts: number[] = [0];

  constructor(private readonly bytes: Uint8Array) {
    for (let feed = bytes.indexOf(LINE_FEED); feed !== -1;) {
      this.starts.push(feed + 1);
      feed = bytes.indexOf(LINE_FEED, feed + 1);
    }
  }

  /** The line in which this byte stands, counted from 1. */
  lineOf(at: number): number {
    let [low, high] = [0, this.starts.length];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.starts[middle] ?? 0) <= at) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  /** In the order of the file. All columns at once, since counting each from its line's beginning takes too long. */
  problems(faults: readonly Fault[]): FileProblem[] {
    let [line, from, column] = [0, 0, 1];
    return faults
      .toSorted((a, b) => a.at - b.at)
      .map(({ at, reason, effect }) => {
        const own = this.lineOf(at);
        if (own !== line) [line, from, column] = [own, this.starts[own - 1] ?? 0, 1];
        column += textOf(this.bytes.subarray(from, at)).length;
        from = at;
        return { line, column, reason, effect };
      });
  }
}
