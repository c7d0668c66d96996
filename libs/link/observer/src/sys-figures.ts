import { sysFigure } from '#domain/mosquitto';
import type { SysFigure } from './snapshot.js';

/** Mosquitto has about 55, and one for each bridge; a broker that publishes thousands is not listened to. */
const MOST = 1_000;
const LONGEST = 256;

/** The latest figure of every topic below `$SYS`. */
export class SysFigures {
  readonly #figures = new Map<string, SysFigure>();
  #changedAt: number | undefined;

  /** Answers what the payload says as a figure. */
  record(topic: string, payload: string, at: number): number | string {
    const value = sysFigure(topic, payload.slice(0, LONGEST));
    if (this.#figures.has(topic) || this.#figures.size < MOST) {
      this.#figures.set(topic, { topic, value, at });
      this.#changedAt = at;
    }
    return value;
  }

  /** All of them, by topic, when any was published since this was last asked. */
  takeChanged():
    { readonly observedAt: number; readonly figures: readonly SysFigure[] } | undefined {
    if (this.#changedAt === undefined) return undefined;
    const observedAt = this.#changedAt;
    this.#changedAt = undefined;
    const figures = [...this.#figures.values()].sort((a, b) => (a.topic < b.topic ? -1 : 1));
    return { observedAt, figures };
  }
}
