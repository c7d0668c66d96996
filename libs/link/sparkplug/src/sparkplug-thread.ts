import { Worker, type MessagePort } from 'node:worker_threads';
import { SparkplugState, type BornMetrics, type HostApplication } from '#domain/sparkplug';
import { backoffDelay, Questions, topicId, type FeedBatch } from '#link/observer';
import { answer } from './answer.js';
import { inflate } from './inflate.js';
import type {
  Answer,
  Answers,
  FromWorker,
  MetricsPage,
  MetricsQuery,
  NodesPage,
  NodesQuery,
  Question,
  SparkplugGroup,
  SparkplugNodeDetail,
  SparkplugNodePast,
  SparkplugNodeState,
  SparkplugTick,
  ToWorker,
} from './port.js';

/** For the state, which keeps within 384 MiB by its own count, and for messages on their way through. */
const HEAP_MB = 640;
const YOUNG_HEAP_MB = 32;
/** A thread that lived this long failed for a new reason: its first restart comes quickly again. */
const LIVED_LONG_MS = 30_000;

/** The thread is down, or did not answer within five seconds. Asking again later may help. */
export class SparkplugUnavailable extends Error {
  override readonly name = 'SparkplugUnavailable';
}

export interface SparkplugOptions {
  /** The built `worker.js` of this library. */
  readonly workerUrl: URL;
  /** Called at most four times a second, when something was taken in. */
  readonly onTick: (tick: SparkplugTick) => void;
  /** A feed is wanted, by `connect`: at once, and whenever a thread began anew, with nothing known. */
  readonly onStart: (thread: Sparkplug) => void;
  /** The thread died, for a reason in words; another one starts by itself. */
  readonly onDied: (reason: string) => void;
}

/** The thread that follows the Sparkplug nodes, as the rest of MCM sees it. Questions reject with {@link SparkplugUnavailable}. */
export interface Sparkplug {
  /** Gives the thread a feed of the observer to read. */
  connect(port: MessagePort): void;
  /** MCM's connection to the broker was lost. */
  interrupted(at: number): void;
  groups(): Promise<readonly SparkplugGroup[]>;
  nodes(query: NodesQuery): Promise<NodesPage>;
  /** Nothing when there is no such node. */
  node(id: string): Promise<SparkplugNodeDetail | undefined>;
  /** Nothing when there is no such node or device. */
  metrics(query: MetricsQuery): Promise<MetricsPage | undefined>;
  hosts(): Promise<readonly HostApplication[]>;
  /** Of all nodes. */
  states(): Promise<readonly SparkplugNodeState[]>;
  /** Of all nodes. */
  timelines(): Promise<readonly SparkplugNodePast[]>;
  birth(topic: string): Promise<BornMetrics>;
  stop(): Promise<void>;
}

/** The thread begins with the first message for it; it is started again when it dies, and then knows nothing. */
export function startSparkplug(options: SparkplugOptions): Sparkplug {
  return new SparkplugThread(options);
}

