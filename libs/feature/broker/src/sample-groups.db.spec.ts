import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { join } from 'node:path';
import { Database, loadConfig } from '#platform';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { BrokerSamples } from './broker-samples.js';
import { saveSample, type BrokerSample } from './store/broker-samples.js';

const MINUTE = 60_000;
const FIVE = 5 * MINUTE;
const NOON = Date.UTC(2026, 10, 25, 12);

let home: TemporaryFolder;
let database: Database;
let samples: BrokerSamples;
beforeAll(async () => {
  home = await temporaryFolder();
  const { config } = await loadConfig({ file: '/dev/null', env: {} });
  database = await Database.open({ path: join(home.path, 'mcm.db'), entities: [] });
  samples = new BrokerSamples(database, config, () => NOON);
});
afterEach(() => database.write((tx) => tx.query('DELETE FROM broker_samples')));
afterAll(async () => {
  await database.close();
  await home.remove();
});

const sample = (minute: number, change: Partial<BrokerSample> = {}): BrokerSample => ({
  ...{ at: NOON + minute * MINUTE, status: 'connected', messages: 1, payloadBytes: 10 },
  ...{ missedUpTo: 0, topics: 1, figures: {} },
  ...change,
});

const save = (...all: readonly BrokerSample[]) =>
  database.write(async (tx) => {
    for (const each of all) await saveSample(tx, each);
  });

describe('groups of samples', () => {
  it('are sums of what came, with the topics and figures of the last', async () => {
    await save(
      sample(0, { messages: 3, missedUpTo: 2, topics: 9, figures: { uptime: 100 } }),
      sample(4.5, { messages: 4, missedUpTo: 1, topics: 7, figures: { uptime: 370 } }),
      sample(5, { messages: 100 }),
    );
    expect(await samples.groups({ limit: 10 }, FIVE)).toEqual([
      { ...sample(5, { messages: 100 }), connectedMinutes: 1 },
      {
        ...{ at: NOON, status: 'connected', messages: 7, payloadBytes: 20, missedUpTo: 3 },
        ...{ topics: 7, figures: { uptime: 370 }, connectedMinutes: 2 },
      },
    ]);
  });

  it('tell that the broker was away for a part of it, and for how long it was not', async () => {
    const away = { status: 'disconnected' } as const;
    await save(sample(0), sample(0.5), sample(1, away), sample(2), sample(5, away));
    expect(await samples.groups({ limit: 10 }, FIVE)).toMatchObject([
      { at: NOON + FIVE, status: 'disconnected', connectedMinutes: 0 },
      { at: NOON, status: 'disconnected', connectedMinutes: 2 },
    ]);
  });

  it('are none where there are no samples', async () => {
    expect(await samples.groups({ limit: 10 }, FIVE)).toEqual([]);
    await save(sample(0));
    expect(await samples.groups({ since: NOON + 1, limit: 10 }, FIVE)).toEqual([]);
    expect(await samples.groups({ until: NOON, limit: 10 }, FIVE)).toEqual([]);
  });

  it('are of the samples between the times alone', async () => {
    await save(sample(1), sample(2), sample(3), sample(4));
    const between = { since: NOON + 2 * MINUTE, until: NOON + 4 * MINUTE, limit: 10 };
    expect(await samples.groups(between, FIVE)).toMatchObject([{ at: NOON, messages: 2 }]);
  });

  it('come to the same as all samples, however they are paged', async () => {
    const taken = fc.uniqueArray(fc.integer({ min: 0, max: 4_000 }), { maxLength: 60 });
    const property = fc.asyncProperty(
      taken,
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 5 }),
      async (seconds, minutes, limit) => {
        await database.write((tx) => tx.query('DELETE FROM broker_samples'));
        await save(...seconds.map((second) => sample(second / 60, { messages: second })));
        const every = minutes * MINUTE;
        const expected = new Map<number, number>();
        for (const second of [...seconds].sort((a, b) => b - a)) {
          const at = Math.floor((NOON + second * 1_000) / every) * every;
          expected.set(at, (expected.get(at) ?? 0) + second);
        }
        expect(await paged(limit, every)).toEqual([...expected]);
      },
    );
    await fc.assert(property, { numRuns: Number(process.env['MCM_SEARCH_RUNS'] ?? 30) });
  });
});

/** When and how many messages, page by page. */
async function paged(limit: number, every: number): Promise<(readonly [number, number])[]> {
  const all: (readonly [number, number])[] = [];
  let before: number | undefined;
  for (;;) {
    const page = await samples.groups({ limit, ...(before !== undefined && { before }) }, every);
    all.push(...page.map(({ at, messages }) => [at, messages] as const));
    before = page.at(-1)?.at;
    if (page.length < limit) return all;
  }
}
