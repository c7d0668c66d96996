import type { BrokerTarget } from '#link/observer';
import { connect, type Connection } from './connect.js';
import { fence } from './fence.js';

const DROPPED = '$SYS/broker/publish/messages/dropped';
/** Changes each time the broker publishes its figures, and is published in the same go. */
const UPTIME = '$SYS/broker/uptime';
/** Mosquitto publishes its figures every 10 s unless `sys_interval` says otherwise. */
const PATIENCE_MS = 15_000;

/**
 * How many messages the broker has dropped, for all its clients. Its count is exact, but comes only with its
 * other figures. On a connection of its own: a busy one is where figures get lost, too.
 */
export class DroppedCount {
  readonly #connection: Connection;
  #count: number | undefined;
  #ticks = 0;
  #onTick: (() => void) | undefined;

  private constructor(connection: Connection) {
    this.#connection = connection;
    connection.client.on('message', (topic, payload) => this.#hear(topic, payload.toString()));
  }

  /** Nothing when the broker does not tell its figures to us. */
  static async open(target: BrokerTarget): Promise<DroppedCount | undefined> {
    const connection = await connect({ target, name: 'figures' });
    const count = new DroppedCount(connection);
    // A refusal is silence, here.
    connection.client.subscribe([DROPPED, UPTIME], { qos: 1 }, () => undefined);
    const told = fence(connection).then(() => count.#count !== undefined && count.#ticks > 0);
    if (await told.catch(() => false)) return count; // what ails the broker is told by the other connection
    await count.close();
    return undefined;
  }

  /** As of the last time that the broker told. */
  get last(): number {
    return this.#count ?? 0;
  }

  /** What the broker says next; nothing when it does not. */
  async next(): Promise<number | undefined> {
    const before = this.#ticks;
    await Promise.race([this.#tick(), this.#connection.ended]);
    if (this.#ticks === before) return undefined;
    await fence(this.#connection);
    return this.#count;
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  #tick(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MS);
      this.#onTick = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #hear(topic: string, payload: string): void {
    if (topic === DROPPED) this.#count = Number(payload);
    if (topic !== UPTIME) return;
    this.#ticks++;
    this.#onTick?.();
  }
}
