import { generateSync } from 'otplib';

const PERIOD_S = 30;

/**
 * An authenticator app with a key. The server takes a code once and lets clocks differ by one step, so the
 * first code is of now and the second, at once, of the next step: nobody waits.
 */
export class Authenticator {
  #step = Math.floor(Date.now() / 1_000 / PERIOD_S);

  constructor(private readonly secret: string) {}

  /** A code that was not asked for before. */
  next(): string {
    const epoch = this.#step * PERIOD_S;
    this.#step += 1;
    return generateSync({ secret: this.secret, period: PERIOD_S, epoch });
  }
}
