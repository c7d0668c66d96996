import { startObserver, type Observer, type ObserverOptions } from './observer.js';
import type {
  LogEntry,
  ObservedMessage,
  ObservedTopic,
  ObserverSnapshot,
  ObserverTick,
  TopicMessage,
} from './snapshot.js';

const MIB = 1024 * 1024;

/** An observer for tests, and all that it told. */
export class Watching {
  readonly ticks: ObserverTick[] = [];
  readonly logs: LogEntry[] = [];
  readonly changes: TopicMessage[] = [];
  readonly observer: Observer;

  constructor(
    { host, port }: ObserverOptions['broker'],
    options: Partial<ObserverOptions> & { readonly workerUrl: URL },
  ) {
    this.observer = startObserver({
      ...{ broker: { host, port }, qos: 2, memoryBudget: 16 * MIB, history: 100 },
      onTick: (tick) => {
        this.ticks.push(tick);
        this.logs.push(...tick.logs);
        this.changes.push(...tick.changes);
      },
      ...options,
    });
  }

  get snapshot(): ObserverSnapshot {
    return this.observer.snapshot();
  }

  get connected(): boolean {
    return this.snapshot.connection.status === 'connected';
  }

  get messages(): number {
    return this.snapshot.counters.messages;
  }

  async find(topic: string): Promise<ObservedTopic | undefined> {
    const [row] = await answered(() => this.observer.lookUp([topic]));
    return row;
  }

  /** The topic with its last message. */
  async last(topic: string): Promise<ObservedMessage | undefined> {
    const row = await this.find(topic);
    return row && answered(() => this.observer.message(row.id));
  }

  figure(name: string): number | string | undefined {
    const topic = `$SYS/broker/${name}`;
    return this.snapshot.sys.figures.find((figure) => figure.topic === topic)?.value;
  }
}

/** Asks again while the answer takes too long, as where the machine stood still; a test has longer than a user. */
async function answered<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      // ObserverUnavailable has many reasons, of which only its words tell this one.
      if (!String(error).includes('did not answer within')) throw error;
    }
  }
}

/** A script for a worker: the built one, with something besides that topics of certain names bring about. */
export function workerThat(builtWorker: URL, onLookUp: string): URL {
  const script = `
    import { parentPort } from 'node:worker_threads';
    import ${JSON.stringify(builtWorker.href)};
    parentPort.on('message', ({ question }) => {
      const [topic] = question?.about === 'lookup' ? question.query : [];
      ${onLookUp}
    });`;
  return new URL(`data:text/javascript,${encodeURIComponent(script)}`);
}
