import { setTimeout as pause } from 'node:timers/promises';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { backoffDelay } from './backoff.js';
import type { FeedName } from './feeds.js';
import type { LiveClients } from '#domain/session';
import type { HistoryQuery, TopicHistory } from '#domain/traffic';
import type {
  Answer,
  Answers,
  FromWorker,
  Question,
  ToWorker,
  WorkerSettings,
  WorkerTick,
} from './port.js';
import { ObserverUnavailable, Questions } from './questions.js';
import { SnapshotMerger } from './snapshot-merger.js';
import type {
  ChildrenQuery,
  FoundTopicPage,
  LogEntry,
  NamesQuery,
  ObservedMessage,
  ObservedTopic,
  ObservedTopicPage,
  ObserverSnapshot,
  ObserverTick,
  TopicNamesPage,
  TopicSearch,
} from './snapshot.js';

const MIB = 1024 * 1024;
/** Heap for MQTT, ticks and answers, beside what the topic table may take. */
const HEAP_BESIDE_BUDGET_MB = 192;
const YOUNG_HEAP_MB = 16;
/** A thread that lived this long failed for a new reason: its first restart comes quickly again. */
const LIVED_LONG_MS = 30_000;
const STOP_GRACE_MS = 1_500;

export interface ObserverOptions extends WorkerSettings {
  /** The built `worker.js` of this library. */
  readonly workerUrl: URL;
  /** Called four times a second (twenty times while a watch asks for more), and when the thread dies. */
  readonly onTick: (tick: ObserverTick) => void;
}

/** The thread that watches the broker, as the rest of MCM sees it. */
export interface Observer {
  /** The latest of what is known; never waits. */
  snapshot(): ObserverSnapshot;
  /** Nothing when there is no such parent. Rejects with {@link ObserverUnavailable}. */
  children(query: ChildrenQuery): Promise<ObservedTopicPage | undefined>;
  /** Rejects with {@link ObserverUnavailable}, like all questions here. */
  search(query: TopicSearch): Promise<FoundTopicPage>;
  /** Names alone, for those who need very many. */
  names(query: NamesQuery): Promise<TopicNamesPage>;
  /** Topics by name; those that are not held are left out. */
  lookUp(topics: readonly string[]): Promise<readonly ObservedTopic[]>;
  /** A topic with its last message, or the one of that number; nothing when there is no such topic. */
  message(id: string, number?: number): Promise<ObservedMessage | undefined>;
  /** Nothing when there is no such topic. */
  history(query: HistoryQuery): Promise<TopicHistory | undefined>;
  /** Who is connected, by the broker's log. */
  liveClients(): Promise<LiveClients>;
  /** Replaces what is watched: ticks carry changes of topics that match any of these filters. */
  watch(filters: readonly string[], maxPerSecond: number): void;
  /**
   * Hands messages to topics that any of these filters selects on to another thread, which reads them with a
   * `FeedReader`; no filters end it. `connect` gets the port for that thread, at once and again whenever the
   * observer's thread was started anew.
   */
  feed(name: FeedName, filters: readonly string[], connect: (port: MessagePort) => void): void;
  /** Says goodbye to the broker and ends the thread. */
  stop(): Promise<void>;
}

/** Starts the thread; it connects by itself, keeps trying, and is started again when it dies. */
export function startObserver(options: ObserverOptions): Observer {
  return new ObserverThread(options);
}

interface Fed {
  readonly filters: readonly string[];
  readonly connect: (port: MessagePort) => void;
}

