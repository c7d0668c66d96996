import type { LiveSubscription } from './live-client.js';
import type { ConnectingClient } from './session-line.js';

/** What a client id has subscribed to, while it is connected and, where it may stand, afterwards. */
export interface Session {
  readonly subscriptions: Map<string, Pick<LiveSubscription, 'qos' | 'fromBefore'>>;
  complete: boolean;
  /** What it takes of the budget. */
  bytes: number;
}

export interface Connection {
  readonly client: ConnectingClient;
  readonly since: number;
  /** It came without a line about its socket, as WebSocket connections to 2.0 do. */
  readonly isWebSocket: boolean;
  readonly session: Session;
}

/** What entries take besides their texts, roughly. */
const CONNECTION_BYTES = 300;
const SESSION_BYTES = 200;
const SUBSCRIPTION_BYTES = 150;

/** The sessions of those who are connected, and of those who may come back to them, within a budget of bytes. */
export class SessionTable {
  readonly #connected = new Map<string, Connection>();
  /** Those who have been away for the longest come first, and go first when there is no room. */
  readonly #away = new Map<string, Session>();
  #bytes = 0;

  constructor(private readonly budget: number) {}

  get connections(): Iterable<Connection> {
    return this.#connected.values();
  }

  find(clientId: string): Connection | undefined {
    return this.#connected.get(clientId);
  }

  clear(): void {
    this.#connected.clear();
    this.#away.clear();
    this.#bytes = 0;
  }

  /** In place of the connection of that client id, if there is one. Answers whether there was room. */
  connect(connection: Omit<Connection, 'session'>): boolean {
    const { clientId, cleanStart } = connection.client;
    this.leave(clientId);
    if (cleanStart) this.forget(clientId);
    const earlier = this.#away.get(clientId);
    this.#away.delete(clientId);
    const session = earlier ? broughtBack(earlier) : freshSession(cleanStart);
    const bytes = connectionBytes(connection) + (earlier ? 0 : SESSION_BYTES);
    if (!this.#makeRoom(bytes)) {
      this.#bytes -= session.bytes;
      return false;
    }
    this.#bytes += bytes;
    if (!earlier) session.bytes = SESSION_BYTES;
    this.#connected.set(clientId, { ...connection, session });
    return true;
  }

  /** The client is connected no more; its session stays where it may. */
  leave(clientId: string): void {
    const connection = this.#connected.get(clientId);
    if (connection === undefined) return;
    const { client, session } = connection;
    this.#connected.delete(clientId);
    this.#bytes -= connectionBytes(connection);
    // Before 5.0 Clean Session ends it (MQTT 3.1.1 section 3.1.2.4), in 5.0 an interval that is not logged.
    if (client.cleanStart && client.protocol !== '5.0') this.#bytes -= session.bytes;
    else this.#away.set(clientId, session);
  }

  /** The session of a client that is away is gone. */
  forget(clientId: string): void {
    this.#bytes -= this.#away.get(clientId)?.bytes ?? 0;
    this.#away.delete(clientId);
  }

  /** Answers whether there was room. */
  subscribe({ session }: Connection, filter: string, qos: LiveSubscription['qos']): boolean {
    const bytes = session.subscriptions.has(filter) ? 0 : subscriptionBytes(filter);
    if (!this.#makeRoom(bytes)) {
      session.complete = false;
      return false;
    }
    session.bytes += bytes;
    this.#bytes += bytes;
    session.subscriptions.set(filter, { qos, fromBefore: false });
    return true;
  }

  unsubscribe({ session }: Connection, filter: string): void {
    if (!session.subscriptions.delete(filter)) return;
    session.bytes -= subscriptionBytes(filter);
    this.#bytes -= subscriptionBytes(filter);
  }

  #makeRoom(bytes: number): boolean {
    while (this.#bytes + bytes > this.budget) {
      const [longestAway] = this.#away.keys();
      if (longestAway === undefined) return false;
      this.forget(longestAway);
    }
    return true;
  }
}

const freshSession = (complete: boolean): Session => ({
  ...{ subscriptions: new Map(), complete, bytes: 0 },
});

function broughtBack(session: Session): Session {
  for (const [filter, { qos }] of session.subscriptions) {
    session.subscriptions.set(filter, { qos, fromBefore: true });
  }
  return session;
}

function connectionBytes({ client }: Pick<Connection, 'client'>): number {
  const { clientId, username = '', address } = client;
  return CONNECTION_BYTES + 2 * (clientId.length + username.length + address.length);
}

const subscriptionBytes = (filter: string): number => SUBSCRIPTION_BYTES + 2 * filter.length;
