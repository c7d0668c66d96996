import type { MessagePort } from 'node:worker_threads';
import { JudgeThread, type Death } from './judge-thread.js';
import { SLOTS } from './judge-memory.js';
import type { Example, LiveSchema, PlacedSchema, WorkerTick } from './port.js';
import { Strikes } from './strikes.js';
import {
  NONE_SKIPPED,
  plus,
  sum,
  Tally,
  type SchemaCounts,
  type SkippedCounts,
  type TopicCounts,
} from './tally.js';

const TICK_MS = 250;
const RESTART_MS = 1_000;
const TOO_OFTEN = 'Three messages within ten minutes took too long to judge, or too much memory.';

/** A schema as somebody wants it. */
export interface WantedSchema extends LiveSchema {
  readonly enabled: boolean;
  /** Another one after each edit: a suspension ends with it. */
  readonly version: number;
}

/** What changed since the tick before. */
export interface JudgeTick {
  readonly counts: readonly CountsChange[];
  /** Of all schemas together, each message once. */
  readonly skipped: SkippedCounts;
  readonly verdicts: readonly TopicChange[];
}

export interface CountsChange {
  readonly id: number;
  readonly judged: number;
  readonly violations: number;
  readonly skipped: SkippedCounts;
}

/** What is known of a topic now, and was before. */
export interface TopicChange {
  readonly id: number;
  readonly before: TopicCounts | undefined;
  readonly after: TopicCounts;
}

export interface JudgeOptions {
  /** The built `worker.js` of this library. */
  readonly workerUrl: URL;
  /** Has messages handed on; anew each time. No filters end it. */
  readonly feed: (filters: readonly string[], connect: (port: MessagePort) => void) => void;
  /** At most four times a second. */
  readonly onTick: (tick: JudgeTick) => void;
  /** The thread had to be ended, or a schema to be suspended: a sentence. */
  readonly onTrouble: (message: string) => void;
  readonly now: () => number;
}

interface Known {
  readonly wanted: WantedSchema;
  readonly slot: number;
  readonly tally: Tally;
  readonly strikes: Strikes;
  suspended?: string;
  change: { judged: number; violations: number; skipped: SkippedCounts };
}

const nothing = () => ({ judged: 0, violations: 0, skipped: NONE_SKIPPED });

/** Judges messages as they come, in a thread of its own, and keeps what became of them. */
export class Judge {
  readonly #options: JudgeOptions;
  readonly #known = new Map<number, Known>();
  readonly #timer: NodeJS.Timeout;
  #thread: JudgeThread | undefined;
  #filters = '';
  #nextSlot = 0;
  /** Messages that threads which died had begun, and that the feed will take for lost. */
  #begun = 0;
  #restart: NodeJS.Timeout | undefined;
  #skipped = NONE_SKIPPED;
  #verdicts: TopicChange[] = [];

