import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMosquitto, until, type TestBroker } from '#testing';
import { bearer, serve, type Served } from './served.js';

interface Row {
  readonly id: string;
  readonly topic: string;
  readonly messages: number;
  readonly bytes: number;
  readonly ownRate: number;
  readonly lastSeenAt: string;
}
interface Page {
  readonly topics: Row[];
  readonly nextCursor?: string;
  readonly total?: number;
}

const DEVICES = 30;

let broker: TestBroker;
let served: Served;
let headers: Record<string, string>;
beforeAll(async () => {
  broker = await startMosquitto({ conf: ['sys_interval 1'] });
  served = await serve({ env: { MCM_MOSQUITTO_PORT: String(broker.port) } });
  headers = bearer(await served.logIn());
  const plc = await broker.connect();
  await until(async () => {
    const { body } = await served.ask('/api/v1/status', { headers });
    return (body as { broker: { status: string } }).broker.status === 'connected';
  });
  for (let device = 0; device < DEVICES; device++) {
    const topic = `plant/line${device % 3}/Device ${device}/speed`;
    for (let i = 0; i <= device; i++) {
      await plc.publishAsync(topic, `{"rpm":${1000 + i},"on":true}`, { qos: 1 });
    }
  }
  await plc.publishAsync('plant/state', 'RUNNING', { qos: 1, retain: true });
  await plc.publishAsync('gone', 'x', { qos: 1, retain: true });
  await plc.publishAsync('gone', '', { qos: 1, retain: true });
  await until(async () => (await found('filter=gone'))[0]?.messages === 2);
});
afterAll(async () => {
  await served.stop();
  await broker.stop();
});

const ask = (path: string) => served.ask(path, { headers });
const page = async (query: string) => (await ask(`/api/v1/topics?${query}`)).body as Page;

/** All topics of a flat list, page by page. */
async function found(query: string): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor = '';
  do {
    const next = await page(`${query}${cursor}`);
    rows.push(...next.topics);
    cursor = next.nextCursor === undefined ? '' : `&cursor=${encodeURIComponent(next.nextCursor)}`;
  } while (cursor !== '');
  return rows;
}

describe('a flat list of topics', () => {
  it('is searched by part of the name, by filter and by part of the value', async () => {
    expect(await found('contains=device%2029')).toMatchObject([
      { topic: 'plant/line2/Device 29/speed', messages: 30, payloadFormat: 'json' },
    ]);
    expect(await found(`filter=${encodeURIComponent('plant/line1/+/#')}&limit=3`)).toHaveLength(10);
    expect((await found('value=1028')).map(({ topic }) => topic)).toEqual([
      'plant/line1/Device 28/speed',
    ]);
    expect((await found('value=running&contains=plant')).map(({ topic }) => topic)).toEqual([
      'plant/state',
    ]);
    expect(await found('contains=nowhere')).toEqual([]);
  });

  it.each([
    ['messages', ({ messages }: Row) => messages],
    ['bytes', ({ bytes }: Row) => bytes],
    ['last-seen', ({ lastSeenAt }: Row) => Date.parse(lastSeenAt)],
    ['rate', ({ ownRate }: Row) => Math.round(ownRate * 50)],
  ])('is sorted by %s, page by page, with the count of all', async (sort, rank) => {
    const rows = await found(`filter=plant/%2B/%2B/speed&sort=${sort}&limit=7`);
    expect(new Set(rows.map(({ topic }) => topic)).size).toBe(DEVICES);
    const ranks = rows.map(rank);
    expect(ranks).toEqual(ranks.toSorted((one, other) => other - one));
    const { total } = await page(`filter=plant/%2B/%2B/speed&sort=${sort}&limit=7`);
    expect(total).toBe(DEVICES);
  });

  it('shows what the broker holds as retained, and what it did hold no longer', async () => {
    const rows = await found('retained=true');
    expect(rows.map(({ topic }) => topic)).toEqual(['plant/state']);
    expect(rows[0]).toMatchObject({ retainedHeld: true, retainedSeen: true, qosSeen: [1] });
    expect(await found('filter=gone')).toMatchObject([
      { retainedHeld: false, retainedSeen: true, payloadBytes: 0, bytes: 1 },
    ]);
  });

  it('has the figures of the broker where they are asked for, and counts them nowhere', async () => {
    await until(async () => (await found('filter=%24SYS/broker/uptime')).length === 1);
    const all = await found('sort=name');
    expect(all.filter(({ topic }) => topic.startsWith('$'))).toEqual([]);
    // Counted as of the last tick.
    const counted = async () => {
      const { body } = await ask('/api/v1/status');
      return (body as { observer: { topics: number } }).observer.topics;
    };
    await until(async () => (await counted()) >= all.length);
    expect(await counted()).toBe(all.length);
  });

  it.each([
    ['filter=a/%23/b', '/filter'],
    ['sort=size', '/sort'],
    ['retained=perhaps', '/retained'],
    ['parent=AAAAAAAAAAAAAAAAAAAAAA&contains=x', '/parent'],
    [`contains=${'x'.repeat(1_025)}`, '/contains'],
    ['contains=a&contains=b', '/contains'],
  ])('refuses %s, and says which member is wrong', async (query, pointer) => {
    const { status, problem } = await ask(`/api/v1/topics?${query}`);
    expect(status).toBe(400);
    expect(problem).toMatchObject({ type: '/problems/validation-failed' });
    const { errors } = problem as unknown as { errors: { pointer: string; detail: string }[] };
    expect(errors[0]).toEqual({ pointer, detail: expect.stringMatching(/^[A-Za-z].{8,}/) });
  });
});

describe('topics looked up by name', () => {
  const lookUp = (topics: unknown) =>
    served.ask('/api/v1/topics/lookup', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ topics }),
    });

  it('are answered in their order, without those that are not held', async () => {
    const { status, body } = await lookUp(['plant/state', 'nowhere', 'gone', 'plant']);
    expect(status).toBe(200);
    expect((body as Page).topics.map(({ topic }) => topic)).toEqual(['plant/state', 'gone']);
  });

  it.each([[[]], ['plant'], [[1]], [Array.from({ length: 101 }, () => 'a')]])(
    'are refused when they are %j',
    async (topics) => {
      expect((await lookUp(topics)).status).toBe(400);
    },
  );
});
