/** How much later than expected something comes, when it comes again and again. */
export class Lateness {
  #expected = 0;
  #worst = 0;

  /** The next time is `time`, in ms of any clock that only goes forward. */
  expect(time: number): void {
    this.#expected = time;
  }

  came(now: number): void {
    this.#worst = Math.max(this.#worst, now - this.#expected);
  }

  /** The worst since this was last asked, in ms; 0 when all came in time. */
  take(): number {
    const worst = this.#worst;
    this.#worst = 0;
    return worst;
  }
}
