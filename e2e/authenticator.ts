import { generateSync } from 'otplib';

const PERIOD_S = 30;

/**
 * An authenticator app with a key. The server takes a code once and lets clocks differ by one step, so the
 * first code is of now and the second, at once, of the next step: nobody waits. A code is good for half a
 * minute at least from when it was asked for.
 */
export class Authenticator {
  #last = 0;

  constructor(private readonly secret: string) {}

  /** A code that was not asked for before. */
  next(): string {
    this.#last = Math.max(this.#last + 1, Math.floor(Date.now() / 1_000 / PERIOD_S));
    const epoch = this.#last * PERIOD_S;
    return generateSync({ secret: this.secret, period: PERIOD_S, epoch });
  }
}
