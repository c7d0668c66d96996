import type { TrafficPoint } from './snapshot.js';
import { startOf } from './traffic-history.js';

const WINDOW_MS = 10_000;
const SAMPLE_MS = 1_000;
/** Points that wait for a tick; more than the history holds would be forgotten there. */
const WAITING = 90;

interface Sample {
  readonly at: number;
  readonly messages: number;
  readonly payloadBytes: number;
}

/** Rates and history, from counters that only grow. */
export class TrafficMeter {
  #samples: Sample[];
  #intervalStart: Sample;
  #connected = false;
  #points: TrafficPoint[] = [];

  constructor(now: number) {
    const nothing = { at: now, messages: 0, payloadBytes: 0 };
    this.#samples = [nothing];
    this.#intervalStart = nothing;
  }

  /** Call it at least once a second; `connected` says whether the broker is being observed right now. */
  sample(now: Sample, connected: boolean): void {
    if (startOf(now.at) !== startOf(this.#intervalStart.at)) this.#endInterval(now);
    this.#connected ||= connected;
    const latest = this.#samples.at(-1);
    // A clock that was set back must not stop the sampling until it has caught up.
    if (latest !== undefined && Math.abs(now.at - latest.at) < SAMPLE_MS) return;
    this.#samples.push(now);
    const old = this.#samples.findLastIndex(({ at }) => at <= now.at - WINDOW_MS);
    if (old > 0) this.#samples.splice(0, old);
  }

  /** Per second, over the last ten or what there is of them. */
  rates(now: Sample): { readonly messages: number; readonly payloadBytes: number } {
    const first = this.#samples[0] ?? now;
    const seconds = Math.max(SAMPLE_MS, now.at - first.at) / 1000;
    return {
      messages: (now.messages - first.messages) / seconds,
      payloadBytes: (now.payloadBytes - first.payloadBytes) / seconds,
    };
  }

  /** The intervals that ended since this was last asked. */
  takePoints(): readonly TrafficPoint[] {
    const points = this.#points;
    this.#points = [];
    return points;
  }

  #endInterval(now: Sample): void {
    const { at, messages, payloadBytes } = this.#intervalStart;
    this.#points.push({
      at: startOf(at),
      messages: now.messages - messages,
      payloadBytes: now.payloadBytes - payloadBytes,
      absent: !this.#connected,
    });
    if (this.#points.length > WAITING) this.#points.shift();
    this.#intervalStart = now;
    this.#connected = false;
  }
}
