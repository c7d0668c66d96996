import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import { startMosquitto, until, type TestBroker } from '#testing';
import { bearer, serve, type Served } from './served.js';

const MIB = 1_048_576;

interface Message {
  readonly number: number;
  readonly observedAt: string;
  readonly payloadPreview: string;
  readonly payload?: {
    readonly encoding: string;
    readonly data: string;
    readonly truncated: boolean;
  };
  readonly decoded?: { readonly as: string; readonly text?: string; readonly problem?: string };
}
interface Gap {
  readonly reason: string;
  readonly from: string;
  readonly until?: string;
}
interface Detail {
  readonly topic: string;
  readonly messages: number;
  readonly message?: Message;
}
interface History {
  readonly messages: Message[];
  readonly gaps: Gap[];
  readonly total: number;
  readonly held: number;
  readonly nextCursor?: number;
}
interface Series {
  readonly fields: { readonly field: string; readonly value: number }[];
  readonly series: {
    readonly field: string;
    readonly points: { number: number; value: number }[];
  }[];
  readonly gaps: Gap[];
}

let broker: TestBroker;
let served: Served;
let plant: MqttClient;
let headers: Record<string, string>;
beforeAll(async () => {
  broker = await startMosquitto({ conf: ['sys_interval 1'] });
  served = await serve({
    env: {
      MCM_MOSQUITTO_PORT: String(broker.port),
      MCM_OBSERVE_MEMORY_BUDGET: '32MB',
      MCM_OBSERVE_HISTORY: '500',
    },
  });
  headers = bearer(await served.logIn());
  await until(async () => (await status()).broker.status === 'connected');
  plant = await broker.connect();
});
afterAll(async () => {
  await served.stop();
  await broker.stop();
});

const ask = (path: string) => served.ask(path, { headers });
const get = async <T>(path: string) => (await ask(path)).body as T;
const status = () =>
  get<{ broker: { status: string }; observer: { gaps: Gap[]; missedUpTo: number } }>(
    '/api/v1/status',
  );

/** The address of a topic, once `count` of its messages have been seen. */
async function address(topic: string, count = 1): Promise<string> {
  let id = '';
  await until(async () => {
    const { body } = await served.post('/api/v1/topics/lookup', { topics: [topic] }, headers);
    const [row] = (body as { topics: { id: string; messages: number }[] }).topics;
    id = row?.id ?? '';
    return (row?.messages ?? 0) >= count;
  });
  return `/api/v1/topics/${id}`;
}

/** Publishes to the topic one after the other, and answers its address. */
async function published(topic: string, ...payloads: (string | Buffer)[]): Promise<string> {
  for (const payload of payloads) await plant.publishAsync(topic, payload, { qos: 1 });
  return address(topic, payloads.length);
}