class SparkplugThread implements Sparkplug {
  readonly #options: SparkplugOptions;
  readonly #questions = new Questions<Answer>({
    name: 'The Sparkplug thread',
    // Answers are short work; one that nobody waits for any more is let go when it comes.
    forget: () => undefined,
    fault: (reason) => new SparkplugUnavailable(reason),
  });
  /** What is known before the first message. */
  readonly #nothing = new SparkplugState({ idOf: topicId, inflate });
  /** Whether a message ever came. */
  #begun = false;
  #worker: Worker | undefined;
  #restart: NodeJS.Timeout | undefined;
  #startedAt = 0;
  #failures = 0;
  #stopping = false;

  constructor(options: SparkplugOptions) {
    this.#options = options;
    options.onStart(this);
  }

  connect(port: MessagePort): void {
    if (this.#worker !== undefined) this.#send({ kind: 'feed', port }, [port]);
    // Without its thread, the next one asks for a feed of its own.
    else if (this.#begun) port.close();
    else this.#awaitFirst(port);
  }

  interrupted(at: number): void {
    this.#send({ kind: 'interrupted', at });
  }

  groups(): Promise<readonly SparkplugGroup[]> {
    return this.#ask('groups', undefined);
  }

  nodes(query: NodesQuery): Promise<NodesPage> {
    return this.#ask('nodes', query);
  }

  node(id: string): Promise<SparkplugNodeDetail | undefined> {
    return this.#ask('node', id);
  }

  metrics(query: MetricsQuery): Promise<MetricsPage | undefined> {
    return this.#ask('metrics', query);
  }

  hosts(): Promise<readonly HostApplication[]> {
    return this.#ask('hosts', undefined);
  }

  states(): Promise<readonly SparkplugNodeState[]> {
    return this.#ask('states', undefined);
  }

  timelines(): Promise<readonly SparkplugNodePast[]> {
    return this.#ask('timelines', undefined);
  }

  birth(topic: string): Promise<BornMetrics> {
    return this.#ask('birth', topic);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restart);
    await this.#worker?.terminate();
    this.#questions.failAll('The Sparkplug thread was stopped.');
  }

  async #ask<About extends keyof Answers>(
    about: About,
    query: Answers[About]['query'],
  ): Promise<Answers[About]['answer']> {
    const question = { about, query } as Question;
    if (!this.#begun && !this.#stopping) return answer(this.#nothing, question, Date.now());
    if (this.#worker === undefined) {
      const reason = this.#stopping ? 'was stopped' : 'is being started again';
      throw new SparkplugUnavailable(`The Sparkplug thread ${reason}.`);
    }
    return this.#questions.ask((number) => this.#send({ kind: 'ask', number, question }));
  }

  #send(message: ToWorker, transfer: readonly (MessagePort | ArrayBuffer)[] = []): void {
    this.#worker?.postMessage(message, transfer);
  }

  /** A thread costs memory that most plants have no use for. */
  #awaitFirst(port: MessagePort): void {
    port.once('message', (first: FeedBatch) => {
      this.#begun = true;
      if (this.#stopping) return;
      this.#start();
      this.#send({ kind: 'feed', port, first }, [port, first.bytes]);
    });
    port.unref();
  }

  #start(): void {
    const worker = new Worker(this.#options.workerUrl, {
      name: 'mcm-sparkplug',
      execArgv: [],
      resourceLimits: {
        maxOldGenerationSizeMb: HEAP_MB,
        maxYoungGenerationSizeMb: YOUNG_HEAP_MB,
      },
    });
    this.#worker = worker;
    this.#startedAt = Date.now();
    let fault: unknown;
    worker.on('message', (message: FromWorker) => this.#receive(message));
    worker.on('error', (error) => (fault = error));
    worker.on('exit', (code) => {
      this.#worker = undefined;
      if (!this.#stopping) this.#survive(fault, code);
    });
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case 'tick':
        try {
          this.#options.onTick(message);
        } finally {
          // A listener that throws must not silence the thread for good.
          this.#send({ kind: 'tick-taken' });
        }
        return;
      case 'answer':
        this.#questions.settle(message.number, message.answer);
        return;
      case 'no-answer':
        this.#questions.fail(message.number, message.reason);
        return;
    }
  }

  #survive(fault: unknown, code: number): void {
    const lived = Date.now() - this.#startedAt;
    this.#failures = lived > LIVED_LONG_MS ? 1 : this.#failures + 1;
    const delay = backoffDelay(this.#failures, Math.random());
    this.#restart = setTimeout(() => {
      this.#start();
      this.#options.onStart(this);
    }, delay);
    this.#questions.failAll('The Sparkplug thread died and is being started again.');
    // What came over from the thread looks like an Error, but need not be one of this realm.
    const hasMessage = typeof fault === 'object' && fault !== null && 'message' in fault;
    this.#options.onDied(hasMessage ? String(fault.message) : `exit code ${code}`);
  }
}
