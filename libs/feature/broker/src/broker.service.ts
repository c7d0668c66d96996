import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import type { StreamEvent } from '#contract';
import type { LiveClients } from '#domain/session';
import type { HistoryQuery, TopicHistory } from '#domain/traffic';
import { startManagedBroker, type ManagedBroker } from '#link/host';
import {
  ObserverUnavailable,
  startObserver,
  type ChildrenQuery,
  type FeedName,
  type FoundTopicPage,
  type ObservedMessage,
  type ObservedTopic,
  type ObservedTopicPage,
  type Observer,
  type ObserverSnapshot,
  type ObserverTick,
  type BrokerTarget,
  type SysFigure,
  type TopicSearch,
} from '#link/observer';
import { CONFIG, dataFolder, Problem, WORKERS, type Config, type Workers } from '#platform';
import { BrokerLogins } from './broker-logins.js';
import { BrokerMetrics } from './broker-metrics.js';
import { BrokerStream } from './broker-stream.js';
import { brokerTarget } from './broker-target.js';

/** Some ten milliseconds of the observer's thread. */
const NAMES_AT_ONCE = 5_000;

/** Where the broker is, as shown to people. */
export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
  readonly tlsEnabled: boolean;
  readonly managed: boolean;
}

/** The broker: runs it if it is ours to run, watches it, and answers what is known of it. */
@Injectable()
export class BrokerService implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Broker');
  private managed: ManagedBroker | undefined;
  private running: Observer | undefined;
  private readonly lost: ((at: number) => void)[] = [];

  constructor(
    private readonly stream: BrokerStream,
    private readonly metrics: BrokerMetrics,
    private readonly logins: BrokerLogins,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(WORKERS) private readonly workers: Workers,
  ) {}

  async onModuleInit(): Promise<void> {
    const { mosquitto, observe } = this.config;
    if (mosquitto.managed) await this.startBroker();
    this.running = startObserver({
      workerUrl: this.workers.observer,
      broker: await this.target(),
      qos: observe.qos,
      memoryBudget: observe.memoryBudget,
      history: observe.history,
      onTick: (tick) => {
        this.take(tick);
      },
    });
    this.stream.open(this.running);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.running?.stop();
    await this.managed?.stop();
  }

  address(): BrokerAddress {
    const { host, port, tls, managed } = this.config.mosquitto;
    return { host, port: this.managed?.port ?? port, tlsEnabled: tls.enabled, managed };
  }

  /** How to connect to it; reads the TLS files. */
  async target(): Promise<BrokerTarget> {
    const target = { ...(await brokerTarget(this.config)), port: this.address().port };
    const login = this.managed?.login;
    if (login === undefined) return target;
    const { username, password } = login;
    return { ...target, username, password: Buffer.from(password.reveal()).toString('utf8') };
  }

  snapshot(): ObserverSnapshot {
    return this.observer.snapshot();
  }

  /** Of Mosquitto, as it was last seen below `$SYS`: `2.0.11`. */
  version(): string | undefined {
    const version = this.figure('$SYS/broker/version')?.value;
    return version === undefined ? undefined : String(version).replace('mosquitto version ', '');
  }

  /** When the broker started, by its uptime, which it tells every few seconds; only while it is connected. */
  startedAt(): number | undefined {
    const uptime = this.figure('$SYS/broker/uptime');
    if (typeof uptime?.value !== 'number' || this.snapshot().connection.status !== 'connected')
      return undefined;
    return uptime.at - uptime.value * 1_000;
  }

  /** The `mosquitto.conf` of the broker that MCM runs itself, if it does. */
  managedConfigFile(): string | undefined {
    return this.managed?.configFile;
  }

  /** Its process id, while it runs; of the broker that MCM runs itself. */
  managedPid(): number | undefined {
    return this.managed?.pid;
  }

  /** By which name MCM logs in; absent when it is anonymous. */
  username(): string | undefined {
    return this.managed?.login?.username ?? this.config.mosquitto.username;
  }

  /** Tells a fact to everybody who has a stream open. */
  tell(event: StreamEvent): void {
    this.stream.tell(event);
  }

  /** One page of the levels below `query.parent`. */
  async topics(query: ChildrenQuery): Promise<ObservedTopicPage> {
    const page = await this.asked(this.observer.children(query));
    if (!page) throw new Problem('topic-not-found', 'This level has not been seen, or was let go.');
    return page;
  }

  /** Topics by what they are named and hold, in the order that is asked for. */
  search(query: TopicSearch): Promise<FoundTopicPage> {
    return this.asked(this.observer.search(query));
  }

  /** The names of the topics seen, those that begin with `$` left out; at most so many, and whether there are more. */
  async topicNames(most: number): Promise<{ names: readonly string[]; areMore: boolean }> {
    const pages: (readonly string[])[] = [];
    let wanted = most;
    for (let cursor: string | undefined; ;) {
      const limit = Math.min(wanted, NAMES_AT_ONCE);
      const query = { limit, ...(cursor !== undefined && { cursor }) };
      const { names, nextCursor } = await this.asked(this.observer.names(query));
      pages.push(names);
      wanted -= names.length;
      if (nextCursor === undefined || wanted === 0) {
        return { names: pages.flat(), areMore: nextCursor !== undefined };
      }
      cursor = nextCursor;
    }
  }

  /** Topics by name; those that are not held are left out. */
  lookUp(topics: readonly string[]): Promise<readonly ObservedTopic[]> {
    return this.asked(this.observer.lookUp(topics));
  }

  /** A topic with its last message, or the one of that number. */
  async message(id: string, number?: number): Promise<ObservedMessage> {
    const found = await this.asked(this.observer.message(id, number));
    if (!found)
      throw new Problem('topic-not-found', 'This topic has not been seen, or was let go.');
    return found;
  }

  async history(query: HistoryQuery): Promise<TopicHistory> {
    const found = await this.asked(this.observer.history(query));
    if (!found)
      throw new Problem('topic-not-found', 'This topic has not been seen, or was let go.');
    return found;
  }

  /** Who is connected to the broker, and subscribed to what, as far as its log tells MCM. */
  liveClients(): Promise<LiveClients> {
    return this.asked(this.observer.liveClients());
  }

  /** Hands messages on to another thread: see {@link Observer.feed}. */
  feed(name: FeedName, filters: readonly string[], connect: (port: MessagePort) => void): void {
    this.observer.feed(name, filters, connect);
  }

  /** Calls `listener` whenever the connection to the broker was lost, or the observer with it. */
  whenLost(listener: (at: number) => void): void {
    this.lost.push(listener);
  }

  private get observer(): Observer {
    if (!this.running)
      throw new Problem('observer-unavailable', 'The observer has not started yet.');
    return this.running;
  }

  private figure(wanted: string): SysFigure | undefined {
    return this.snapshot().sys.figures.find(({ topic }) => topic === wanted);
  }

  private async asked<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      // ObserverUnavailable: the thread may die or be busy at any moment; the caller may ask again.
      if (!(error instanceof ObserverUnavailable)) throw error;
      throw new Problem('observer-unavailable', error.message, { cause: error });
    }
  }

  private async startBroker(): Promise<void> {
    const { host, port } = this.config.mosquitto;
    const folder = join(dataFolder(this.config), 'mosquitto');
    this.managed = await startManagedBroker({
      folder,
      port,
      onLog: (line, severity) => {
        if (severity === 'warning') this.logger.warn(line);
        else this.logger.debug(line);
      },
    });
    if (this.managed.port !== port) {
      this.logger.warn(`Port ${port} is taken; Mosquitto listens on ${host}:${this.managed.port}.`);
    }
  }

  private take(tick: ObserverTick): void {
    this.metrics.record(tick.snapshot);
    this.stream.publish(tick);
    this.logins.watch(tick.logs);
    if (tick.statusChanged && tick.snapshot.connection.status === 'disconnected') {
      for (const listener of this.lost) listener(tick.at);
    }
    for (const { source, severity, message } of tick.logs) {
      if (source === 'mcm') this.logger[severity === 'error' ? 'warn' : 'log'](message);
    }
  }
}