describe('one topic', () => {
  it('comes with its last message, or any other that is held', async () => {
    const here = await published('one/of/several', 'first', '{"n":1}', 'third');
    const last = await get<Detail>(here);
    expect(last).toMatchObject({ topic: 'one/of/several', messages: 3, held: 3, qosSeen: [1] });
    expect(last.message).toEqual({
      ...{ number: 3, observedAt: expect.stringMatching(/Z$/), qos: 1, retained: false },
      ...{ payloadBytes: 5, payloadFormat: 'text', payloadPreview: 'third', truncated: false },
      payload: { encoding: 'utf8', data: 'third', truncated: false },
      ...{ likely: 'text', properties: { userProperties: [] } },
    });
    const { message } = await get<Detail>(`${here}?number=2`);
    expect(message).toMatchObject({ number: 2, likely: 'json', payload: { data: '{"n":1}' } });
  });

  it.each([0, 4, 9_007_199_254_740_991])('does not have a message %d', async (number) => {
    const here = await published(`numbered/${number}`, 'a', 'b', 'c');
    const { status, problem } = await ask(`${here}?number=${number}`);
    const kind = number === 0 ? 'validation-failed' : 'message-not-found';
    expect([status, problem.type]).toEqual([number === 0 ? 400 : 404, `/problems/${kind}`]);
  });

  it('without messages of its own is a level, and has none', async () => {
    await published('level/below', 'x');
    const { body } = await ask('/api/v1/topics');
    const row = (body as { topics: { name: string; id: string }[] }).topics.find(
      ({ name }) => name === 'level',
    );
    const here = `/api/v1/topics/${row?.id}`;
    expect(await get(here)).toMatchObject({ topic: 'level', isTopic: false });
    expect(await get<Detail>(here)).not.toHaveProperty('message');
    expect(await get(`${here}/history`)).toEqual({ messages: [], gaps: [], total: 0, held: 0 });
    expect(await get(`${here}/series?field=`)).toMatchObject({ fields: [], gaps: [] });
    for (const path of [`${here}?number=1`, `${here}/raw`]) {
      expect((await ask(path)).problem.type).toBe('/problems/message-not-found');
    }
  });

  it.each([
    ['json', '{"a":[1,2]}', '"a"'],
    ['text', 'plain', 'plain'],
    ['hex', 'AB', '41 42'],
    ['base64', 'AB', 'QUI='],
    ['cbor', Buffer.from('a1616101', 'hex'), '"a"'],
    ['msgpack', Buffer.from('81a16101', 'hex'), '"a"'],
  ])('is read as %s where that is asked for', async (as, payload, part) => {
    const { message } = await get<Detail>(`${await published(`as/${as}`, payload)}?decode=${as}`);
    expect(message?.decoded).toMatchObject({ as, truncated: false });
    expect(message?.decoded?.text).toContain(part);
  });

  it('says why a payload does not read as what is asked for', async () => {
    const here = await published('not/json', '{"a":');
    const { message } = await get<Detail>(`${here}?decode=json`);
    expect(message?.decoded).toEqual({ as: 'json', problem: expect.stringMatching(/.../) });
    expect((await ask(`${here}?decode=yaml`)).status).toBe(400);
  });

  it('comes with what MQTT 5 says of the message', async () => {
    await plant.publishAsync('told/more', 'x', {
      qos: 1,
      properties: {
        ...{ contentType: 'text/plain', responseTopic: 'answers', payloadFormatIndicator: true },
        ...{ messageExpiryInterval: 60, correlationData: Buffer.from([0, 255]) },
        userProperties: { unit: ['°C', 'K'] },
      },
    });
    expect(await get(await address('told/more'))).toMatchObject({
      message: {
        properties: {
          ...{ contentType: 'text/plain', responseTopic: 'answers', payloadIsUtf8: true },
          ...{ messageExpiryInterval: 60, correlationData: 'AP8=' },
          userProperties: [
            { name: 'unit', value: '°C' },
            { name: 'unit', value: 'K' },
          ],
        },
      },
    });
  });

  it('comes with the first mebibyte of a payload, cut between characters, and raw with all', async () => {
    const text = Buffer.from(`x${'ä'.repeat(MIB)}`);
    const binary = Buffer.alloc(MIB + 1, 0xff);
    const large = await get<Detail>(await published('large/text', text));
    expect(large.message?.payload).toMatchObject({ encoding: 'utf8', truncated: true });
    expect(large.message?.payload?.data).toBe(`x${'ä'.repeat(MIB / 2 - 1)}`);
    const { message } = await get<Detail>(await published('large/binary', binary));
    expect(message?.payload).toMatchObject({ encoding: 'base64', truncated: true });
    expect(Buffer.from(message?.payload?.data ?? '', 'base64')).toHaveLength(MIB);

    const raw = await fetch(`${served.url}${await address('large/text')}/raw`, { headers });
    expect(Buffer.from(await raw.arrayBuffer()).equals(text)).toBe(true);
    expect(raw.headers.get('content-type')).toBe('application/octet-stream');
    expect(raw.headers.get('content-length')).toBe(String(text.length));
    expect(raw.headers.get('content-disposition')).toMatch(
      /^attachment; filename="[\w-]{22}\.bin"$/,
    );
    expect(raw.headers.get('content-security-policy')).toBe('sandbox');
  });

  it('says so when a payload is larger than memory allows', async () => {
    const here = await published('larger/than/memory', Buffer.alloc(20 * MIB, 'x'));
    const detail = await get<Detail>(here);
    expect(detail).toMatchObject({ payloadEvicted: true, payloadBytes: 20 * MIB });
    expect(detail.message?.payload?.truncated ?? true).toBe(true);
    const { status, problem } = await ask(`${here}/raw`);
    expect([status, problem.type]).toEqual([404, '/problems/message-not-found']);
    expect(problem.detail).toContain('memory budget');
  });

  it("may be one of the broker's own", async () => {
    const { message } = await get<Detail>(await address('$SYS/broker/version'));
    expect(message?.payloadPreview).toMatch(/^mosquitto version 2/);
    await address('$SYS/broker/clients/connected');
    const found = await get<{ topics: Detail[] }>(
      `/api/v1/topics?filter=${encodeURIComponent('$SYS/broker/clients/#')}`,
    );
    expect(found.topics.map(({ topic }) => topic)).toContain('$SYS/broker/clients/connected');
  });
});

