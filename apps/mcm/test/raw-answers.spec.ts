import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { startMosquitto, until, type TestBroker } from '#testing';
import { loggedIn } from './people.js';
import { bearer, serve, type Served } from './served.js';

/** Two of these fit into the room of one user, and the kernel takes in neither. */
const PAYLOAD = Buffer.alloc(15_728_640, 'grüße ');

let broker: TestBroker;
let served: Served;
let admin: string;
let path: string;
beforeAll(async () => {
  broker = await startMosquitto();
  served = await serve({ env: { MCM_MOSQUITTO_PORT: String(broker.port) } });
  admin = await served.logIn();
  const plc = await broker.connect();
  await until(connected);
  for (let i = 0; i < 3; i++) await plc.publishAsync('large', PAYLOAD, { qos: 1, retain: true });
  await until(async () => {
    const { body } = await served.as(admin)('POST', '/api/v1/topics/lookup', { topics: ['large'] });
    const [row] = (body as { topics: { id: string; messages: number }[] }).topics;
    path = `/api/v1/topics/${row?.id ?? ''}/raw`;
    return row?.messages === 3;
  });
});
afterAll(async () => {
  await served.stop();
  await broker.stop();
});

async function connected(): Promise<boolean> {
  const { body } = await served.as(admin)('GET', '/api/v1/status');
  return (body as { broker: { status: string } }).broker.status === 'connected';
}

/** The answer to somebody who does not read it. */
function unread(token: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(served.url + path, { headers: bearer(token), agent: false }, (answer) => {
      resolve(answer.pause());
    })
      .on('error', reject)
      .end();
  });
}

it('clients that ask for a large payload and do not read it get a bounded share', async () => {
  const { token } = await loggedIn(served, admin, 'viewer');
  const answers = await Promise.all(Array.from({ length: 60 }, () => unread(token)));
  const held = answers.filter(({ statusCode }) => statusCode === 200);
  const refused = answers.filter(({ statusCode }) => statusCode === 429);
  expect([held.length, refused.length]).toEqual([2, 58]);
  expect(refused[0]!.headers['retry-after']).toBe('5');

  // Others still get theirs, whole.
  const { token: other } = await loggedIn(served, admin, 'viewer');
  const whole = await fetch(served.url + path, { headers: bearer(other) });
  expect(Buffer.from(await whole.arrayBuffer()).equals(PAYLOAD)).toBe(true);
  expect(whole.headers.get('content-length')).toBe(String(PAYLOAD.length));

  for (const answer of answers) answer.destroy();
  await until(async () => {
    const { status } = await served.as(token)('HEAD', path);
    return status === 200;
  });
  // A HEAD takes nothing: any number of them fits.
  for (let i = 0; i < 4; i++) expect((await served.as(token)('HEAD', path)).status).toBe(200);
});

it.each(['history', 'series?field=a'])('few of one user read a %s at once', async (what) => {
  const { token } = await loggedIn(served, admin, 'viewer');
  const address = path.replace('raw', what);
  const lines = [`GET ${address} HTTP/1.1`, 'host: x', `authorization: Bearer ${token}`, '', ''];
  const client = connect(Number(new URL(served.url).port), '127.0.0.1');
  // In one piece, so that they are there before the first 16, of 45 MiB each, are read.
  client.write(lines.join('\r\n').repeat(60));
  let text = '';
  client.on('data', (some: Buffer) => (text += some.toString()));
  const statuses = () => [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
  await until(
    () => statuses().length === 60,
    () => `answered: ${statuses().join(' ')}`,
  );
  client.destroy();
  expect(new Set(statuses())).toEqual(new Set(['200', '429']));
  expect((await served.as(token)('GET', address)).status).toBe(200);
});

it('is no fault of the server when a client leaves', () => {
  expect(served.log()).not.toMatch(/"level":"(error|fatal)"|"level":[56]0/);
});
