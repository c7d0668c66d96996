const PATIENCE_MS = 5_000;

/** The observer's thread is down, or did not answer within five seconds. Asking again later may help. */
export class ObserverUnavailable extends Error {
  override readonly name = 'ObserverUnavailable';
}

interface Asked<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** How a thread is asked. */
export interface Questioned {
  /** In sentences: `The observer`. */
  readonly name: string;
  /** Is told the number of a question that nobody waits for any more. */
  readonly forget: (number: number) => void;
  /** What a question fails with that the thread could not answer. */
  readonly fault: (reason: string) => Error;
}

/** Questions that went to a thread and wait for their answers. */
export class Questions<Answer> {
  readonly #asked = new Map<number, Asked<Answer>>();
  readonly #thread: Questioned;
  #last = 0;

  constructor(thread: Questioned) {
    this.#thread = thread;
  }

  /** Hands the question's number to `send` and waits for {@link settle}. */
  ask(send: (number: number) => void): Promise<Answer> {
    const number = ++this.#last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#thread.forget(number);
        this.fail(number, `${this.#thread.name} did not answer within 5 s.`);
      }, PATIENCE_MS);
      this.#asked.set(number, { resolve, reject, timer });
      send(number);
    });
  }

  settle(number: number, answer: Answer): void {
    this.#take(number)?.resolve(answer);
  }

  fail(number: number, reason: string): void {
    this.#take(number)?.reject(this.#thread.fault(reason));
  }

  failAll(reason: string): void {
    for (const number of [...this.#asked.keys()]) this.fail(number, reason);
  }

  #take(number: number): Asked<Answer> | undefined {
    const asked = this.#asked.get(number);
    this.#asked.delete(number);
    clearTimeout(asked?.timer);
    return asked;
  }
}
