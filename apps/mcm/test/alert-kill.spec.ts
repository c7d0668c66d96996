import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { MqttClient } from 'mqtt';
import { freePort, startMosquitto, temporaryFolder, until } from '#testing';
import type { TemporaryFolder, TestBroker } from '#testing';
import { McmProcess } from './mcm-process.js';
import { WebhookReceiver } from './webhook-receiver.js';

/** `make nightly` kills more often. */
const KILLS = process.env['MCM_SEARCH_RUNS'] === undefined ? 5 : 100;
const PASSWORD = 'correct horse battery staple';
/** A look at topics comes every three seconds, and what fails is sent again after some five and then ten. */

jest.setTimeout(KILLS * 120_000);

let home: TemporaryFolder;
let broker: TestBroker;
let client: MqttClient;
let receiver: WebhookReceiver;
let env: Record<string, string>;
let file: string;
let running: McmProcess | undefined;

beforeEach(async () => {
  home = await temporaryFolder();
  broker = await startMosquitto({ quiet: true });
  client = await broker.connect();
  receiver = await WebhookReceiver.listen();
  file = join(home.path, 'mcm.yaml');
  await writeFile(file, 'alerting: { allow_loopback: true }');
  env = {
    MCM_DATABASE_PATH: join(home.path, 'mcm.db'),
    MCM_HTTP_PORT: String(await freePort()),
    MCM_MOSQUITTO_PORT: String(broker.port),
    MCM_ALERTING_TIMEOUT: '1s',
    MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD: PASSWORD,
    MCM_LOGGING_LEVEL: 'error',
  };
});
afterEach(async () => {
  await running?.end('SIGKILL');
  await receiver.close();
  await broker.stop();
  await home.remove();
});

async function start(): Promise<void> {
  running = new McmProcess(['server', '--config', file], env);
  await running.prints('MCM is at');
}

let token = '';

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`http://127.0.0.1:${env['MCM_HTTP_PORT'] ?? ''}/api/v1/${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${text}`);
  return JSON.parse(text) as T;
}

/** Retained, so that MCM sees the value again when it is back. */
const become = (topic: string, value: number) =>
  client.publishAsync(`kills/${topic}`, String(value), { qos: 1, retain: true });

async function begin(): Promise<void> {
  await start();
  const login = { username: 'admin', password: PASSWORD };
  token = (await ask<{ token: string }>('POST', 'auth/login', login)).token;
  await ask('POST', 'webhooks', { name: 'Receiver', url: receiver.url });
}

const firing = async () => (await ask<{ firing: number }>('GET', 'alerts')).firing;

it('goes on firing after a kill, until there is a sign of life', async () => {
  await begin();
  const say = () => client.publishAsync('kills/silent', 'here', { qos: 1, retain: true });
  await say();
  const condition = { kind: 'topic_silent', filter: 'kills/silent', seconds: 6 };
  const rule = { name: 'Silent', severity: 'critical', condition };
  const { id } = await ask<{ id: number }>('POST', 'alert-rules', rule);
  const isRead = async () =>
    (await ask<{ readAt?: string }>('GET', `alert-rules/${id}`)).readAt !== undefined;
  await until(async () => (await firing()) === 1);
  await until(() => receiver.deliveries.length === 1);
  await running?.end('SIGKILL');
  await start();
  // What the broker retains comes again, and is no sign of life.
  await until(isRead);
  expect(await firing()).toBe(1);
  const told = () => [...receiver.incidents().values()];
  expect(told()).toEqual([['firing']]);
  await say();
  // By then it may be silent anew, which is another incident.
  await until(() => told()[0]?.includes('resolved') === true);
  expect(told()[0]).toEqual(['firing', 'resolved']);
});

it('tells of each incident once, though MCM is killed at any moment', async () => {
  await begin();
  const condition = { kind: 'field_threshold', filter: 'kills/+', pointer: '', above: 10 };
  await ask('POST', 'alert-rules', { name: 'Kills', severity: 'critical', condition });
  for (let kill = 0; kill < KILLS; kill++) {
    receiver.manner = randomInt(4) === 0 ? 'cut' : 'ok';
    for (const topic of ['a', 'b', 'c']) await become(topic, randomInt(2) === 0 ? 5 : 15);
    await pause(randomInt(4_000));
    await running?.end('SIGKILL');
    await start();
  }
  // At least one incident, seen as it begins and ends.
  receiver.manner = 'ok';
  await become('d', 15);
  await until(async () => (await firing()) > 0);
  for (const topic of ['a', 'b', 'c', 'd']) await become(topic, 5);
  await until(async () => (await firing()) === 0);
  const queued = () => ask<{ deliveries: object[] }>('GET', 'webhooks/deliveries?state=queued');
  await until(async () => (await queued()).deliveries.length === 0);

  const history = await ask<{ incidents: { id: string }[] }>('GET', 'alerts/history?limit=500');
  const told = receiver.incidents();
  expect([...told.keys()].sort()).toEqual(history.incidents.map(({ id }) => id).sort());
  for (const events of told.values()) expect(events).toEqual(['firing', 'resolved']);
});
