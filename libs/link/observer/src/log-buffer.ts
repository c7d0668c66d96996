import type { LogEntry } from './snapshot.js';

/** Lines that one tick carries. A broker that logs more is not read line by line by anyone. */
const KEPT = 100;

/** Log lines between two ticks: the latest, and how many had to go for them. */
export class LogBuffer {
  #entries: LogEntry[] = [];
  #leftOut = 0;

  add(entry: LogEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length < 2 * KEPT) return;
    this.#leftOut += this.#entries.length - KEPT;
    this.#entries = this.#entries.slice(-KEPT);
  }

  /** Oldest first; where lines were left out, the first one says how many. */
  take(at: number): readonly LogEntry[] {
    const entries = this.#entries.slice(-KEPT);
    const leftOut = this.#leftOut + this.#entries.length - entries.length;
    this.#entries = [];
    this.#leftOut = 0;
    if (leftOut === 0) return entries;
    const message = `${leftOut} lines were left out: the broker logs more than can be shown.`;
    return [{ source: 'mcm', severity: 'notice', message, at }, ...entries];
  }
}
