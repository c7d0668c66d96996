import { DestroyRef, inject, Service, signal } from '@angular/core';

/** Below this the difference is the answer's way and the whole seconds of the header, not the clock. */
const TOLERATED_MS = 2_000;

/**
 * The server's time, once a second. The tablet on the plant floor may be minutes off, and an age must
 * be told against the clock that stamped it.
 */
@Service()
export class Clock {
  #offset = 0;
  readonly #now = signal(Date.now());
  readonly now = this.#now.asReadonly();

  constructor() {
    const timer = setInterval(() => this.#now.set(Date.now() + this.#offset), 1_000);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  /** Takes the `Date` header of an answer. */
  hear(date: string | null): void {
    const told = date === null ? Number.NaN : Date.parse(date);
    if (Number.isNaN(told)) return;
    const offset = told - Date.now();
    if (Math.abs(offset - this.#offset) > TOLERATED_MS) this.#offset = offset;
    if (Math.abs(offset) <= TOLERATED_MS) this.#offset = 0;
  }

  /** Milliseconds since the epoch by the server's clock. */
  read(): number {
    return Date.now() + this.#offset;
  }
}
