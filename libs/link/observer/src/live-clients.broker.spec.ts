import { afterEach, expect, it } from '@jest/globals';
import { builtWorker, startMosquitto, until, type TestBroker } from '#testing';
import { Watching } from './fixtures.js';
import type { Observer } from './observer.js';

const CONF = ['log_dest topic', 'log_dest stderr', 'log_type all'];

let broker: TestBroker;
let watching: Watching | undefined;
afterEach(async () => {
  await watching?.observer.stop();
  await broker.stop();
});

function observe(): Observer {
  watching = new Watching(broker, { workerUrl: builtWorker('observer') });
  return watching.observer;
}

const ids = async (observer: Observer) =>
  (await observer.liveClients()).clients.map(({ clientId }) => clientId);

it('knows who came since it listens, however many come at once, and nobody after a restart', async () => {
  broker = await startMosquitto({ conf: CONF });
  await broker.connect({ clientId: 'from-before' });
  const begun = Date.now();
  const observer = observe();
  await until(async () => (await observer.liveClients()).subscriptionsLogged);
  const { since = 0 } = await observer.liveClients();
  expect(since).toBeGreaterThanOrEqual(begun);

  const names = Array.from({ length: 300 }, (_, i) => `plc-${i}`);
  await Promise.all(
    names.map(async (clientId) => {
      const client = await broker.connect({ clientId });
      await client.subscribeAsync(`line/${clientId}/#`);
    }),
  );
  // The last one's coming may be told before the first one's subscription.
  await until(async () => {
    const { clients } = await observer.liveClients();
    const subscribed = clients.filter(({ subscriptions }) => subscriptions.length > 0);
    return subscribed.filter(({ clientId }) => clientId.startsWith('plc-')).length === 300;
  });
  expect(await ids(observer)).not.toContain('from-before');
  const { clients, leftOut } = await observer.liveClients();
  expect(leftOut).toEqual({ clients: 0, subscriptions: 0, lines: 0 });
  expect(clients.find(({ clientId }) => clientId === 'plc-7')).toMatchObject({
    subscriptions: [{ filter: 'line/plc-7/#', qos: 0 }],
  });

  await broker.restart();
  await until(async () => ((await observer.liveClients()).since ?? 0) > since);
  expect((await ids(observer)).filter((id) => id.startsWith('plc-'))).toEqual([]);
});

it('says that no lines come where there are none', async () => {
  broker = await startMosquitto();
  const observer = observe();
  await until(async () => (await observer.liveClients()).since !== undefined);
  await broker.connect({ clientId: 'unseen' });
  expect(await observer.liveClients()).toMatchObject({
    ...{ connectionsLogged: false, subscriptionsLogged: false, clients: [] },
  });
});
