import { DestroyRef, inject, Service, signal } from '@angular/core';

/** The header leaves out what is less than a second. */
const HEADER_MS = 1_000;

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

  /**
   * Takes the `Date` header of an answer that has just come to what was asked at `sentAt`, by the browser's clock.
   * The server wrote it in between: only what does not fit in there is put right, and no further than it must be.
   */
  hear(date: string | null, sentAt: number): void {
    const told = date === null ? Number.NaN : Date.parse(date);
    if (Number.isNaN(told)) return;
    const least = told - Date.now();
    const most = told + HEADER_MS - sentAt;
    this.#offset = Math.max(least, Math.min(this.#offset, most));
  }

  /** Milliseconds since the epoch by the server's clock. */
  read(): number {
    return Date.now() + this.#offset;
  }
}
