import type { AccessDraftDto } from '#feature/acl';
import type { StatusDto } from '#feature/broker';
import { observedTarget, type BackupsDto } from '#feature/ops';
import { reachBroker, type Reached } from '#link/observer';
import type { Config } from '#platform';
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

/** Looks as MCM itself does. */
async function reach(config: Config): Promise<Reached & { readonly port: number }> {
  const target = await observedTarget(config);
  return { port: target.port, ...(await reachBroker(target, PATIENCE_MS)) };
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
  const told = (await answer.json()) as StatusDto;
  const { broker, observer, traffic, version, startedAt } = told;
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
      'MCM started': startedAt,
      'Mosquitto version': broker.version ?? 'not told',
      [status === 'connected' ? 'Connected since' : 'Disconnected since']: broker.since,
      'Topics seen': observer.topics,
      'Messages seen': observer.messages,
      'Messages per second': Number(traffic.messagesPerSecond.toFixed(1)),
      ...(await moreFacts(url, token)),
    },
  };
}

/** What waits for somebody; each left out when this token may not see it. */
async function moreFacts(url: string, token: string): Promise<NonNullable<Overview['facts']>> {
  const ask = async <T>(path: string): Promise<T | undefined> => {
    const answer = await get(`${url}${path}`, { authorization: `Bearer ${token}` });
    return typeof answer === 'string' || !answer.ok ? undefined : ((await answer.json()) as T);
  };
  const [firing, draft, kept] = await Promise.all([
    ask<{ readonly firing: number }>('/api/v1/alerts?state=firing&limit=1'),
    ask<AccessDraftDto>('/api/v1/access/draft'),
    ask<BackupsDto>('/api/v1/backups'),
  ]);
  return {
    ...(firing && { 'Alerts firing': firing.firing }),
    ...(draft && { 'Access changes not applied': draft.changes.length }),
    ...(kept && { 'Last backup': lastBackup(kept) }),
  };
}

/** The newest that can be restored; they come newest first. */
function lastBackup({ backups }: BackupsDto): string {
  return backups.find(({ schemaVersion }) => schemaVersion !== undefined)?.madeAt ?? 'none';
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
