/** A clock that stands still unless a test sets it forward. Begins now, since tokens carry real times. */
export class TestClock {
  private at = Date.now();

  readonly read = (): number => this.at;

  advance(milliseconds: number): void {
    this.at += milliseconds;
  }
}

export const MINUTE = 60_000;
