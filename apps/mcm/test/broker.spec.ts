import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMosquitto, until, type TestBroker } from '#testing';
import { bearer, serve, type Served } from './served.js';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly isTopic: boolean;
  readonly topicsBelow: number;
  readonly messages: number;
}
interface Page {
  readonly topics: Row[];
  readonly nextCursor?: string;
  readonly total: number;
}

let broker: TestBroker;
let served: Served;
let headers: Record<string, string>;
beforeAll(async () => {
  broker = await startMosquitto({ conf: ['sys_interval 1'] });
  served = await serve({ env: { MCM_MOSQUITTO_PORT: String(broker.port) } });
  headers = bearer(await served.logIn());
  await until(async () => (await status()).broker.status === 'connected');
});
afterAll(async () => {
  await served.stop();
  await broker.stop();
});

const ask = (path: string) => served.ask(path, { headers });
const page = async (query = '') => (await ask(`/api/v1/topics${query}`)).body as Page;
async function status() {
  return (await ask('/api/v1/status')).body as {
    broker: Record<string, unknown> & { status: string };
    observer: Record<string, number>;
    traffic: { points: unknown[]; busiest: Row[] };
    sys: { figures: { topic: string; value: number | string; observedAt: string }[] };
  };
}
/** Waits until `count` messages to `topic` have been seen, and answers its row. */
async function seen(topic: string, count = 1): Promise<Row> {
  let row: Row | undefined;
  await until(async () => {
    row = await find(topic);
    return (row?.messages ?? 0) >= count;
  });
  return row as Row;
}
async function find(topic: string): Promise<Row | undefined> {
  let row: Row | undefined;
  let query = '';
  for (const level of topic.split('/')) {
    const { topics } = await page(query === '' ? '?limit=500' : `${query}&limit=500`);
    row = topics.find(({ name }) => name === level);
    if (!row) return undefined;
    query = `?parent=${row.id}`;
  }
  return row;
}

describe('the topics seen', () => {
  it('are a tree, level by level, with counts and last values', async () => {
    const plc = await broker.connect();
    await plc.publishAsync('plant/line 1/press', '{"t":21}', { qos: 1 });
    await plc.publishAsync('plant/line 1/press', '{"t":22}', { qos: 2 });
    await plc.publishAsync('plant/line 1', 'running', { qos: 1, retain: true });
    const row = await seen('plant/line 1/press', 2);
    expect(row).toMatchObject({
      topic: 'plant/line 1/press',
      isTopic: true,
      messages: 2,
      qos: 2,
      retained: false,
      payloadPreview: '{"t":22}',
      payloadFormat: 'json',
      payloadBytes: 8,
    });
    expect(await seen('plant/line 1')).toMatchObject({
      isTopic: true,
      retained: true,
      topicsBelow: 1,
    });
    expect(await find('plant')).toMatchObject({ isTopic: false, topicsBelow: 2, messages: 0 });
  });

  it('are given whole, whatever their bytes', async () => {
    const plc = await broker.connect();
    const binary = Buffer.from([0, 255, 1, 254]);
    const large = 'x'.repeat(1_000_000);
    await plc.publishAsync('odd/binary', binary, { qos: 1 });
    await plc.publishAsync('odd/empty', '', { qos: 1 });
    await plc.publishAsync('odd/large', large, { qos: 1 });
    await plc.publishAsync('odd//', 'levels without a name', { qos: 1 });
    const [bin, empty, big] = [
      await seen('odd/binary'),
      await seen('odd/empty'),
      await seen('odd/large'),
    ];
    await seen('odd//');
    expect((await ask(`/api/v1/topics/${bin.id}`)).body).toMatchObject({
      message: {
        payload: { encoding: 'base64', data: binary.toString('base64'), truncated: false },
      },
    });
    expect((await ask(`/api/v1/topics/${empty.id}`)).body).toMatchObject({
      payloadBytes: 0,
      message: { payload: { encoding: 'utf8', data: '', truncated: false } },
    });
    const { body } = await ask(`/api/v1/topics/${big.id}`);
    expect(body).toMatchObject({
      payloadBytes: 1_000_000,
      truncated: true,
      message: { payload: { truncated: false } },
    });
    expect((body as { message: { payload: { data: string } } }).message.payload.data).toHaveLength(
      1_000_000,
    );
  });

  it('are paged by name', async () => {
    const plc = await broker.connect();
    for (let i = 0; i < 25; i += 1)
      await plc.publishAsync(`many/${String(i).padStart(2, '0')}`, 'x');
    await until(async () => (await find('many'))?.topicsBelow === 25);
    const parent = (await find('many'))?.id ?? '';
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const next: Page = await page(
        `?parent=${parent}&limit=10${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      expect(next.total).toBe(25);
      names.push(...next.topics.map(({ name }) => name));
      cursor = next.nextCursor;
    } while (cursor !== undefined);
    expect(names).toEqual(Array.from({ length: 25 }, (_, i) => String(i).padStart(2, '0')));
  });

  it.each([
    ['/api/v1/topics/AAAAAAAAAAAAAAAAAAAAAA', 404, 'topic-not-found'],
    ['/api/v1/topics?parent=AAAAAAAAAAAAAAAAAAAAAA', 404, 'topic-not-found'],
    ['/api/v1/topics/nonsense', 400, 'validation-failed'],
    ['/api/v1/topics?limit=0', 400, 'validation-failed'],
    ['/api/v1/topics?limit=501', 400, 'validation-failed'],
  ])('are not found by %s', async (path, expected, kind) => {
    const { status: actual, problem } = await ask(path);
    expect([actual, problem.type]).toEqual([expected, `/problems/${kind}`]);
  });
});

describe('the status', () => {
  it('names the broker, what was seen, and the figures of $SYS with their age', async () => {
    // Messages are counted from one moment to the next.
    await until(async () => {
      const { sys, observer } = await status();
      const figures = new Set(sys.figures.map(({ topic }) => topic));
      const wanted = ['$SYS/broker/uptime', '$SYS/broker/clients/connected'];
      return wanted.every((topic) => figures.has(topic)) && (observer['messages'] ?? 0) > 0;
    });
    const { broker: told, observer, sys, traffic } = await status();
    expect(told).toMatchObject({
      status: 'connected',
      protocolVersion: '5.0',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      target: { host: '127.0.0.1', port: broker.port, tlsEnabled: false, managed: false },
    });
    expect(observer['messages']).toBeGreaterThan(0);
    expect(observer['memoryUsed']).toBeLessThanOrEqual(observer['memoryBudget'] ?? 0);
    const connectedClients = sys.figures.find(
      ({ topic }) => topic === '$SYS/broker/clients/connected',
    );
    expect(connectedClients?.value).toEqual(expect.any(Number));
    expect(Date.parse(connectedClients?.observedAt ?? '')).not.toBeNaN();
    expect(traffic.busiest.length).toBeLessThanOrEqual(5);
  });

  it('is counted for Prometheus', async () => {
    await until(async () =>
      /mcm_broker_messages_total [1-9]/.test(String((await served.ask('/metrics')).body)),
    );
    const { body } = await served.ask('/metrics');
    expect(body).toMatch(/^mcm_broker_status 1$/m);
    expect(body).toMatch(/mcm_broker_payload_bytes_total [1-9]/);
  });
});
