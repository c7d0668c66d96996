import { hash, randomBytes } from 'node:crypto';
import { logLine } from '#domain/mosquitto';
import { TopicTable } from '#domain/traffic';
import { BrokerConnection } from './broker-connection.js';
import { ConnectionStatus } from './connection-status.js';
import { LogBuffer } from './log-buffer.js';
import { openSocket } from './open-socket.js';
import type { WorkerSettings } from './port.js';
import { SysFigures } from './sys-figures.js';
import { TappedSocket } from './tapped-socket.js';

/** Enough against loss in a burst of log lines; the broker sends its figures anew anyway. */
const SYSTEM_QOS = 1;
const ID_BYTES = 16;
const UTF8 = new TextDecoder();

/** What the thread observes: two connections, and what came over them. */
export class Observation {
  readonly table: TopicTable;
  readonly status: ConnectionStatus;
  readonly sys = new SysFigures();
  readonly logs = new LogBuffer();
  readonly #connections: readonly BrokerConnection[];

  /** `onStatus` is called when the connection came or went, or failed to. */
  constructor(settings: WorkerSettings, onStatus: () => void) {
    const seed = randomBytes(8);
    const { memoryBudget, broker } = settings;
    this.table = new TopicTable({
      ...{ memoryBudget, topicId },
      seed: [seed.readInt32LE(0), seed.readInt32LE(4)],
    });
    this.status = new ConnectionStatus(broker, Date.now(), (entry) => this.logs.add(entry));
    this.#connections = [this.#traffic(settings, onStatus), this.#system(settings)];
  }

  start(): void {
    for (const connection of this.#connections) connection.start();
  }

  /** Resolves when the broker has been told and has closed both connections. */
  async stop(): Promise<void> {
    await Promise.all(this.#connections.map((connection) => connection.stop()));
  }

  #traffic({ broker, qos, clientId }: WorkerSettings, onStatus: () => void): BrokerConnection {
    return new BrokerConnection({
      target: broker,
      clientId: clientId ?? `mcm-observer-${randomName()}`,
      subscription: { filter: '#', qos },
      openStream: (protocolVersion, heard) =>
        new TappedSocket({
          ...{ protocolVersion, heard, sink: this.table, now: Date.now },
          open: (onread) => openSocket(broker, onread),
        }),
      onUp: (protocolVersion) => {
        this.status.up(protocolVersion, Date.now());
        onStatus();
      },
      onDown: (down) => {
        this.status.down(down, Date.now());
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
      onMessage: (topic, payload) => this.#hear(topic, UTF8.decode(payload)),
      onUp: () => this.status.systemUp(Date.now()),
      onDown: ({ reason }) => this.status.systemDown(reason, Date.now()),
    });
  }

  #hear(topic: string, payload: string): void {
    const at = Date.now();
    if (!topic.startsWith('$SYS/broker/log/')) {
      this.sys.record(topic, payload, at);
      return;
    }
    const line = logLine(topic, payload);
    if (line === undefined) return;
    // Not the broker's time: that has no milliseconds, and another clock.
    this.logs.add({ source: 'broker', severity: line.severity, message: line.message, at });
  }
}

/** The first 128 bits of the name's SHA-256 in base64url. */
function topicId(name: string): string {
  return hash('sha256', name, 'buffer').toString('base64url', 0, ID_BYTES);
}

function randomName(): string {
  return randomBytes(6).toString('hex');
}
