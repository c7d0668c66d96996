import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import type { ObserverSnapshot } from '#link/observer';
import { Database, loadConfig, type Config } from '#platform';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { BrokerSamples } from './broker-samples.js';

const NOON = Date.UTC(2026, 10, 25, 12);
const MINUTE = 60_000;
const DAY = 86_400_000;

let home: TemporaryFolder;
let config: Config;
let database: Database;
let now: number;
let samples: BrokerSamples;
beforeEach(async () => {
  home = await temporaryFolder();
  ({ config } = await loadConfig({ file: '/dev/null', env: {} }));
  now = NOON;
  await open();
});
afterEach(async () => {
  await database.close();
  await home.remove();
});

async function open(): Promise<void> {
  database = await Database.open({ path: join(home.path, 'mcm.db'), entities: [] });
  samples = new BrokerSamples(database, config, () => now);
}

interface Seen {
  readonly messages?: number;
  readonly missedUpTo?: number;
  readonly restarts?: number;
  readonly status?: 'connected' | 'disconnected';
  readonly figures?: Readonly<Record<string, number | string>>;
}

const snapshot = ({
  messages = 0,
  missedUpTo = 0,
  restarts = 0,
  status = 'connected',
  figures = {},
}: Seen): ObserverSnapshot => ({
  ...{ state: 'running', restarts, observedAt: now, missedUpTo, tickLateMs: 0 },
  connection: { status, since: 0, reconnects: 0 },
  counters: {
    ...{ messages, payloadBytes: messages * 10, topics: 7, levels: 9, retained: 0, memoryUsed: 0 },
    ...{ memoryBudget: 1_000, evictedTopics: 0, evictedPayloads: 0, evictedHistory: 0 },
  },
  ...{ rates: { messages: 0, payloadBytes: 0 }, points: [], busiest: [], gaps: [] },
  sys: {
    figures: Object.entries(figures).map(([name, value]) => ({
      ...{ topic: `$SYS/broker/${name}`, value, at: now },
    })),
  },
});

/** Takes one a minute. */
async function record(...all: readonly Seen[]): Promise<void> {
  for (const seen of all) {
    now += MINUTE;
    await samples.record(snapshot(seen));
  }
}

const all = () => samples.page({ limit: 100 });
const messages = async () => (await all()).map((sample) => sample.messages);

describe('samples of the broker', () => {
  it('hold what came since the one before, and the figures that are looked at days later', async () => {
    const figures = {
      ...{ 'clients/connected': 3, 'retained messages/count': 12, version: 'mosquitto 2.0' },
      'load/messages/sent/1min': 4.5,
    };
    await record({ messages: 5 }, { messages: 12, missedUpTo: 2, figures });
    expect(await all()).toEqual([
      {
        ...{ at: NOON + 2 * MINUTE, status: 'connected', messages: 7, payloadBytes: 70 },
        ...{ missedUpTo: 2, topics: 7 },
        figures: { 'clients/connected': 3, 'retained messages/count': 12 },
      },
      {
        ...{ at: NOON + MINUTE, status: 'connected', messages: 5, payloadBytes: 50 },
        ...{ missedUpTo: 0, topics: 7, figures: {} },
      },
    ]);
  });

  it('have no figures while the broker is away, which may be true no more', async () => {
    await record({ status: 'disconnected', figures: { 'clients/connected': 3 } });
    expect(await all()).toMatchObject([{ status: 'disconnected', figures: {} }]);
  });

  it('go on when the observer began again from nought', async () => {
    await record({ messages: 10 }, { messages: 4, restarts: 1 }, { messages: 6, restarts: 1 });
    expect(await messages()).toEqual([2, 4, 10]);
  });

  it('are there again after a restart', async () => {
    await record({ messages: 5 }, { messages: 8 });
    const before = await all();
    await database.close();
    await open();
    await record({ messages: 1 });
    const [first, ...rest] = await all();
    expect([first?.messages, rest]).toEqual([1, before]);
  });

  it('lose nothing while they cannot be written', async () => {
    await record({ messages: 5 });
    const run = (sql: string) => database.write((tx) => tx.query(sql));
    await run(`CREATE TRIGGER full BEFORE INSERT ON broker_samples
               BEGIN SELECT RAISE(ABORT, 'no room'); END`);
    await expect(record({ messages: 8 })).rejects.toThrow('no room');
    await run('DROP TRIGGER full');
    await record({ messages: 9 });
    expect(await messages()).toEqual([4, 5]);
  });

  it('are forgotten after metrics.broker_retention', async () => {
    await record({ messages: 1 });
    now += 7 * DAY - MINUTE;
    await record({ messages: 2 });
    expect(await messages()).toEqual([1, 1]);
    await record({ messages: 4 });
    expect(await messages()).toEqual([2, 1]);
  });

  it('of a time to which the clock was set back are written anew', async () => {
    await record({ messages: 1 });
    now -= MINUTE;
    await record({ messages: 3 });
    expect(await messages()).toEqual([2]);
  });
});