class ObserverThread implements Observer {
  readonly #options: ObserverOptions;
  readonly #questions = new Questions<Answer>({
    name: 'The observer',
    forget: (number) => this.#send({ kind: 'forget', number }),
    fault: (reason) => new ObserverUnavailable(reason),
  });
  readonly #merger: SnapshotMerger;
  #worker: Worker | undefined;
  #watched: ToWorker = { kind: 'watch', filters: [], maxPerSecond: 1 };
  readonly #feeds = new Map<FeedName, Fed>();
  #startedAt = 0;
  #failures = 0;
  #restart: NodeJS.Timeout | undefined;
  #stopping = false;
  #ended = Promise.resolve();

  constructor(options: ObserverOptions) {
    this.#options = options;
    this.#merger = new SnapshotMerger(options.memoryBudget, Date.now());
    this.#start();
  }

  snapshot(): ObserverSnapshot {
    return this.#merger.snapshot(Date.now());
  }

  children(query: ChildrenQuery): Promise<ObservedTopicPage | undefined> {
    return this.#ask('children', query);
  }

  search(query: TopicSearch): Promise<FoundTopicPage> {
    return this.#ask('search', query);
  }

  names(query: NamesQuery): Promise<TopicNamesPage> {
    return this.#ask('names', query);
  }

  lookUp(topics: readonly string[]): Promise<readonly ObservedTopic[]> {
    return this.#ask('lookup', topics);
  }

  message(id: string, number?: number): Promise<ObservedMessage | undefined> {
    return this.#ask('message', { id, ...(number === undefined ? {} : { number }) });
  }

  history(query: HistoryQuery): Promise<TopicHistory | undefined> {
    return this.#ask('history', query);
  }

  liveClients(): Promise<LiveClients> {
    return this.#ask('clients', undefined);
  }

  watch(filters: readonly string[], maxPerSecond: number): void {
    this.#watched = { kind: 'watch', filters, maxPerSecond };
    this.#send(this.#watched);
  }

  feed(name: FeedName, filters: readonly string[], connect: (port: MessagePort) => void): void {
    if (filters.length > 0) {
      this.#feeds.set(name, { filters, connect });
      this.#beginFeed(name, { filters, connect });
    } else if (this.#feeds.delete(name)) {
      this.#send({ kind: 'feed', name, filters });
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restart);
    this.#send({ kind: 'stop' });
    const grace = new AbortController();
    const impatient = pause(STOP_GRACE_MS, 'late', { signal: grace.signal }).catch(() => 'ended');
    if ((await Promise.race([this.#ended, impatient])) === 'late') await this.#worker?.terminate();
    grace.abort();
    this.#questions.failAll('The observer was stopped.');
  }

  async #ask<About extends keyof Answers>(
    about: About,
    query: Answers[About]['query'],
  ): Promise<Answers[About]['answer']> {
    if (this.#worker === undefined) {
      const reason = this.#stopping ? 'was stopped' : 'is being started again';
      throw new ObserverUnavailable(`The observer ${reason}.`);
    }
    const question = { about, query } as Question;
    return this.#questions.ask((number) => this.#send({ kind: 'ask', number, question }));
  }

  #send(message: ToWorker, ports: readonly MessagePort[] = []): void {
    this.#worker?.postMessage(message, ports);
  }

  #beginFeed(name: FeedName, { filters, connect }: Fed): void {
    if (this.#worker === undefined) return;
    const { port1, port2 } = new MessageChannel();
    this.#send({ kind: 'feed', name, filters, port: port1 }, [port1]);
    connect(port2);
  }

  #start(): void {
    const { workerUrl, broker, qos, memoryBudget, history, clientId } = this.#options;
    const settings: WorkerSettings = {
      ...{ broker, qos, memoryBudget, history },
      ...(clientId === undefined ? {} : { clientId }),
    };
    const worker = new Worker(workerUrl, {
      name: 'mcm-observer',
      workerData: settings,
      execArgv: [],
      resourceLimits: {
        maxOldGenerationSizeMb: HEAP_BESIDE_BUDGET_MB + Math.ceil(memoryBudget / MIB),
        maxYoungGenerationSizeMb: YOUNG_HEAP_MB,
      },
    });
    this.#worker = worker;
    this.#startedAt = Date.now();
    let fault: unknown;
    worker.on('message', (message: FromWorker) => this.#receive(message));
    worker.on('error', (error) => (fault = error));
    this.#ended = new Promise((resolve) => {
      worker.on('exit', (code) => {
        this.#worker = undefined;
        resolve();
        if (!this.#stopping) this.#survive(fault, code);
      });
    });
    this.#send(this.#watched);
    for (const [name, fed] of this.#feeds) this.#beginFeed(name, fed);
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case 'tick':
        this.#tell(message);
        return;
      case 'answer':
        this.#questions.settle(message.number, message.answer);
        return;
      case 'no-answer':
        this.#questions.fail(message.number, message.reason);
        return;
    }
  }

  #tell(tick: WorkerTick): void {
    const { at, logs, changes } = tick;
    const { statusChanged } = this.#merger.merge(tick);
    const snapshot = this.#merger.snapshot(at);
    try {
      this.#options.onTick({ at, snapshot, statusChanged, logs, changes });
    } finally {
      // A listener that throws must not silence the thread for good.
      this.#send({ kind: 'tick-taken' });
    }
  }

  /** The thread died: say so, and start another after a while. */
  #survive(fault: unknown, code: number): void {
    const at = Date.now();
    this.#failures = at - this.#startedAt > LIVED_LONG_MS ? 1 : this.#failures + 1;
    const delay = backoffDelay(this.#failures, Math.random());
    this.#restart = setTimeout(() => {
      this.#merger.restarted();
      this.#start();
    }, delay);
    this.#questions.failAll('The observer died and is being started again.');
    const { statusChanged } = this.#merger.died(at);
    const cause = messageOf(fault) ?? `exit code ${code}`;
    const log: LogEntry = {
      ...{ source: 'mcm', severity: 'error', at },
      message: `The observer's thread died (${cause}). It starts again in ${(delay / 1000).toFixed(1)} s; its counters begin at nought.`,
    };
    const snapshot = this.#merger.snapshot(at);
    this.#options.onTick({ at, snapshot, statusChanged, logs: [log], changes: [] });
  }
}

/** What came over from the thread looks like an Error, but need not be one of this realm. */
function messageOf(fault: unknown): string | undefined {
  const hasMessage = typeof fault === 'object' && fault !== null && 'message' in fault;
  return hasMessage ? String(fault.message) : undefined;
}
