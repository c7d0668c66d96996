/** About two milliseconds of the simplest work, such as to combine two words of bits. */
const REST_AFTER = 1_000_000;

/** Tells when a long calculation has worked so long that others should have their turn. */
export class Pace {
  #spent = 0;

  spend(work: number): void {
    this.#spent += work;
  }

  isDue(): boolean {
    if (this.#spent < REST_AFTER) return false;
    this.#spent = 0;
    return true;
  }
}

/** What a calculation in steps comes to, without a rest. */
export function completed<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
