import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BrokerSamples, BrokerService } from '#feature/broker';
import { Database } from '#platform';
import { startMosquitto, until, type TestBroker } from '#testing';
import { bearer, serve, type Served } from './served.js';

interface Sample {
  readonly at: string;
  readonly status: string;
  readonly messages: number;
  readonly figures: Readonly<Record<string, number>>;
}
interface Page {
  readonly samples: readonly Sample[];
  readonly nextCursor?: number;
}

const LONG_AGO = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const CLIENTS = '$SYS/broker/clients/connected';

let broker: TestBroker;
let served: Served;
let token: string;
beforeAll(async () => {
  broker = await startMosquitto({ conf: ['sys_interval 1'] });
  served = await serve({
    env: { MCM_MOSQUITTO_PORT: String(broker.port), MCM_METRICS_BROKER_RETENTION: '3650d' },
  });
  token = await served.logIn();
});
afterAll(async () => {
  await served.stop();
  await broker.stop();
});

const ask = (query = '') =>
  served.ask(`/api/v1/broker/samples${query}`, { headers: bearer(token) });
const page = async (query?: string) => (await ask(query)).body as Page;
const time = (minute: number) => new Date(LONG_AGO + minute * MINUTE).toISOString();

describe('samples of the broker', () => {
  it('are taken soon after the start, though nobody asks', async () => {
    await until(async () => (await page()).samples.length > 0);
    const [first] = (await page()).samples;
    expect(Date.parse(first?.at ?? '')).toBeLessThanOrEqual(Date.now());
  });

  it('hold what is really there', async () => {
    const observed = served.app.get(BrokerService);
    const messages = async () =>
      (await page()).samples.reduce((sum, sample) => sum + sample.messages, 0);
    const before = await messages();
    const client = await broker.connect();
    await until(async () => {
      await client.publishAsync('plant/a', 'x', { qos: 1 });
      const { counters, sys } = observed.snapshot();
      return counters.messages > before && sys.figures.some(({ topic }) => topic === CLIENTS);
    });
    await served.app.get(BrokerSamples).record(observed.snapshot());
    const [latest] = (await page()).samples;
    expect(latest).toMatchObject({ status: 'connected', missedUpTo: 0, topics: 1 });
    // In the latest, or in one that was taken by itself a moment before.
    expect(await messages()).toBeGreaterThan(before);
    expect(latest?.figures['clients/connected']).toBeGreaterThan(0);
  });

  it('are answered page by page, newest first, and between two times', async () => {
    const minutes = Array.from({ length: 7 }, (_, minute) => LONG_AGO + minute * MINUTE);
    await served.app.get(Database).write((tx) =>
      tx.query(
        `INSERT INTO broker_samples
         SELECT value, 'connected', 1, 1, 0, 1, '{}' FROM json_each(?)`,
        [JSON.stringify(minutes)],
      ),
    );
    const first = await page(`?until=${time(6)}&limit=4`);
    expect(first.samples.map(({ at }) => at)).toEqual([time(5), time(4), time(3), time(2)]);
    const rest = await page(`?until=${time(6)}&limit=4&cursor=${first.nextCursor ?? ''}`);
    expect(rest.samples.map(({ at }) => at)).toEqual([time(1), time(0)]);
    expect(rest).not.toHaveProperty('nextCursor');
    const between = await page(`?since=${time(2)}&until=${time(4)}`);
    expect(between.samples.map(({ at }) => at)).toEqual([time(3), time(2)]);
  });

  it('are answered in groups, page by page', async () => {
    const first = await page(`?until=${time(7)}&every=180&limit=2`);
    expect(first.samples).toMatchObject([
      { at: time(6), status: 'connected', messages: 1, connectedMinutes: 1 },
      { at: time(3), status: 'connected', messages: 3, connectedMinutes: 3 },
    ]);
    const rest = await page(`?until=${time(7)}&every=180&cursor=${first.nextCursor ?? ''}`);
    expect(rest.samples).toMatchObject([{ at: time(0), messages: 3, connectedMinutes: 3 }]);
    expect(rest).not.toHaveProperty('nextCursor');
  });

  it.each([
    'every=0',
    'every=59',
    'every=90',
    'every=86460',
    'every=hour',
    'limit=0',
    'limit=501',
    'since=yesterday',
    'cursor=x',
    `since=${time(2)}&until=${time(1)}`,
  ])('are refused for %s', async (query) => {
    const { status, problem } = await ask(`?${query}`);
    expect([status, problem.type]).toEqual([400, '/problems/validation-failed']);
  });
});
