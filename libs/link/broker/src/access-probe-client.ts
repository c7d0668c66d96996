import { randomBytes } from 'node:crypto';
import type { IConnackPacket, MqttClient } from 'mqtt';
import { openSession, type Failure } from '#link/observer';
import type { Connection } from './connect.js';
import { BrokerUnreachable, PublishRefused } from './errors.js';
import { fence } from './fence.js';
import { describeLoss, openPlace, targetOf, type ProbePlace } from './access-probe-place.js';
import { PublishLine } from './publish-line.js';

/** How somebody logs in. */
export interface ProbeLogin {
  readonly clientId: string;
  readonly username?: string;
  readonly password?: string;
}

/** As whom something is sent; the client id is a random one when left out. */
export type ProbeAccount = Partial<ProbeLogin>;

/** `unanswered`: the broker said something else than yes or no, such as that a quota is used up. */
export type Word = 'allowed' | 'denied' | 'unanswered';

const NOT_AUTHORIZED = 0x87;
/** CONNACK's reasons that are about the client, and not about the broker (MQTT 5 section 3.2.2.2). */
const REFUSALS: ReadonlySet<number> = new Set([0x85, 0x86, NOT_AUTHORIZED, 0x8a, 0x8c]);
/** Filters in one SUBSCRIBE: far below what fits into a packet with topics of the usual length. */
const FILTERS_AT_ONCE = 100;
const GOODBYE_MS = 1_000;
const NO_PROPERTIES = new Uint8Array();

/** A client that asks the broker what it may do, by doing it. */
export class ProbeClient {
  readonly #connection: Connection;
  readonly #place: ProbePlace;
  readonly #line: PublishLine;
  readonly #heard = new Set<string>();

  private constructor(connection: Connection, place: ProbePlace) {
    this.#connection = connection;
    this.#place = place;
    this.#line = new PublishLine(connection, targetOf(place));
    connection.client.on('message', (topic, payload) =>
      this.#heard.add(noteOf(topic, payload.toString('latin1'))),
    );
  }

  /**
   * Logs in, with MQTT 5, in which alone every question is answered; answers 'refused' when the broker does not
   * let the client in. An abort of `signal` ends the connection. @throws BrokerUnreachable
   */
  static async open(
    place: ProbePlace,
    login: ProbeAccount,
    signal: AbortSignal,
  ): Promise<ProbeClient | 'refused'> {
    const attempt = await logIn(place, login, signal);
    if ('client' in attempt) return new ProbeClient(attempt, place);
    const { failure } = attempt;
    if (failure.kind === 'refused' && REFUSALS.has(failure.code)) return 'refused';
    throw new BrokerUnreachable(describeLoss(failure, place));
  }

  /** Publishes with QoS 1, which the broker answers, and never retained. @throws BrokerUnreachable */
  async publish(topic: string, payload: string): Promise<Word> {
    try {
      await this.#line.send({
        ...{ topic, payload: Buffer.from(payload, 'latin1'), qos: 1, retain: false },
        properties: NO_PROPERTIES,
      });
      return 'allowed';
    } catch (error) {
      // What the broker will not have is what is asked here.
      if (!(error instanceof PublishRefused)) throw error;
      return error.code === NOT_AUTHORIZED ? 'denied' : 'unanswered';
    }
  }

  /** Asks for each of the filters, without what is retained. @throws BrokerUnreachable */
  async subscribe(filters: readonly string[]): Promise<ReadonlyMap<string, Word>> {
    const words = new Map<string, Word>();
    const all = [...new Set(filters)];
    for (let at = 0; at < all.length; at += FILTERS_AT_ONCE) {
      const some = all.slice(at, at + FILTERS_AT_ONCE);
      const codes = await this.#granted(some);
      for (const [index, filter] of some.entries()) words.set(filter, wordOf(codes[index]));
    }
    return words;
  }

  /** Whether that message has come, once {@link ProbeClient.settled} has resolved. */
  hasHeard(topic: string, payload: string): boolean {
    return this.#heard.has(noteOf(topic, payload));
  }

  /** Resolves when all has come that the broker had for us. @throws BrokerUnreachable */
  settled(): Promise<void> {
    return fence(this.#connection);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  #granted(filters: readonly string[]): Promise<readonly number[]> {
    const { client, ended } = this.#connection;
    return new Promise((resolve, reject) => {
      void ended.then((failure) =>
        reject(new BrokerUnreachable(describeLoss(failure, this.#place))),
      );
      // An error is either a refusal, which the packet tells as well, or the end of the connection.
      client.subscribe([...filters], { qos: 0, rh: 2 }, (_error, _grants, packet) => {
        if (packet) resolve(packet.granted.map(Number));
      });
    });
  }
}

type Attempt = Connection | { readonly failure: Failure };

function logIn(place: ProbePlace, login: ProbeAccount, signal: AbortSignal): Promise<Attempt> {
  const { clientId = `mcm-probe-${randomBytes(6).toString('hex')}`, ...account } = login;
  const ended = Promise.withResolvers<Failure>();
  let connected: MqttClient | undefined;
  return new Promise((resolve) => {
    const session = openSession({
      target: { ...targetOf(place), ...account },
      clientId,
      protocolVersion: 5,
      openStream: () => openPlace(place),
      onConnected: (client, answer) => {
        connected = client;
        resolve(connectionOf({ client, answer, ended: ended.promise, end: () => session.end() }));
      },
      onEnd: (failure) => {
        signal.removeEventListener('abort', giveUp);
        resolve({ failure });
        ended.resolve(failure);
      },
    });
    // A goodbye would wait for answers that are still to come.
    const giveUp = () => (connected ? connected.stream.destroy() : session.end());
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
  });
}

interface Opened {
  readonly client: MqttClient;
  readonly answer: IConnackPacket;
  readonly ended: Promise<Failure>;
  readonly end: () => void;
}

function connectionOf({ client, answer, ended, end }: Opened): Connection {
  const close = async () => {
    end();
    const impatient = setTimeout(() => client.stream.destroy(), GOODBYE_MS);
    await ended;
    clearTimeout(impatient);
  };
  return { client, answer, ended, protocolVersion: 5, close };
}

function wordOf(code = NOT_AUTHORIZED): Word {
  if (code < 0x80) return 'allowed';
  return code === NOT_AUTHORIZED ? 'denied' : 'unanswered';
}

const noteOf = (topic: string, payload: string) => `${payload}\0${topic}`;
