import { Worker, type MessagePort } from 'node:worker_threads';
import { HEAP } from './heap.js';
import { JudgeMemory, SLOTS, type AtWork } from './judge-memory.js';
import type { FromJudge, JudgeData, PlacedSchema, ToJudge, WorkerTick } from './port.js';
import type { SkippedCounts } from './tally.js';

const LOOK_MS = 100;
const JUDGE_LIMIT_MS = 1_000;
const COMPILE_LIMIT_MS = 5_000;

/** How the thread came to its end, and what it left undone. */
export interface Death {
  readonly thread: JudgeThread;
  readonly reason: string;
  /** Of the schema that it was at. */
  readonly slot: number | undefined;
  readonly compiling: boolean;
  /** Slots of the schemas that still had to judge the message in hand. */
  readonly pending: readonly number[];
}

interface ThreadOptions {
  readonly workerUrl: URL;
  /** Messages that threads before had begun: the feed takes them for lost, and they are counted already. */
  readonly begunBefore: number;
  readonly onTick: (tick: WorkerTick) => void;
  readonly onRefused: (slot: number, reason: string) => void;
  readonly onDeath: (death: Death) => void;
}

/** One thread that judges, watched: one message that takes it too long is its end. */
export class JudgeThread {
  readonly memory = new JudgeMemory();
  readonly #options: ThreadOptions;
  readonly #worker: Worker;
  readonly #watch: NodeJS.Timeout;
  #seen: (AtWork & { readonly since: number }) | undefined;
  #begunBefore: number;
  #isOver = false;

  constructor(options: ThreadOptions) {
    this.#options = options;
    this.#begunBefore = options.begunBefore;
    const data: JudgeData = { kind: 'live', memory: this.memory.shared };
    this.#worker = new Worker(options.workerUrl, {
      ...{ name: 'mcm-judge', workerData: data, execArgv: [], resourceLimits: HEAP },
    });
    this.#worker.unref();
    let fault = 'it ended';
    this.#worker.on('message', (message: FromJudge) => {
      this.#receive(message);
    });
    this.#worker.on('error', (error) => (fault = String(error)));
    this.#worker.on('exit', () => {
      this.#die(fault);
    });
    this.#watch = setInterval(() => {
      this.#look();
    }, LOOK_MS).unref();
  }

  judge(schemas: readonly PlacedSchema[]): void {
    this.#send({ kind: 'schemas', schemas });
  }

  /** From now on messages come from this port. */
  read(port: MessagePort): void {
    this.#worker.postMessage({ kind: 'feed', port } satisfies ToJudge, [port]);
  }

  /** Messages that were begun and that no feed has given up yet. */
  get begun(): number {
    return this.#begunBefore + this.memory.inHand;
  }

  /** Takes what was counted of messages that never came here. */
  drainSkips(): SkippedCounts {
    const { lost, ...skips } = this.memory.drainSkips();
    const known = Math.min(lost, this.#begunBefore);
    this.#begunBefore -= known;
    return { ...skips, timedOut: 0, notHeld: lost - known };
  }

  /** Nothing is told any more. */
  async end(): Promise<void> {
    this.#isOver = true;
    clearInterval(this.#watch);
    await this.#worker.terminate();
  }

  #send(message: ToJudge): void {
    this.#worker.postMessage(message);
  }

  #receive(message: FromJudge): void {
    if (this.#isOver) return;
    if (message.kind === 'refused') {
      const [first] = message.faults;
      this.#options.onRefused(
        message.slot,
        `It cannot be used: ${first?.detail ?? 'it is faulty.'}`,
      );
      return;
    }
    this.#options.onTick(message);
    this.#send({ kind: 'tick-taken' });
  }

  /** Whether it is still at what it was at when this was looked at before. */
  #look(): void {
    const now = performance.now();
    const work = this.memory.atWork();
    if (work?.sequence !== this.#seen?.sequence) this.#seen = work && { ...work, since: now };
    if (work === undefined || this.#seen === undefined) return;
    const limit = work.compiling ? COMPILE_LIMIT_MS : JUDGE_LIMIT_MS;
    if (now - this.#seen.since >= limit) {
      this.#die(`one ${work.compiling ? 'schema' : 'message'} took longer than ${limit / 1_000} s`);
    }
  }

  #die(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#watch);
    const work = this.memory.atWork();
    // It must not go on while what it left is counted.
    void this.#worker.terminate().then(() => {
      const slots = Array.from({ length: SLOTS }, (_, slot) => slot);
      this.#options.onDeath({
        ...{ thread: this, reason, slot: work?.slot, compiling: work?.compiling ?? false },
        pending: slots.filter((slot) => this.memory.isPending(slot)),
      });
    });
  }
}
