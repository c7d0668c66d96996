import { randomBytes } from 'node:crypto';
import { brokerVersion, logLine } from '#domain/mosquitto';
import { LiveClientLog } from '#domain/session';
import { TopicTable } from '#domain/traffic';
import { BrokerConnection } from './broker-connection.js';
import { ConnectionStatus } from './connection-status.js';
import { FEEDS, Feeds } from './feeds.js';
import { GapLog } from './gap-log.js';
import { LogBuffer } from './log-buffer.js';
import { openSocket } from './open-socket.js';
import type { ToWorker, WorkerSettings } from './port.js';
import type { Message } from './session.js';
import { SysFigures } from './sys-figures.js';
import { TappedSocket } from './tapped-socket.js';
import { topicId } from './topic-id.js';

/** Enough against loss in a burst of log lines; the broker sends its figures anew anyway. */
const SYSTEM_QOS = 1;
const VERSION = '$SYS/broker/version';
const UTF8 = new TextDecoder();
const BYTES = new TextEncoder();

/** What the thread observes: two connections, and what came over them. */
export class Observation {
  readonly table: TopicTable;
  readonly status: ConnectionStatus;
  readonly sys = new SysFigures();
  readonly logs = new LogBuffer();
  readonly liveClients = new LiveClientLog();
  readonly gaps: GapLog;
  readonly #feeds = new Feeds();
  readonly #connections: readonly BrokerConnection[];
  /** How the broker's log says that the traffic connection is too slow. */
  readonly #droppedNotice: string;
  /** When anything came last over the traffic connection. */
  #heardAt = 0;
  /** When the broker's answer to the subscription was heard. */
  #subscribedAt = 0;

  /** `onStatus` is called when the connection came or went, or failed to. */
  constructor(settings: WorkerSettings, onStatus: () => void) {
    const seed = randomBytes(8);
    const { memoryBudget, history, broker } = settings;
    const now = Date.now();
    this.table = new TopicTable({
      ...{ memoryBudget, history, topicId },
      seed: [seed.readInt32LE(0), seed.readInt32LE(4)],
      feeds: this.#feeds,
    });
    this.status = new ConnectionStatus(broker, now, (entry) => this.logs.add(entry));
    this.gaps = new GapLog(now);
    const clientId = settings.clientId ?? `mcm-observer-${randomName()}`;
    this.#droppedNotice = `Outgoing messages are being dropped for client ${clientId}.`;
    this.#connections = [
      this.#traffic({ ...settings, clientId }, onStatus),
      this.#system(settings),
    ];
  }

  start(): void {
    for (const connection of this.#connections) connection.start();
  }

  /** Begins, changes or ends a feed. */
  feed({ name, filters, port }: ToWorker & { kind: 'feed' }): void {
    const number = FEEDS.indexOf(name);
    this.#feeds.replace(number, port);
    this.table.feed(number, filters);
  }

  /** Resolves when the broker has been told and has closed both connections. */
  async stop(): Promise<void> {
    await Promise.all(this.#connections.map((connection) => connection.stop()));
  }

  #traffic(
    { broker, qos, clientId }: WorkerSettings & { readonly clientId: string },
    onStatus: () => void,
  ): BrokerConnection {
    return new BrokerConnection({
      target: broker,
      clientId,
      subscription: { filter: '#', qos },
      openStream: (protocolVersion, heard) =>
        new TappedSocket({
          ...{ protocolVersion, sink: this.table, heard },
          // One time for both: a gap does not begin before the last message.
          now: () => (this.#heardAt = Date.now()),
          // All that is retained comes again now; what was deleted meanwhile would never be heard of.
          begun: () => this.table.forgetRetained(),
          // By the time we are told, much may have come behind it: nothing that it brought came before it.
          subscribed: () => (this.#subscribedAt = this.#heardAt),
          open: (onread) => openSocket(broker, onread),
        }),
      onUp: (protocolVersion) => {
        const at = this.#subscribedAt;
        this.status.up(protocolVersion, at);
        this.gaps.trafficUp(at);
        onStatus();
      },
      onDown: (down) => {
        this.status.down(down, Date.now());
        if (down.lost) this.gaps.trafficDown(this.#heardAt);
        this.#feeds.gap();
        onStatus();
      },
    });
  }

  /** The broker's figures and log: on a connection of its own, for the busy one is where messages get lost. */
  #system({ broker, clientId }: WorkerSettings): BrokerConnection {
    return new BrokerConnection({
      target: broker,
      clientId: clientId === undefined ? `mcm-system-${randomName()}` : `${clientId}-system`,
      subscription: { filter: '$SYS/#', qos: SYSTEM_QOS },
      openStream: () => openSocket(broker),
      onMessage: (message) => this.#hear(message),
      onUp: () => {
        const at = Date.now();
        this.status.systemUp(at);
        this.liveClients.listening(at);
      },
      onDown: ({ reason }) => {
        this.status.systemDown(reason, Date.now());
        this.gaps.systemDown();
        this.liveClients.notListening();
      },
    });
  }

  #hear(message: Message): void {
    const at = Date.now();
    this.#record(message, at);
    const { topic } = message;
    const payload = UTF8.decode(message.payload);
    if (!topic.startsWith('$SYS/broker/log/')) {
      const { missedUpTo } = this.gaps;
      this.gaps.figure(topic, this.sys.record(topic, payload, at), at);
      if (this.gaps.missedUpTo !== missedUpTo) this.#feeds.gap();
      if (topic === VERSION) this.liveClients.broker = brokerVersion(payload)?.line;
      return;
    }
    const line = logLine(topic, payload);
    if (line === undefined) return;
    if (line.message === this.#droppedNotice) this.gaps.named();
    this.liveClients.take(line.message, at);
    // Not the broker's time: that has no milliseconds, and another clock.
    this.logs.add({ source: 'broker', severity: line.severity, message: line.message, at });
  }

  /** Puts the message into the table, too, in the layout of a packet. There are few of these. */
  #record({ topic, payload, qos, retain }: Message, at: number): void {
    const name = BYTES.encode(topic);
    const bytes = new Uint8Array(name.length + payload.length);
    bytes.set(name);
    bytes.set(payload, name.length);
    const { length: topicEnd } = name;
    const flags = qos | (retain ? 4 : 0);
    this.table.record(bytes, 0, topicEnd, topicEnd, topicEnd, bytes.length, flags, at);
  }
}

function randomName(): string {
  return randomBytes(6).toString('hex');
}
