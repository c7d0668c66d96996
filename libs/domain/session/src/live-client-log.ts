import type { BrokerLine } from '#domain/mosquitto';
import type { LiveClient, LiveClients, LiveSubscription } from './live-client.js';
import { sessionLine, type ConnectingClient, type Ending } from './session-line.js';
import { SessionTable, type Connection } from './session-table.js';

const BUDGET_BYTES = 16 * 1024 * 1024;
/** Sockets of which it is not known yet who is at the other end. */
const MOST_SOCKETS = 1_000;

/**
 * Who is connected and subscribed to what, by the lines of the broker's log. Of whom it is in doubt it keeps: a client
 * that is there too long is shown until it connects again, one that were missing would be overlooked.
 */
export class LiveClientLog {
  readonly #table: SessionTable;
  readonly #sockets = new Set<string>();
  readonly #lateCloses = new LateCloses();
  #since: number | undefined;
  #connectionsLogged = false;
  #subscriptionsLogged = false;
  #leftOut = { clients: 0, subscriptions: 0, lines: 0 };

  /** Whose words the lines are, once it is known; until then they are read as those of either. */
  broker: BrokerLine | undefined;

  /** Takes about so many bytes at most. */
  constructor(budgetBytes = BUDGET_BYTES) {
    this.#table = new SessionTable(budgetBytes);
  }

  /** From `at` on, in ms since the epoch, all lines come. Some may have come already. */
  listening(at: number): void {
    this.#since = at;
  }

  /** Lines may be missed from now on: nobody is known any more. */
  notListening(): void {
    this.#since = undefined;
    this.#forgetAll();
    this.#connectionsLogged = false;
    this.#subscriptionsLogged = false;
    this.#leftOut = { clients: 0, subscriptions: 0, lines: 0 };
  }

  /** Takes a line as `logLine` of #domain/mosquitto makes it, in the order of the log; others do nothing. */
  take(message: string, at: number): void {
    const line = sessionLine(message);
    if (line === undefined) return;
    switch (line.kind) {
      case 'opened':
        this.#opened(line.address);
        break;
      case 'connected':
        this.#connected(line.client, at);
        break;
      case 'ended':
        this.#ended(line.readings, at);
        break;
      case 'expired':
        this.#table.forget(line.clientId);
        break;
      case 'subscribed':
        this.#subscribed(line.text);
        break;
      case 'unsubscribed':
        this.#unsubscribed(line.text);
        break;
      case 'none-left':
        this.#forgetAll();
        break;
      case 'unclear':
        this.#leftOut.lines++;
    }
  }

