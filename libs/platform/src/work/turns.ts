import { Problem } from '../http/problem.js';

interface Options {
  /** So many run side by side. */
  readonly atOnce: number;
  /** So many of one user may run or wait. */
  readonly ofOne: number;
}

/** Lets little of what takes much time or memory run side by side; the others wait in their order. */
export class Turns {
  readonly #options: Options;
  readonly #ofUser = new Map<number, number>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Answers what `work` does, when its turn has come.
   * @throws Problem `too-many-requests` when too many of this user run or wait already
   */
  async take<T>(user: number, work: () => Promise<T>): Promise<T> {
    const others = this.#ofUser.get(user) ?? 0;
    if (others >= this.#options.ofOne)
      throw tooMany('Too many of these are being worked at for you.');
    this.#ofUser.set(user, others + 1);
    if (this.#running < this.#options.atOnce) this.#running++;
    else await new Promise<void>((go) => this.#waiting.push(go));
    try {
      return await work();
    } finally {
      this.#leave(user);
    }
  }

  #leave(user: number): void {
    const left = (this.#ofUser.get(user) ?? 0) - 1;
    if (left > 0) this.#ofUser.set(user, left);
    else this.#ofUser.delete(user);
    const next = this.#waiting.shift();
    // It runs in the place of the one that ended.
    if (next) next();
    else this.#running--;
  }
}

const RETRY_SECONDS = 5;

export function tooMany(detail: string): Problem {
  return new Problem('too-many-requests', `${detail} Try again in a few seconds.`, {
    headers: { 'retry-after': String(RETRY_SECONDS) },
  });
}