  constructor(options: JudgeOptions) {
    this.#options = options;
    this.#timer = setInterval(() => {
      this.#tick();
    }, TICK_MS).unref();
  }

  /** These are all schemas that there are. Those with another document or filter count from nought. */
  replace(schemas: readonly WantedSchema[]): void {
    this.#drain();
    const ids = new Set(schemas.map(({ id }) => id));
    for (const id of [...this.#known.keys()]) if (!ids.has(id)) this.#known.delete(id);
    for (const wanted of schemas) this.#known.set(wanted.id, this.#next(wanted));
    this.#sync();
  }

  counts(id: number): SchemaCounts | undefined {
    this.#drain();
    return this.#known.get(id)?.tally.counts(this.#options.now());
  }

  /** Why it is not judged though it is enabled, if so. */
  suspension(id: number): string | undefined {
    return this.#known.get(id)?.suspended;
  }

  topics(id: number): ReturnType<Tally['topics']> {
    return this.#known.get(id)?.tally.topics() ?? { topics: [], letGo: 0 };
  }

  /** Latest first. */
  examples(id: number): readonly Example[] {
    return this.#known.get(id)?.tally.examples() ?? [];
  }

  topic(id: number, name: string): TopicCounts | undefined {
    return this.#known.get(id)?.tally.topic(name);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    clearTimeout(this.#restart);
    await this.#thread?.end();
    this.#thread = undefined;
  }

  #next(wanted: WantedSchema): Known {
    const before = this.#known.get(wanted.id);
    const isSame = before !== undefined && asksTheSame(before.wanted, wanted);
    const kept = isSame ? before : { slot: this.#freeSlot(), tally: new Tally() };
    const isUntouched = before?.wanted.version === wanted.version;
    return {
      ...{ wanted, slot: kept.slot, tally: kept.tally },
      strikes: isUntouched ? before.strikes : new Strikes(),
      ...(isUntouched && before.suspended !== undefined && { suspended: before.suspended }),
      change: before?.change ?? nothing(),
    };
  }

  /** Not one that was just let go: the thread may still count there for a moment. */
  #freeSlot(): number {
    const taken = new Set([...this.#known.values()].map(({ slot }) => slot));
    do this.#nextSlot = (this.#nextSlot + 1) % SLOTS;
    while (taken.has(this.#nextSlot));
    this.#thread?.memory.drain(this.#nextSlot);
    return this.#nextSlot;
  }

  /** The thread judges what is enabled, and runs only while anything is. */
  #sync(): void {
    const active = [...this.#known.values()].filter(isActive);
    const placed = active.map(({ wanted, slot }): PlacedSchema => {
      const { topicFilter, draft, document } = wanted;
      return { slot, topicFilter, draft, document };
    });
    if (placed.length === 0) {
      if (this.#thread !== undefined) this.#options.feed([], () => undefined);
      void this.#thread?.end();
      this.#thread = undefined;
      this.#begun = 0;
      return;
    }
    const isNew = this.#thread === undefined;
    const thread = (this.#thread ??= this.#start());
    thread.judge(placed);
    const filters = [...new Set(placed.map(({ topicFilter }) => topicFilter))].toSorted();
    const text = JSON.stringify(filters);
    if (!isNew && text === this.#filters) return;
    this.#filters = text;
    this.#options.feed(filters, (port) => this.#thread?.read(port));
  }

  #start(): JudgeThread {
    const thread = new JudgeThread({
      workerUrl: this.#options.workerUrl,
      begunBefore: this.#begun,
      onTick: (tick) => {
        if (thread === this.#thread) this.#take(tick);
      },
      onRefused: (slot, reason) => {
        const known = this.#inSlot(slot);
        if (known === undefined) return;
        this.#suspend(known, reason);
        this.#sync();
      },
      onDeath: (death) => {
        if (thread === this.#thread) this.#survive(death);
      },
    });
    return thread;
  }

  #take({ topics, examples }: WorkerTick): void {
    for (const judged of topics) {
      const known = this.#inSlot(judged.slot);
      if (known === undefined) continue;
      this.#verdicts.push({ id: known.wanted.id, ...known.tally.add(judged) });
    }
    for (const { slot, ...example } of examples) this.#inSlot(slot)?.tally.addExample(example);
  }

  /** Whose they were is not known: they may have been of any. */
  #skipAll(skipped: SkippedCounts): void {
    if (sum(skipped) === 0) return;
    this.#skipped = plus(this.#skipped, skipped);
    for (const known of this.#known.values()) if (isActive(known)) skip(known, skipped);
  }

  /** Counts what the thread had in hand, and starts another. */
  #survive({ slot, pending, compiling, reason, thread }: Death): void {
    this.#drain();
    const guilty = slot === undefined ? undefined : this.#inSlot(slot);
    for (const one of pending) {
      const known = this.#inSlot(one);
      if (known === undefined) continue;
      const why = one === slot || slot === undefined ? 'timedOut' : 'notHeld';
      skip(known, { ...NONE_SKIPPED, [why]: 1 });
    }
    if (pending.length > 0) this.#skipped = plus(this.#skipped, { ...NONE_SKIPPED, timedOut: 1 });
    const name = guilty === undefined ? '' : ` while it judged by schema ${guilty.wanted.id}`;
    this.#options.onTrouble(`The judge's thread was started again: ${reason}${name}.`);
    this.#punish(guilty, compiling);
    this.#begun = thread.begun;
    this.#thread = undefined;
    if (pending.length > 0 || compiling) this.#sync();
    // Nothing it was at is to blame, so it may happen again at once.
    else this.#restart ??= setTimeout(() => this.#startAgain(), RESTART_MS).unref();
  }

  #punish(guilty: Known | undefined, compiling: boolean): void {
    if (guilty === undefined) return;
    if (compiling) this.#suspend(guilty, 'It takes too long to compile.');
    else if (guilty.strikes.add(this.#options.now())) this.#suspend(guilty, TOO_OFTEN);
  }

  #startAgain(): void {
    this.#restart = undefined;
    this.#sync();
  }

  #suspend(known: Known, reason: string): void {
    known.suspended = reason;
    this.#options.onTrouble(`Schema ${known.wanted.id} is suspended: ${reason}`);
  }

  #inSlot(slot: number): Known | undefined {
    return [...this.#known.values()].find((known) => known.slot === slot);
  }

  #drain(): void {
    if (this.#thread === undefined) return;
    const { memory } = this.#thread;
    this.#skipAll(this.#thread.drainSkips());
    const now = this.#options.now();
    for (const { slot, tally, change } of this.#known.values()) {
      const counts = memory.drain(slot);
      tally.count(counts, now);
      change.judged += counts.judged;
      change.violations += counts.violations;
    }
  }

  #tick(): void {
    this.#drain();
    const counts = [...this.#known.values()].flatMap((known) => {
      const { wanted, change } = known;
      known.change = nothing();
      return change.judged + sum(change.skipped) === 0 ? [] : [{ id: wanted.id, ...change }];
    });
    const [skipped, verdicts] = [this.#skipped, this.#verdicts];
    this.#skipped = NONE_SKIPPED;
    this.#verdicts = [];
    if (counts.length + verdicts.length > 0) this.#options.onTick({ counts, skipped, verdicts });
  }
}

const isActive = ({ wanted, suspended }: Known): boolean =>
  wanted.enabled && suspended === undefined;

function skip(known: Known, skipped: SkippedCounts): void {
  known.tally.skip(skipped);
  known.change.skipped = plus(known.change.skipped, skipped);
}

function asksTheSame(one: WantedSchema, other: WantedSchema): boolean {
  return (
    one.topicFilter === other.topicFilter &&
    one.draft === other.draft &&
    one.document === other.document
  );
}
