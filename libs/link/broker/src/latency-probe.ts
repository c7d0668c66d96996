import type { BrokerTarget } from '#link/observer';
import { connect, type Connection } from './connect.js';

const ASK_EVERY_MS = 10;

/**
 * Measures how long the broker keeps a client waiting: it answers PINGREQ always, and with one thread not before it is
 * done with what it does for others.
 */
export class LatencyProbe {
  readonly #target: () => Promise<BrokerTarget>;
  readonly #timer: NodeJS.Timeout;
  #connection: Connection | undefined;
  #asked: number | undefined;
  #worst = 0;

  constructor(target: () => Promise<BrokerTarget>) {
    this.#target = target;
    this.#timer = setInterval(() => this.#ask(), ASK_EVERY_MS);
  }

  /** Connects where it is not connected, and forgets what was measured before. @throws BrokerUnreachable */
  async begin(): Promise<void> {
    this.#connection ??= await this.#open();
    this.#worst = 0;
    this.#ask();
  }

  /** The longest wait since then, in milliseconds; of one that goes on, as long as it has been. */
  worst(): number {
    const now = this.#asked === undefined ? 0 : performance.now() - this.#asked;
    return Math.max(this.#worst, now);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#connection?.close();
  }

  async #open(): Promise<Connection> {
    const connection = await connect({ target: await this.#target(), name: 'latency' });
    connection.client.on('packetreceive', ({ cmd }) => {
      if (cmd === 'pingresp') this.#hear();
    });
    // The plugin ends it over commands that concern its account.
    void connection.ended.then(() => {
      this.#connection = undefined;
      this.#asked = undefined;
    });
    return connection;
  }

  #ask(): void {
    if (this.#asked !== undefined || this.#connection === undefined) return;
    this.#asked = performance.now();
    this.#connection.client.sendPing();
  }

  #hear(): void {
    if (this.#asked === undefined) return;
    this.#worst = Math.max(this.#worst, performance.now() - this.#asked);
    this.#asked = undefined;
  }
}