  snapshot(): LiveClients {
    return {
      ...(this.#since !== undefined && { since: this.#since }),
      connectionsLogged: this.#connectionsLogged,
      subscriptionsLogged: this.#subscriptionsLogged,
      clients: [...this.#table.connections].map(liveClient),
      leftOut: { ...this.#leftOut },
    };
  }

  #forgetAll(): void {
    this.#table.clear();
    this.#sockets.clear();
    this.#lateCloses.clear();
  }

  #opened(address: string): void {
    this.#connectionsLogged = true;
    this.#sockets.add(address);
    const [oldest] = this.#sockets;
    if (this.#sockets.size > MOST_SOCKETS && oldest !== undefined) this.#sockets.delete(oldest);
  }

  #connected(client: ConnectingClient, at: number): void {
    this.#connectionsLogged = true;
    const isWebSocket = !this.#sockets.delete(`${client.address}:${client.port}`);
    if (!this.#table.connect({ client, since: at, isWebSocket })) this.#leftOut.clients++;
  }

  #ended(readings: readonly Ending[], at: number): void {
    this.#connectionsLogged = true;
    const meant = wordedBy(this.broker, readings).filter((ending) =>
      isAbout(ending, this.#table.find(ending.clientId)),
    );
    const [ending] = meant;
    if (ending === undefined) return;
    if (meant.length > 1) {
      this.#leftOut.lines++;
      return;
    }
    const { clientId, address, how } = ending;
    if (address === undefined && how === 'cut' && this.#lateCloses.took(clientId, at)) return;
    const isWebSocket = this.#table.find(clientId)?.isWebSocket === true;
    if (address === undefined && how === 'taken-over' && isWebSocket) {
      this.#lateCloses.expect(clientId, at);
    }
    this.#table.leave(clientId);
  }

  #subscribed(text: string): void {
    this.#subscriptionsLogged = true;
    const candidates = [...splits(text, / ([012]) /g)].flatMap(([clientId, filter, qos]) => {
      const connection = this.#table.find(clientId);
      return connection === undefined || filter === '' ? [] : [{ connection, filter, qos }];
    });
    const [only] = candidates;
    if (candidates.length > 1) {
      for (const { connection } of candidates) connection.session.complete = false;
      this.#leftOut.lines++;
    } else if (only && !this.#table.subscribe(only.connection, only.filter, qosOf(only.qos))) {
      this.#leftOut.subscriptions++;
    }
  }

  #unsubscribed(text: string): void {
    const candidates = [...splits(text, / /g)].flatMap(([clientId, filter]) => {
      const connection = this.#table.find(clientId);
      return connection?.session.subscriptions.has(filter) ? [{ connection, filter }] : [];
    });
    const [only] = candidates;
    if (candidates.length > 1) this.#leftOut.lines++;
    else if (only) this.#table.unsubscribe(only.connection, only.filter);
  }
}

/** 2.0 never says an address, 2.1 wherever it can. */
function wordedBy(broker: BrokerLine | undefined, readings: readonly Ending[]): readonly Ending[] {
  if (broker === undefined) return readings;
  const addressed = readings.filter(({ address }) => address !== undefined);
  if (broker === '2.1' && addressed.length > 0) return addressed;
  return readings.filter(({ address }) => address === undefined);
}

/**
 * Whether the line can be about this connection. With an address it is about the one that has it: SIGHUP has 2.1 write
 * such lines for clients that are away. Without one, a refusal is about somebody who never was connected.
 */
function isAbout({ address, how }: Ending, connection: Connection | undefined): boolean {
  if (connection === undefined) return false;
  const { client } = connection;
  return address === undefined ? how !== 'refused' : address === `${client.address}:${client.port}`;
}

/** Each way to cut the text in two where the words are. */
function* splits(text: string, between: RegExp): Generator<[string, string, string]> {
  for (const cut of text.matchAll(between)) {
    const end = cut.index + cut[0].length;
    yield [text.slice(0, cut.index), text.slice(end), cut[1] ?? ''];
  }
}

const QOS: Readonly<Record<string, LiveSubscription['qos']>> = { 0: 0, 1: 1, 2: 2 };
const qosOf = (digit: string): LiveSubscription['qos'] => QOS[digit] ?? 0;

function liveClient({ client, since, session }: Connection): LiveClient {
  const subscriptions = [...session.subscriptions].map(([filter, of]) => ({ filter, ...of }));
  return { ...client, since, subscriptions, subscriptionsComplete: session.complete };
}

const LATE_MS = 10_000;
const MOST_LATE = 1_000;

/**
 * When a WebSocket connection to 2.0 is taken over, the line that it was closed comes after the one of its successor
 * (measured on 2.0.11). It is not about the successor.
 */
class LateCloses {
  readonly #expected = new Map<string, { count: number; until: number }>();

  clear(): void {
    this.#expected.clear();
  }

  expect(clientId: string, at: number): void {
    const count = (this.#expected.get(clientId)?.count ?? 0) + 1;
    this.#expected.delete(clientId);
    this.#expected.set(clientId, { count, until: at + LATE_MS });
    const [oldest] = this.#expected.keys();
    if (this.#expected.size > MOST_LATE && oldest !== undefined) this.#expected.delete(oldest);
  }

  /** Whether a line that is expected late has come. */
  took(clientId: string, at: number): boolean {
    const expected = this.#expected.get(clientId);
    if (expected === undefined) return false;
    expected.count--;
    if (expected.count === 0 || at > expected.until) this.#expected.delete(clientId);
    return at <= expected.until;
  }
}