describe('the history of a topic', () => {
  it('is paged from the latest message on', async () => {
    const payloads = Array.from({ length: 25 }, (_, i) => `value ${i + 1}`);
    const here = await published('paged/history', ...payloads);
    const numbers: number[] = [];
    let query = '?limit=10';
    for (let pages = 1; ; pages += 1) {
      const page = await get<History>(`${here}/history${query}`);
      expect(page).toMatchObject({ total: 25, held: 25 });
      numbers.push(...page.messages.map(({ number }) => number));
      for (const { number, payloadPreview } of page.messages)
        expect(payloadPreview).toBe(`value ${number}`);
      if (page.nextCursor === undefined) {
        expect(pages).toBe(3);
        break;
      }
      query = `?limit=10&cursor=${page.nextCursor}`;
    }
    expect(numbers).toEqual(Array.from({ length: 25 }, (_, i) => 25 - i));
    const exactly = await get<History>(`${here}/history?limit=25`);
    expect(exactly.nextCursor).toBeUndefined();
  });

  it('forgets the oldest beyond observe.history', async () => {
    for (let i = 1; i <= 510; i += 1) plant.publish('long/history', String(i), { qos: 1 });
    const here = await address('long/history', 510);
    const page = await get<History>(`${here}/history?limit=500`);
    expect(page).toMatchObject({ total: 510, held: 500 });
    expect(page.messages.at(-1)?.number).toBe(11);
    expect(page.nextCursor).toBeUndefined();
    expect((await ask(`${here}?number=10`)).problem.type).toBe('/problems/message-not-found');
    expect((await ask(`${here}/raw?number=11`)).body).toBe('11');
    const [series] = (await get<Series>(`${here}/series?field=`)).series;
    expect(series?.points.map(({ value }) => value)).toEqual(
      Array.from({ length: 500 }, (_, i) => i + 11),
    );
  });

  it.each(['limit=0', 'limit=501', 'cursor=0', 'cursor=x'])(
    'cannot be asked by %s',
    async (query) => {
      const { status } = await ask(`${await published('asked/wrong', 'x')}/history?${query}`);
      expect(status).toBe(400);
    },
  );
});

describe('the series of a topic', () => {
  it('are the numbers in its messages, oldest first, with holes where there are none', async () => {
    const here = await published(
      'series/of/numbers',
      ...['{"t":1,"p":{"x":-5}}', 'no JSON', '{"t":"warm","p":{"x":6e2}}', '{"t":4.5}'],
    );
    const field = (...fields: string[]) =>
      fields.map((one) => `field=${encodeURIComponent(one)}`).join('&');
    const body = await get<Series>(`${here}/series?${field('/t', '/p/x', '/none', '/t')}`);
    expect(body.fields).toEqual([{ field: '/t', value: 4.5 }]);
    const points = body.series.map((one) => [
      one.field,
      one.points.map(({ number, value }) => [number, value]),
    ]);
    expect(points).toEqual([
      [
        '/t',
        [
          [1, 1],
          [4, 4.5],
        ],
      ],
      [
        '/p/x',
        [
          [1, -5],
          [3, 600],
        ],
      ],
      ['/none', []],
    ]);
    expect(body.gaps).toEqual([]);
    const many = Array.from({ length: 9 }, (_, i) => `/${i}`);
    expect((await ask(`${here}/series?${field(...many)}`)).status).toBe(400);
  });

  it('names the numbers there are when none is asked for', async () => {
    const here = await published('series/named', '{"a":1,"b":[2,"x"],"c":true}');
    expect(await get<Series>(`${here}/series`)).toEqual({
      fields: [
        { field: '/a', value: 1 },
        { field: '/b/0', value: 2 },
      ],
      ...{ series: [], gaps: [] },
    });
  });
});

