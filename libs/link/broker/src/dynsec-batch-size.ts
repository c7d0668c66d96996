/** A client may wait this long for the broker, in milliseconds: a message passes it twice, and is to take 100 at most. */
const WANTED_MS = 25;
const MOST = 50;

/** How many commands go out at once: more while the broker answers others quickly, half when it does not. */
export class BatchSize {
  #size = 2;

  get now(): number {
    return Math.floor(this.#size);
  }

  /** @param latencyMs the longest that the broker kept somebody waiting meanwhile */
  heed(latencyMs: number): void {
    const next = latencyMs > WANTED_MS ? this.#size / 2 : this.#size + 0.5;
    this.#size = Math.min(MOST, Math.max(1, next));
  }
}
