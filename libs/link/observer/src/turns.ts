/**
 * Turns of those who have long work to do beside what the broker sends: in each round of the event loop one of
 * them, in the order they asked. So together they hold up the reading no longer than one alone would.
 */
export class Turns {
  readonly #waiting: (() => void)[] = [];

  /** Whether somebody waits for a turn. */
  get busy(): boolean {
    return this.#waiting.length > 0;
  }

  /** Resolves when it is the caller's turn, in a later round. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) setImmediate(() => this.#give());
    });
  }

  #give(): void {
    this.#waiting[0]?.();
    this.#waiting.shift();
    if (this.busy) setImmediate(() => this.#give());
  }
}
