import type { TopicTable } from '#domain/traffic';
import { describeChange } from './describe-change.js';
import type { Observation } from './observation.js';
import type { WorkerTick } from './port.js';
import type { BusyTopic, TopicMessage } from './snapshot.js';
import { Lateness } from './lateness.js';
import { TrafficMeter } from './traffic-meter.js';

const SLOW_MS = 250;
const FAST_MS = 50;
const BUSIEST = 5;
const BUSIEST_EVERY_MS = 1_000;
const CHANGES_AT_ONCE = 50;
/** Changes per ms between two ticks, and the part of that time in which they are put into words. */
const CHANGES_PER_MS = 20;
const CHANGES_SHARE = 0.12;

/** Tells what was observed, four times a second or twenty, and never faster than it is listened to. */
export class Ticker {
  readonly #observation: Observation;
  readonly #post: (tick: WorkerTick) => void;
  readonly #meter = new TrafficMeter(Date.now());
  readonly #lateness = new Lateness();
  #timer: NodeJS.Timeout | undefined;
  #pace = SLOW_MS;
  /** When the next tick is due, by `performance.now()`. */
  #due = 0;
  #taken = true;
  #messages = 0;
  #lastMessageAt: number | undefined;
  #busiestAt = 0;

  constructor(observation: Observation, post: (tick: WorkerTick) => void) {
    this.#observation = observation;
    this.#post = post;
    this.#arm(performance.now() + this.#pace);
  }

  /** Ticks fast enough for a watch that wants this many frames per topic and second. */
  setPace(maxPerSecond: number): void {
    const pace = maxPerSecond > 1000 / SLOW_MS ? FAST_MS : SLOW_MS;
    // However often it is set, ticks come in time.
    if (pace !== this.#pace) this.#arm(this.#due - this.#pace + pace);
    this.#pace = pace;
  }

  /** The last tick was handled by the API thread. */
  taken(): void {
    this.#taken = true;
  }

  #arm(due: number): void {
    clearTimeout(this.#timer);
    this.#due = due;
    this.#lateness.expect(due);
    this.#timer = setTimeout(() => this.#onTime(), Math.max(0, due - performance.now()));
  }

  #onTime(): void {
    const now = performance.now();
    this.#lateness.came(now);
    this.#arm(Math.max(this.#due, now - this.#pace) + this.#pace);
    this.tick();
  }

  /** Also between two ticks of the clock, when there is something to tell at once. */
  tick(): void {
    const at = Date.now();
    const { table, status, sys, logs, gaps } = this.#observation;
    const { counters } = table;
    const sample = { at, messages: counters.messages, payloadBytes: counters.payloadBytes };
    this.#meter.sample(sample, status.state.status === 'connected');
    if (counters.messages !== this.#messages) this.#lastMessageAt = at;
    this.#messages = counters.messages;
    if (!this.#taken) return;

    this.#taken = false;
    const figures = sys.takeChanged();
    const busiest = this.#busiest(table, at);
    this.#post({
      ...{ kind: 'tick', at, connection: status.state, counters, rates: this.#meter.rates(sample) },
      ...(this.#lastMessageAt === undefined ? {} : { lastMessageAt: this.#lastMessageAt }),
      ...(busiest === undefined ? {} : { busiest }),
      ...(figures === undefined ? {} : { sys: figures }),
      points: this.#meter.takePoints(),
      logs: logs.take(at),
      ...{ gaps: gaps.take(), missedUpTo: gaps.missedUpTo, lateMs: this.#lateness.take() },
      changes: takeChanges(table, this.#pace),
    });
  }

  #busiest(table: TopicTable, at: number): readonly BusyTopic[] | undefined {
    if (Math.abs(at - this.#busiestAt) < BUSIEST_EVERY_MS) return undefined;
    this.#busiestAt = at;
    return table
      .busiest(BUSIEST, at)
      .map(({ id, topic, rate, messages }) => ({ id, topic, rate, messages }));
  }
}

/** As many changes as a tick may carry; the rest waits for the next. */
function takeChanges(table: TopicTable, pace: number): readonly TopicMessage[] {
  const messages: TopicMessage[] = [];
  const end = performance.now() + pace * CHANGES_SHARE;
  let more = true;
  while (more && messages.length < pace * CHANGES_PER_MS && performance.now() < end) {
    const batch = table.takeChanges(CHANGES_AT_ONCE);
    for (const change of batch.changes) messages.push(describeChange(change));
    more = batch.more;
  }
  return messages;
}
