import type { Answer } from './port.js';

const PATIENCE_MS = 5_000;

/** The observer's thread is down, or did not answer within five seconds. Asking again later may help. */
export class ObserverUnavailable extends Error {
  override readonly name = 'ObserverUnavailable';
}

interface Asked {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** Questions that went to the thread and wait for their answers. */
export class Questions {
  readonly #asked = new Map<number, Asked>();
  readonly #forget: (number: number) => void;
  #last = 0;

  /** `forget` is told the number of a question that nobody waits for any more. */
  constructor(forget: (number: number) => void) {
    this.#forget = forget;
  }

  /** Hands the question's number to `send` and waits for {@link settle}. */
  ask(send: (number: number) => void): Promise<Answer> {
    const number = ++this.#last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#forget(number);
        this.fail(number, 'The observer did not answer within 5 s.');
      }, PATIENCE_MS);
      this.#asked.set(number, { resolve, reject, timer });
      send(number);
    });
  }

  settle(number: number, answer: Answer): void {
    this.#take(number)?.resolve(answer);
  }

  fail(number: number, reason: string): void {
    this.#take(number)?.reject(new ObserverUnavailable(reason));
  }

  failAll(reason: string): void {
    for (const number of [...this.#asked.keys()]) this.fail(number, reason);
  }

  #take(number: number): Asked | undefined {
    const asked = this.#asked.get(number);
    this.#asked.delete(number);
    clearTimeout(asked?.timer);
    return asked;
  }
}
