import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { MqttClient } from 'mqtt';
import {
  freePort,
  startMosquitto,
  temporaryFolder,
  until,
  type TemporaryFolder,
  type TestBroker,
} from '#testing';
import { McmProcess } from './mcm-process.js';

/** Enough for a deletion to be on its way for a while; `make nightly` takes more. */
const MESSAGES = process.env['MCM_SEARCH_RUNS'] === undefined ? 4_000 : 12_000;
/** More than wait for the broker's answer at once: of so many, MCM knows already that some are deleted. */
const HELD = 300;
const PASSWORD = 'correct horse battery staple';
const BODY = { 'content-type': 'application/json' };

interface Deletion {
  readonly id: string;
  readonly state: string;
  readonly deleted: number;
  readonly restored?: number;
  readonly skipped?: number;
  readonly undoUntil?: string;
}

let home: TemporaryFolder;
let broker: TestBroker;
let mcm: McmProcess;
let plant: MqttClient;
let url: string;
let token: string;
let way: { readonly server: Server; readonly sockets: Socket[] } | undefined;
beforeEach(async () => {
  home = await temporaryFolder();
  broker = await startMosquitto({ conf: ['sys_interval 1'] });
  plant = await broker.connect();
});
afterEach(async () => {
  await mcm.end('SIGTERM');
  way?.server.close();
  for (const socket of way?.sockets ?? []) socket.destroy();
  await broker.stop();
  await home.remove();
});

/** A way to the broker through this process: when this one stands still, so does what goes over it. */
async function openWay(): Promise<number> {
  const sockets: Socket[] = [];
  const server = createServer((client) => {
    const upstream = connect(broker.port, broker.host);
    for (const socket of [client, upstream]) socket.on('error', () => undefined); // one of them was killed
    sockets.push(client, upstream);
    upstream.pipe(client).pipe(upstream);
  });
  way = { server, sockets };
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

/** Nothing goes over it any more as soon as so many retained messages were deleted. */
async function closeWayAfter(deletions: number): Promise<void> {
  let left = deletions;
  plant.on('message', (_topic, payload) => {
    if (payload.length > 0) return;
    left -= 1;
    if (left !== 0) return;
    for (const socket of way?.sockets ?? []) socket.unpipe().pause();
  });
  await plant.subscribeAsync('plant/#', { qos: 0, rh: 2 }); // nothing of what is retained already
}

async function start(brokerPort = broker.port): Promise<void> {
  const port = await freePort();
  url = `http://127.0.0.1:${port}/api/v1`;
  mcm = new McmProcess(['server'], {
    MCM_DATABASE_PATH: join(home.path, 'mcm.db'),
    MCM_HTTP_PORT: String(port),
    MCM_MOSQUITTO_PORT: String(brokerPort),
    MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD: PASSWORD,
  });
  await mcm.prints(`127.0.0.1:${port}`);
  const logIn = JSON.stringify({ username: 'admin', password: PASSWORD });
  const answer = await fetch(`${url}/auth/login`, { method: 'POST', headers: BODY, body: logIn });
  token = ((await answer.json()) as { token: string }).token;
}

async function ask<T>(method: string, path: string, body?: object): Promise<T> {
  const headers = { authorization: `Bearer ${token}`, ...(body && BODY) };
  const sent = body ? { body: JSON.stringify(body) } : {};
  return (await (await fetch(url + path, { method, headers, ...sent })).json()) as T;
}

it('a deletion that kill -9 cuts off can be undone, to the last message', async () => {
  await Promise.all(
    Array.from({ length: MESSAGES }, (_, i) =>
      plant.publishAsync(`plant/${i}`, `${i}`, { qos: 1, retain: true }),
    ),
  );
  await start(await openWay());
  await closeWayAfter(HELD);
  const preview = await ask<{ id: string }>('POST', '/retained/previews', { filter: 'plant/#' });
  const { id } = await ask<Deletion>('POST', '/retained/deletions', { preview: preview.id });
  const look = () => ask<Deletion>('GET', `/retained/deletions/${id}`);
  await until(async () => (await look()).deleted > 0);
  await mcm.end('SIGKILL');

  await start();
  const found = await look();
  expect(found).toMatchObject({ state: 'interrupted', undoUntil: expect.any(String) });
  const trail = await ask<{ events: Record<string, unknown>[] }>('GET', '/audit-events?limit=20');
  expect(trail.events).toContainEqual(
    expect.objectContaining({ action: 'retained.delete', result: 'interrupted', resourceId: id }),
  );

  await ask('POST', `/retained/deletions/${id}/undo`);
  let now = await look();
  await until(
    async () => {
      await pause(50);
      now = await look();
      return now.state !== 'restoring';
    },
    () => JSON.stringify(now),
  );
  expect(now.state).toBe('restored');
  expect((now.restored ?? 0) + (now.skipped ?? 0)).toBe(MESSAGES);
  expect(now.restored).toBeGreaterThan(0);
  expect(now.skipped).toBeGreaterThan(0);

  const again = await ask<{ messages: number; payloadBytes: number }>(
    ...(['POST', '/retained/previews', { filter: 'plant/#' }] as const),
  );
  const bytes = Array.from({ length: MESSAGES }, (_, i) => String(i).length);
  expect(again).toMatchObject({
    messages: MESSAGES,
    payloadBytes: bytes.reduce((sum, one) => sum + one, 0),
  });
});