describe('what was missed', () => {
  it('is said where it lies between the messages, and in the status', async () => {
    const here = await published('around/a/gap', 'before');
    await broker.kill();
    await until(async () => (await status()).broker.status === 'disconnected');
    await broker.restart();
    await until(async () => (await status()).broker.status === 'connected');
    plant = await broker.connect();
    await plant.publishAsync('around/a/gap', 'after', { qos: 1 });
    await plant.publishAsync('around/a/gap', '7', { qos: 1 });
    await address('around/a/gap', 3);

    const absent = {
      ...{
        reason: 'absent',
        from: expect.stringMatching(/Z$/),
        until: expect.stringMatching(/Z$/),
      },
    };
    const { messages, gaps } = await get<History>(`${here}/history`);
    expect(messages.map(({ payloadPreview }) => payloadPreview)).toEqual(['7', 'after', 'before']);
    expect(gaps).toEqual([absent]);
    const [gap] = gaps;
    expect(Date.parse(gap?.from ?? '')).toBeGreaterThanOrEqual(
      Date.parse(messages[2]?.observedAt ?? ''),
    );
    expect(Date.parse(gap?.until ?? '')).toBeLessThanOrEqual(
      Date.parse(messages[1]?.observedAt ?? ''),
    );

    // Page by page it is said once: where the message before it follows.
    const first = await get<History>(`${here}/history?limit=1`);
    expect(first.gaps).toEqual([]);
    const second = await get<History>(`${here}/history?limit=1&cursor=${first.nextCursor}`);
    expect(second.gaps).toEqual(gaps);
    const third = await get<History>(`${here}/history?limit=1&cursor=${second.nextCursor}`);
    expect([third.gaps, third.nextCursor]).toEqual([[], undefined]);
    expect((await get<Series>(`${here}/series?field=`)).gaps).toEqual(gaps);

    const { observer } = await status();
    expect(observer.gaps).toEqual([absent, absent]);
    expect(observer.gaps[1]).toEqual(gap);
    expect(observer.missedUpTo).toBe(0);
  });
});

describe('the metrics', () => {
  it('say how much is seen, held, let go and missed', async () => {
    await published('counted/for/prometheus', 'x');
    const value = async (name: string) => {
      const { body } = await served.ask('/metrics');
      return Number(new RegExp(`^${name} (.*)$`, 'm').exec(String(body))?.[1]);
    };
    await until(async () => (await value('mcm_broker_topics')) >= 1);
    expect(await value('mcm_broker_messages_total')).toBeGreaterThanOrEqual(1);
    expect(await value('mcm_broker_evicted_payloads_total')).toBeGreaterThanOrEqual(1);
    expect(await value('mcm_broker_evicted_history_total')).toBeGreaterThanOrEqual(0);
    expect(await value('mcm_broker_evicted_topics_total')).toBe(0);
    expect(await value('mcm_broker_missed_messages_total')).toBe(0);
    expect(await value('mcm_broker_retained_topics')).toBeGreaterThanOrEqual(0);
    expect(await value('mcm_observer_memory_budget_bytes')).toBe(32_000_000);
    expect(await value('mcm_observer_memory_bytes')).toBeGreaterThan(0);
    expect(await value('mcm_observer_memory_bytes')).toBeLessThanOrEqual(32_000_000);
    expect(await value('mcm_observer_tick_lateness_seconds_count')).toBeGreaterThan(0);
    expect(await value('mcm_observer_restarts_total')).toBe(0);
    expect(await value('mcm_streams_open')).toBe(0);
    const stream = served.stream(headers['authorization']?.slice('Bearer '.length) ?? '');
    await stream.frame(({ type }) => type === 'broker_status');
    expect(await value('mcm_streams_open')).toBe(1);
    stream.socket.close();
    await until(async () => (await value('mcm_streams_open')) === 0);
  });
});
