import { afterEach, expect, it } from '@jest/globals';
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createCertificates, temporaryFolder } from '#testing';
import type { Lookup } from './checked-lookup.js';
import { postWebhook, type WebhookPost } from './post-webhook.js';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const receiver = (answer: RequestListener) => listen(createServer(answer));

const post = (port: number, rest: Partial<WebhookPost> = {}) =>
  postWebhook({
    ...{ url: `http://127.0.0.1:${port}/hook?a=b`, headers: { 'x-mcm-event': 'test' } },
    ...{ body: Buffer.from('{"a":"ä"}'), timeout: 60_000, allowLoopback: true, ...rest },
  });

it('posts the bytes as they are, with the headers, and says what was answered', async () => {
  let got: { url?: string | undefined; headers: IncomingHttpHeaders; body: Buffer } | undefined;
  const port = await receiver((request, response) => {
    void buffer(request).then((body) => {
      got = { url: request.url, headers: request.headers, body };
      response.writeHead(202).end('thanks\u0000\u001b[31m');
    });
  });
  expect(await post(port)).toEqual({ ok: true, status: 202, answer: 'thanks��[31m' });
  expect(got?.url).toBe('/hook?a=b');
  expect(got?.body.toString()).toBe('{"a":"ä"}');
  expect(got?.headers).toMatchObject({ 'x-mcm-event': 'test', 'content-length': '10' });
});

it.each([301, 302, 303, 307, 308])('does not follow %d', async (status) => {
  let asked = 0;
  const port = await receiver((_, response) => {
    asked++;
    response.writeHead(status, { location: `http://127.0.0.1:${port}/elsewhere` }).end();
  });
  const outcome = await post(port);
  expect(outcome).toMatchObject({ ok: false, status });
  expect(!outcome.ok && outcome.problem).toMatch(/redirects are never followed/);
  expect(asked).toBe(1);
});

it.each([400, 410, 500, 503])('takes %d for a failure', async (status) => {
  const port = await receiver((_, response) => response.writeHead(status).end('no'));
  expect(await post(port)).toEqual({
    ...{ ok: false, status, answer: 'no', problem: `The receiver answered ${status}.` },
  });
});

it('keeps a kibibyte of an endless answer', async () => {
  const port = await receiver((_, response) => {
    response.on('error', () => undefined);
    const more = () => {
      while (response.write('x'.repeat(65_536)));
      response.once('drain', more);
    };
    more();
  });
  const outcome = await post(port);
  expect(outcome.ok && outcome.answer.length).toBe(1_024);
});

it('gives up on a receiver that says nothing', async () => {
  const port = await receiver(() => undefined);
  expect(await post(port, { timeout: 200 })).toEqual({
    ...{ ok: false, problem: 'No answer within 0.2 s.' },
  });
});

it('takes the status for the answer when the rest never comes', async () => {
  const port = await receiver((_, response) => void response.writeHead(200).write('half'));
  let timeout = 150;
  let outcome;
  // Longer where the time was up before there was a status, as on a busy machine.
  do outcome = await post(port, { timeout: (timeout *= 2) });
  while (!outcome.ok && timeout < 60_000);
  expect(outcome).toEqual({ ok: true, status: 200, answer: 'half' });
});

it('takes an answer that changes the protocol for a failure', async () => {
  const port = await receiver((request) => {
    request.socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
    );
  });
  expect(await post(port)).toMatchObject({ problem: 'The receiver answered 101.', status: 101 });
});

it('says that the connection was cut, and that nobody listens', async () => {
  const port = await receiver((request) => request.socket.destroy());
  expect(await post(port)).toEqual({ ok: false, problem: 'The receiver cut the connection.' });
  await new Promise((closed) => servers.pop()?.close(closed));
  expect(await post(port)).toMatchObject({
    problem: expect.stringMatching(/Nobody listens/),
  });
});

it('connects to this machine only where that is allowed', async () => {
  let asked = 0;
  const port = await receiver((_, response) => response.end(String(++asked)));
  const outcome = await post(port, { allowLoopback: false });
  expect(!outcome.ok && outcome.problem).toMatch(/loopback/);
  expect(asked).toBe(0);
});

const leadsTo =
  (...addresses: readonly string[]): Lookup =>
  (_, answer) => {
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };

it.each([
  ['127.0.0.1', /loopback/],
  ['::1', /loopback/],
  ['169.254.169.254', /metadata/],
  ['::ffff:127.0.0.1', /inside another/],
  ['0.0.0.0', /means any/],
])('does not connect to a name that leads to %s', async (address, why) => {
  let asked = 0;
  const port = await receiver((_, response) => response.end(String(++asked)));
  for (const lookup of [leadsTo(address), leadsTo('10.255.255.1', address)]) {
    const url = `http://plant.example:${port}/`;
    const outcome = await post(port, { url, lookup, allowLoopback: false });
    expect(!outcome.ok && outcome.problem).toMatch(why);
  }
  expect(asked).toBe(0);
});

it('connects to what it has looked up, whatever the name leads to the next time', async () => {
  const port = await receiver((_, response) => response.end('here'));
  let lookups = 0;
  const lookup: Lookup = (name, answer) => {
    lookups++;
    leadsTo(lookups === 1 ? '127.0.0.1' : '10.255.255.1')(name, answer);
  };
  const outcome = await post(port, { url: `http://plant.example:${port}/`, lookup });
  expect(outcome).toMatchObject({ ok: true, answer: 'here' });
  expect(lookups).toBe(1);
});

it('does not believe a certificate of an authority that nobody here knows', async () => {
  const home = await temporaryFolder();
  const { cert, key } = (await createCertificates(home.path)).server;
  let asked = 0;
  const port = await listen(
    createTlsServer({ cert, key }, (_, response) => response.end(String(++asked))),
  );
  const outcome = await post(port, { url: `https://127.0.0.1:${port}/` });
  expect(!outcome.ok && outcome.problem).toMatch(/no authority that this machine trusts/);
  expect(asked).toBe(0);
  await home.remove();
});
