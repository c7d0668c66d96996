import { expect, it } from '@jest/globals';
import { join } from 'node:path';
import { startMosquitto, temporaryFolder, type TestBroker } from '#testing';
import { RetainedClient } from './retained-client.js';
import { serve, type Served } from './served.js';

/** Enough for a deletion to be on its way for a while; `make nightly` takes more. */
const MESSAGES = process.env['MCM_SEARCH_RUNS'] === undefined ? 2_500 : 20_000;

async function keepMany(broker: TestBroker): Promise<void> {
  const plant = await broker.connect();
  await Promise.all(
    Array.from({ length: MESSAGES }, (_, i) =>
      plant.publishAsync(`plant/${i}`, `${i}`, { qos: 1, retain: true }),
    ),
  );
}
const serveOn = ({ port }: TestBroker, env = {}) =>
  serve({ env: { MCM_MOSQUITTO_PORT: String(port), ...env } });
const clientOf = async (served: Served) => new RetainedClient(served.as(await served.logIn()));

it('a stop ends a deletion between two messages; after the next start it can be undone', async () => {
  const home = await temporaryFolder();
  const env = { MCM_DATABASE_PATH: join(home.path, 'mcm.db') };
  const broker = await startMosquitto({ conf: ['sys_interval 1'] });
  await keepMany(broker);
  const first = await serveOn(broker, env);
  const before = await clientOf(first);
  const id = await before.begun(await before.remove((await before.preview('plant/#')).id));
  await first.stop();

  const second = await serveOn(broker, env);
  const after = await clientOf(second);
  const found = await after.look(id);
  expect(found).toMatchObject({ state: 'interrupted', reason: 'MCM was stopped while it ran.' });
  const { messages: left } = await after.preview('plant/#');
  expect(left).toBeGreaterThan(0);
  expect(found['deleted']).toBe(MESSAGES - left);
  const back = await after.ended(await after.undo(id));
  expect(back).toMatchObject({ state: 'restored', restored: MESSAGES - left, skipped: left });
  await second.stop();
  await broker.stop();
  await home.remove();
});

it('a broker that goes away fails a deletion with the reason; it can be undone', async () => {
  const broker = await startMosquitto({ conf: ['sys_interval 1'] });
  await keepMany(broker);
  const served = await serveOn(broker);
  const client = await clientOf(served);
  const answer = await client.remove((await client.preview('plant/#')).id);
  const id = await client.begun(answer);
  await broker.kill();
  const done = await client.ended(answer);
  expect(done).toMatchObject({ state: 'failed', undoUntil: expect.any(String) });
  expect(done.reason).toMatch(/connection|Nothing listens/);

  await broker.restart(); // with nothing retained
  const back = await client.ended(await client.undo(id));
  expect(back).toMatchObject({ state: 'restored', restored: MESSAGES, skipped: 0 });
  await served.stop();
  await broker.stop();
});
