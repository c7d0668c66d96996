import type { BrokerTarget, ConnectionState, LogEntry } from './snapshot.js';
import { addressOf } from './socket-error.js';

/** How often the `$SYS` connection must fail while the other one holds before anybody is told. */
const SYSTEM_FAILURES_TOLD = 2;

/** What there is to say about the two connections; says each thing once. */
export class ConnectionStatus {
  readonly #where: string;
  readonly #tell: (entry: LogEntry) => void;
  #state: ConnectionState;
  #toldReason: string | undefined;
  #systemFailures = 0;

  constructor(target: BrokerTarget, now: number, tell: (entry: LogEntry) => void) {
    this.#where = addressOf(target);
    this.#tell = tell;
    this.#state = { status: 'disconnected', since: now, reconnects: 0 };
  }

  get state(): ConnectionState {
    return this.#state;
  }

  up(protocolVersion: 4 | 5, at: number): void {
    this.#toldReason = undefined;
    this.#state = { ...this.#state, status: 'connected', since: at, protocolVersion };
    const version = protocolVersion === 5 ? '5.0' : '3.1.1';
    this.#log('info', `Connected to ${this.#where} with MQTT ${version}.`, at);
  }

  down({ reason, lost }: { readonly reason: string; readonly lost: boolean }, at: number): void {
    const { reconnects, since } = this.#state;
    this.#state = {
      status: 'disconnected',
      since: lost ? at : since,
      reconnects: reconnects + (lost ? 1 : 0),
      lastError: { reason, at },
    };
    if (reason === this.#toldReason) return;
    this.#toldReason = reason;
    this.#log(lost ? 'warning' : 'error', reason, at);
  }

  systemUp(at: number): void {
    if (this.#systemFailures >= SYSTEM_FAILURES_TOLD) {
      this.#log('info', "The broker's figures and log are read again.", at);
    }
    this.#systemFailures = 0;
  }

  /** Only what concerns this connection alone is told: when both fail, the other one says why. */
  systemDown(reason: string, at: number): void {
    if (this.#state.status === 'disconnected') return;
    this.#systemFailures++;
    if (this.#systemFailures !== SYSTEM_FAILURES_TOLD) return;
    this.#log('warning', `No figures and no log lines of the broker: ${reason}`, at);
  }

  #log(severity: LogEntry['severity'], message: string, at: number): void {
    this.#tell({ source: 'mcm', severity, message, at });
  }
}
