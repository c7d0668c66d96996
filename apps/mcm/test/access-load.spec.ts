import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { until } from '#testing';
import { bearer, serve, type Served } from './served.js';

const draft = (verb: string, lines: number) => ({
  ...{ dynsec: null, passwordFile: null, allowAnonymous: true },
  aclFile: Array.from({ length: lines }, (_, i) => `pattern ${verb} +/${i % 10}/%u/#`).join('\n'),
});
const impact = (lines: number, count: number) =>
  JSON.stringify({
    before: { draft: draft('read', lines) },
    after: { draft: draft('deny', lines) },
    clients: Array.from({ length: count }, (_, i) => ({ username: `${i % 9}`, clientId: `${i}` })),
    topics: Array.from({ length: count }, (_, i) => `a/${i % 10}/${i % 9}/${i}`),
  });
const SMALL = impact(10, 10);
/** Takes more than a minute. */
const HUGE = impact(20_000, 1_000);

let served: Served;
let headers: Record<string, string>;
let arrived = 0;
beforeAll(async () => {
  served = await serve({
    prepare: (app) => {
      const http = app.getHttpAdapter().getInstance();
      http.addHook('preHandler', (request, _, done) => {
        if (request.url.startsWith('/api/v1/access/')) arrived += 1;
        done();
      });
    },
  });
  headers = { ...bearer(await served.logIn()), 'content-type': 'application/json' };
});
afterAll(() => served.stop());

const assess = (body: string, signal: AbortSignal | null = null) =>
  served.ask('/api/v1/access/impact', { method: 'POST', headers, body, signal });

it('a change that takes long to work out keeps nobody else waiting, and ends with its client', async () => {
  const client = new AbortController();
  const huge = assess(HUGE, client.signal).then(
    () => 'answered',
    () => 'given up',
  );
  await until(() => arrived === 1);
  let isAnswered = false;
  const small = assess(SMALL).finally(() => (isAnswered = true));
  await until(() => arrived === 2);
  const third = await assess(SMALL);
  expect([third.status, third.problem.type]).toEqual([429, '/problems/too-many-requests']);
  for (let i = 0; i < 5; i++) expect((await served.ask('/livez')).status).toBe(200);
  expect(isAnswered).toBe(false);

  client.abort();
  expect(await huge).toBe('given up');
  expect(await small).toMatchObject({ status: 200, body: { clients: 10, topics: 10, lost: 12 } });
  expect((await assess(SMALL)).status).toBe(200);
  expect(served.log()).not.toContain('"level":"error"');
});

it('a change that would take longer than a minute is given up', async () => {
  const minute = jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort());
  const { status, problem } = await assess(SMALL);
  expect(minute.mock.calls).toEqual([[60_000]]);
  minute.mockRestore();
  expect([status, problem.type]).toEqual([422, '/problems/too-much-work']);
});

it('nothing that takes long keeps MCM from stopping', async () => {
  const already = arrived;
  const questions = Array.from({ length: 1_000 }, () => ({ action: 'publish', topic: 'a/1/2/3' }));
  const huge = assess(HUGE);
  await until(() => arrived === already + 1);
  const explain = served.post(
    '/api/v1/access/explain',
    { draft: draft('read', 20_000), questions },
    headers,
  );
  await until(() => arrived === already + 2);
  await served.app.close();
  for (const { status, problem } of [await huge, await explain]) {
    expect([status, problem.type]).toEqual([503, '/problems/not-ready']);
  }
});
