import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { IConnackPacket, MqttClient } from 'mqtt';
import {
  describeFailure,
  nextPlan,
  openSession,
  openSocket,
  outcomeOf,
  versionOf,
  type BrokerTarget,
  type Failure,
  type VersionPlan,
} from '#link/observer';
import { BrokerUnreachable } from './errors.js';

export interface ConnectOptions {
  readonly target: BrokerTarget;
  /** `mcm-<name>-<random>` becomes the client id. */
  readonly name: string;
  /** Another stream than the plain socket; see `openSession` for `heard`. */
  readonly openStream?: (protocolVersion: 4 | 5, heard: () => void) => Duplex;
  /** Aborted when nobody waits for the connection any more. */
  readonly signal?: AbortSignal;
}

/** How long a broker may take to close the connection after our goodbye. */
const GOODBYE_MS = 1_000;

/** A connection that the broker accepted. */
export interface Connection {
  readonly client: MqttClient;
  readonly protocolVersion: 4 | 5;
  /** What CONNACK said. */
  readonly answer: IConnackPacket;
  /** Resolves when it ends, whoever ended it. */
  readonly ended: Promise<Failure>;
  /** Says goodbye, and resolves when the connection is closed. */
  close(): Promise<void>;
}

type Attempt = Connection | { readonly failure: Failure };

/**
 * Connects once, with MQTT 5 or, to a broker that does not know it, 3.1.1. Rejects with
 * {@link BrokerUnreachable}.
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  for (let plan: VersionPlan = 'five'; ;) {
    const attempt = await tryOnce(options, versionOf(plan));
    if ('client' in attempt) {
      if (plan !== 'perhaps-four') return attempt;
      // It is up, so silence on MQTT 5 may have been its start: ask once more.
      await attempt.close();
    }
    plan = nextPlan(plan, 'failure' in attempt ? outcomeOf(attempt.failure) : 'connected');
    if ((plan === 'five' || options.signal?.aborted) && 'failure' in attempt) {
      const { failure } = attempt;
      throw new BrokerUnreachable(describeFailure(failure, options.target), { failure });
    }
  }
}

function tryOnce(
  { target, name, openStream, signal }: ConnectOptions,
  protocolVersion: 4 | 5,
): Promise<Attempt> {
  const ended = Promise.withResolvers<Failure>();
  return new Promise((resolve) => {
    const session = openSession({
      ...{ target, protocolVersion },
      clientId: `mcm-${name}-${randomBytes(6).toString('hex')}`,
      openStream: (heard) => openStream?.(protocolVersion, heard) ?? openSocket(target),
      onConnected: (client, answer) => {
        const close = async () => {
          session.end();
          const impatient = setTimeout(() => client.stream.destroy(), GOODBYE_MS);
          await ended.promise;
          clearTimeout(impatient);
        };
        // What it has not answered, a goodbye would wait for.
        giveUp = () => void close();
        resolve({ client, protocolVersion, answer, ended: ended.promise, close });
      },
      onEnd: (failure) => {
        signal?.removeEventListener('abort', abandon);
        resolve({ failure });
        ended.resolve(failure);
      },
    });
    let giveUp = () => {
      session.end();
    };
    const abandon = () => {
      giveUp();
    };
    signal?.addEventListener('abort', abandon);
  });
}
