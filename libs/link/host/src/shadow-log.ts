/** Lines that are kept from the start on, and of the newest. */
const [FIRST, LAST] = [1_000, 1_000];
const COMPLAINTS = 5;
/** What Mosquitto writes in front of each line. */
const TIME = /^\d+: /;
/** Plugins of 2.1 put their name in front. */
const ERROR = /^\d+: (?:[\w-]+: )?Error\b/;

/** What a broker logs, within limits. */
export class ShadowLog {
  readonly #first: string[] = [];
  #last: string[] = [];
  /** The newest few. */
  #errors: string[] = [];
  readonly #folder: string;

  /** @param folder of the broker's files, which is left out of their paths */
  constructor(folder: string) {
    this.#folder = folder;
  }

  add(logged: string): void {
    const line = logged.replaceAll(`${this.#folder}/`, '');
    if (ERROR.test(line)) this.#errors = [...this.#errors, line].slice(-COMPLAINTS);
    if (this.#first.length < FIRST) {
      this.#first.push(line);
      return;
    }
    this.#last.push(line);
    // Not one by one, which would move all the others each time.
    if (this.#last.length >= 2 * LAST) this.#last = this.#last.slice(-LAST);
  }

  get hasErrors(): boolean {
    return this.#errors.length > 0;
  }

  text(): string {
    const lines = [...this.#first, ...this.#last.slice(-LAST)];
    return lines.map((line) => `${line}\n`).join('');
  }

  /** The last few errors, in one line. */
  complaint(): string {
    return this.#errors.map((line) => line.replace(TIME, '')).join(' / ');
  }
}
