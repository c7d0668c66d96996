import type { Status } from '../app/api/models';

const AT = '2026-11-23T14:20:31.000Z';

const CONNECTED: Omit<Status, 'sys'> = {
  version: '0.1.0',
  startedAt: AT,
  warnings: [],
  broker: {
    id: 'default',
    status: 'connected',
    since: AT,
    observedAt: AT,
    target: {
      host: '127.0.0.1',
      port: 1883,
      address: '127.0.0.1:1883',
      tlsEnabled: false,
      managed: true,
    },
    protocolVersion: '5.0',
    version: '2.0.11',
    reconnects: 0,
  },
  observer: {
    state: 'running',
    restarts: 0,
    messages: 0,
    payloadBytes: 0,
    topics: 0,
    evictedTopics: 0,
    evictedPayloads: 0,
    evictedHistory: 0,
    missedUpTo: 0,
    retained: 0,
    gaps: [],
    memoryUsed: 0,
    memoryBudget: 128_000_000,
  },
  traffic: {
    windowSeconds: 900,
    intervalSeconds: 10,
    messagesPerSecond: 0,
    bytesPerSecond: 0,
    points: [],
    busiest: [],
  },
  streams: 1,
};

/** The status of a connected broker; `figures` are its `$SYS` figures without `$SYS/broker/`. */
export function statusOf(
  change: Partial<Status> = {},
  figures: Readonly<Record<string, number | string>> = {},
): Status {
  const told = Object.entries({ uptime: 12, ...figures }).map(([name, value]) => ({
    topic: `$SYS/broker/${name}`,
    value,
    observedAt: AT,
  }));
  return { ...CONNECTED, sys: { observedAt: AT, figures: told }, ...change };
}
