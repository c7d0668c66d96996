const MOST = 3;
const WITHIN_MS = 10 * 60_000;

/** How often a schema had the judge ended: three times within ten minutes are too often. */
export class Strikes {
  readonly #at: number[] = [];

  /** Answers whether it was once too often. */
  add(now: number): boolean {
    this.#at.push(now);
    this.#at.splice(0, this.#at.length - MOST);
    return this.#at.length === MOST && now - (this.#at[0] ?? now) < WITHIN_MS;
  }
}
