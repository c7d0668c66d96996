import { join } from 'node:path';
import { textOf } from '#domain/mosquitto';
import { brokerTarget, type StatusDto } from '#feature/broker';
import { managedBrokerIn } from '#link/host';
import { reachBroker, type Reached } from '#link/observer';
import { dataFolder, type Config } from '#platform';
import { whyNoAnswer } from './no-answer.js';

const PATIENCE_MS = 5_000;

/** What `mcm status` tells. */
export interface Overview {
  readonly server: {
    readonly url: string;
    readonly status: 'ready' | 'not ready' | 'refused' | 'unreachable';
    readonly reason?: string;
  };
  readonly broker: {
    readonly target: string;
    readonly tls: boolean;
    readonly status: 'connected' | 'disconnected' | 'unknown';
    readonly reason?: string;
  };
  /** With a token only, by the words they are shown under. */
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** Looks from outside: is the server ready, and does the broker let us in? */
export async function askWhetherReady(url: string, config: Config): Promise<Overview> {
  const { host, tls } = config.mosquitto;
  const [server, { port, ...reached }] = await Promise.all([readiness(url), reach(config)]);
  return { server, broker: { target: `${host}:${port}`, tls: tls.enabled, ...reached } };
}

/** Looks as MCM itself does; of a broker that MCM runs, its folder says where it is and how to log in. */
async function reach(config: Config): Promise<Reached & { readonly port: number }> {
  const target = await brokerTarget(config);
  const { port = target.port, login } = config.mosquitto.managed ? await managed(config) : {};
  const account = login && {
    username: login.username,
    password: textOf(login.password.reveal()),
  };
  return { port, ...(await reachBroker({ ...target, port, ...account }, PATIENCE_MS)) };
}

async function managed(config: Config): ReturnType<typeof managedBrokerIn> {
  try {
    return await managedBrokerIn(join(dataFolder(config), 'mosquitto'));
  } catch (error) {
    // EACCES: the folder is for MCM alone; others look as anybody would.
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    return {};
  }
}

/** Asks the server for all it knows. */
export async function askStatus(url: string, token: string): Promise<Overview> {
  const answer = await get(`${url}/api/v1/status`, { authorization: `Bearer ${token}` });
  if (typeof answer === 'string') return unknown({ url, status: 'unreachable', reason: answer });
  if (answer.status === 401) {
    return unknown({ url, status: 'refused', reason: 'the token is not valid; log in again' });
  }
  if (!answer.ok) {
    return unknown({ url, status: 'not ready', reason: `it answered ${answer.status}` });
  }
  const { broker, observer, traffic, version } = (await answer.json()) as StatusDto;
  const { status, target, lastError } = broker;
  return {
    server: { url, status: 'ready' },
    broker: {
      target: target.address,
      tls: target.tlsEnabled,
      status,
      ...(status === 'disconnected' && lastError && { reason: lastError.reason }),
    },
    facts: {
      'MCM version': version,
      'Mosquitto version': broker.version ?? 'not told',
      'Topics seen': observer.topics,
      'Messages seen': observer.messages,
      'Messages per second': Number(traffic.messagesPerSecond.toFixed(1)),
    },
  };
}

/** Without the server's answer nothing is known of the broker it watches. */
const unknown = (server: Overview['server']): Overview => ({
  server,
  broker: { target: 'unknown', tls: false, status: 'unknown' },
});

async function readiness(url: string): Promise<Overview['server']> {
  const answer = await get(`${url}/readyz`, {});
  if (typeof answer === 'string') return { url, status: 'unreachable', reason: answer };
  return answer.ok ? { url, status: 'ready' } : { url, status: 'not ready' };
}

/** The answer, or in words why there is none. */
async function get(url: string, headers: Record<string, string>): Promise<Response | string> {
  try {
    return await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    // TypeError (nobody listens, no such host) or TimeoutError: what we were asked to find out.
    return whyNoAnswer(url, error);
  }
}
