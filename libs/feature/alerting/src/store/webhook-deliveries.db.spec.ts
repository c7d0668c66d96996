import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import type { WebhookContent } from '#contract';
import { Database } from '#platform';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import {
  countQueued,
  deliveriesBefore,
  dueDeliveries,
  expireDeliveries,
  findDelivery,
  forgetDeliveries,
  insertDelivery,
  recordAttempt,
  requeue,
  type Attempted,
} from './webhook-deliveries.js';
import { insertEndpoint, removeEndpoint, updateEndpoint } from './webhook-endpoints.js';

const DAY_MS = 86_400_000;
const WISH = { name: 'Hook', url: 'http://plant.example/', filters: {}, enabled: true };

let home: TemporaryFolder;
let database: Database;
let endpoint: number;
beforeEach(async () => {
  home = await temporaryFolder();
  database = await Database.open({ path: join(home.path, 'mcm.db'), entities: [] });
  endpoint = await database.write((tx) => insertEndpoint(tx, WISH, 0));
});
afterEach(async () => {
  await database.close();
  await home.remove();
});

const content = (rule?: number): WebhookContent => ({
  ...{ type: 'alert_firing', severity: 'info', source: 'host', message: 'm', observedAt: 'o' },
  ...(rule !== undefined && {
    rule: { id: rule, name: `r${rule}`, kind: 'disk_low', severity: 'info', labels: {} },
  }),
});
const add = (tx: EntityManager, id: string, rule?: number, at = 0) =>
  insertDelivery(tx, {
    id,
    endpointId: endpoint,
    content: content(rule),
    at,
    expiresAt: at + DAY_MS,
  });
const all = () =>
  deliveriesBefore(database.read, { before: Number.MAX_SAFE_INTEGER, limit: 5_000 });
const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

const due = (at: number) => dueDeliveries(database.read, at);

describe('what is due', () => {
  it('is the first of a rule, the oldest one that may be sent', async () => {
    await database.write(async (tx) => {
      for (const [id, rule] of [
        ['a', 1],
        ['b', 1],
        ['c', 2],
        ['d', undefined],
        ['e', undefined],
      ] as const) {
        await add(tx, id, rule);
      }
    });
    const attempt = (id: string, attempted: Partial<Attempted>) =>
      database.write((tx) =>
        recordAttempt(tx, id, { state: 'queued', at: 1, nextAttemptAt: 50, ...attempted }),
      );
    expect(ids(await due(0))).toEqual(['a']);
    await attempt('a', {});
    expect(ids(await due(2))).toEqual(['c']);
    await attempt('c', {});
    expect(ids(await due(2))).toEqual(['d']);
    await attempt('d', { state: 'delivered' });
    expect(ids(await due(2))).toEqual(['e']);
    await attempt('e', { state: 'delivered' });
    expect(ids(await due(2))).toEqual([]);
    expect(ids(await due(50))).toEqual(['a']);
    await attempt('a', { state: 'delivered' });
    expect(ids(await due(50))).toEqual(['b']);
    expect(await countQueued(database.read)).toBe(2);
  });

  it('is one for each endpoint, however many wait for another', async () => {
    await database.write(async (tx) => {
      for (let rule = 1; rule <= 150; rule++) await add(tx, `r${rule}`, rule);
      const other = await insertEndpoint(tx, { ...WISH, name: 'Other' }, 0);
      const wish = { id: 'other', content: content(1), at: 0, expiresAt: DAY_MS };
      await insertDelivery(tx, { ...wish, endpointId: other });
    });
    expect(ids(await due(0))).toEqual(['r1', 'other']);
  });

  it('is also what waits for a time that no attempt waits for: the clock was set back', async () => {
    await database.write(async (tx) => {
      await add(tx, 'new', 1, 400 * DAY_MS);
      await add(tx, 'tried', 2, 10);
      const attempted = { state: 'queued', at: 10, nextAttemptAt: 3_600_010 } as const;
      await recordAttempt(tx, 'tried', attempted);
    });
    expect(ids(await due(20))).toEqual(['new']);
    const again = { state: 'queued', at: 20, nextAttemptAt: 30 } as const;
    await database.write((tx) => recordAttempt(tx, 'new', again));
    expect(await findDelivery(database.read, 'new')).toMatchObject({ expiresAt: 20 + DAY_MS });
  });

  it('is nothing for an endpoint that is disabled, until its day is over', async () => {
    await database.write(async (tx) => {
      await add(tx, 'a', 1);
      await updateEndpoint(tx, endpoint, { ...WISH, enabled: false }, 1);
    });
    expect(await due(10)).toEqual([]);
    expect(await database.write((tx) => expireDeliveries(tx, DAY_MS - 1))).toBe(0);
    expect(await database.write((tx) => expireDeliveries(tx, DAY_MS))).toBe(1);
    expect(await findDelivery(database.read, 'a')).toMatchObject({
      ...{ state: 'given_up', lastError: 'The endpoint was disabled.' },
    });
  });

  it('goes with its endpoint', async () => {
    await database.write(async (tx) => {
      await add(tx, 'a');
      await removeEndpoint(tx, endpoint);
    });
    expect(await all()).toEqual([]);
  });
});

it('the oldest that waits is given up for one more than may wait', async () => {
  await database.write(async (tx) => {
    for (let number = 0; number < 1_001; number++) await add(tx, `d${number}`);
  });
  expect(await countQueued(database.read)).toBe(1_000);
  expect(await findDelivery(database.read, 'd0')).toMatchObject({
    ...{ state: 'given_up', lastError: 'More than 1000 deliveries waited for this endpoint.' },
  });
});

it('what ended a month ago is let go, and what waits is not', async () => {
  await database.write(async (tx) => {
    for (const id of ['old', 'new', 'waiting']) await add(tx, id);
    await recordAttempt(tx, 'old', { state: 'given_up', at: 1, nextAttemptAt: 1 });
    await recordAttempt(tx, 'new', { state: 'delivered', at: 2 * DAY_MS, nextAttemptAt: 1 });
    await forgetDeliveries(tx, 31 * DAY_MS);
  });
  expect(ids(await all())).toEqual(['waiting', 'new']);
});

it('the oldest are let go when all together are too large', async () => {
  await database.write(async (tx) => {
    for (const id of ['old', 'waiting', 'new', 'newest']) {
      const long = { ...content(), message: 'm'.repeat(30_000_000) };
      const times = { at: 0, expiresAt: DAY_MS };
      await insertDelivery(tx, { id, endpointId: endpoint, content: long, ...times });
      if (id === 'waiting') continue;
      await recordAttempt(tx, id, { state: 'delivered', at: 1, nextAttemptAt: 1, status: 200 });
    }
    await forgetDeliveries(tx, 2);
  });
  expect(ids(await all())).toEqual(['newest', 'new', 'waiting']);
});

it('what was delivered is not tried again, and what has ended takes no more attempts', async () => {
  await database.write(async (tx) => {
    await add(tx, 'a');
    await recordAttempt(tx, 'a', { state: 'delivered', at: 1, nextAttemptAt: 1, status: 200 });
    await requeue(tx, 'a', 5, 10);
    await recordAttempt(tx, 'a', { state: 'queued', at: 6, nextAttemptAt: 7, error: 'late' });
  });
  expect(await findDelivery(database.read, 'a')).toMatchObject({ state: 'delivered', attempts: 1 });
});
