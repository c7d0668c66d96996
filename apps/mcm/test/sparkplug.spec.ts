import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMosquitto, until, type TestBroker } from '#testing';
import { readSparkplug, sparkplugPayload, TestNode } from './edge-node.js';
import { loggedIn } from './people.js';
import { serve, type Answer, type Served, type TestStream } from './served.js';
import { TestClock } from './test-clock.js';

interface Node {
  readonly id: string;
  readonly group: string;
  readonly node: string;
  readonly state: string;
  readonly births: number;
  readonly deaths: number;
  readonly seq: { readonly last?: number; readonly gaps: number };
  readonly bdSeq: { readonly birth?: number; readonly mismatches: number };
  readonly unknownAliases: number;
  readonly rebirthStorm: boolean;
  readonly faults: number;
  readonly metrics: number;
}
interface Detail extends Node {
  readonly deviceList: readonly { readonly device: string; readonly state: string }[];
  readonly timeline: readonly { readonly kind: string; readonly detail: string }[];
}
interface Metric {
  readonly name: string;
  readonly value: unknown;
  readonly topicId: string;
  readonly field: string;
}

let broker: TestBroker;
let served: Served;
let token: string;
let operator: string;
let stream: TestStream;
const clock = new TestClock();
beforeAll(async () => {
  broker = await startMosquitto();
  // It has been there for a while when MCM begins to look.
  const early = await TestNode.connect(broker, 'plant', 'early', 3);
  await early.birth();
  served = await serve({ env: { MCM_MOSQUITTO_PORT: String(broker.port) }, clock: clock.read });
  token = await served.logIn();
  operator = (await loggedIn(served, token, 'operator')).token;
  stream = served.stream(token);
  await until(async () => {
    const { body } = await served.ask('/readyz');
    return (body as { broker: string }).broker === 'connected';
  });
  await early.data({ alias: 1, type: 'Double', value: 1 });
  await nodeThat('early', () => true);
});
afterAll(async () => {
  await served.stop();
  await broker.stop();
});

const ask = async <T>(path: string): Promise<T> =>
  (await served.as(token)('GET', `/api/v1${path}`)).body as T;
const nodes = async (query = '') =>
  (await ask<{ nodes: readonly Node[] }>(`/sparkplug/nodes?${query}`)).nodes;
const detail = (id: string) => ask<Detail>(`/sparkplug/nodes/${id}`);
const metrics = async (id: string, query = '') =>
  (await ask<{ metrics: readonly Metric[] }>(`/sparkplug/nodes/${id}/metrics?${query}`)).metrics;

/** The node of this name, once it is as wanted. */
async function nodeThat(name: string, wanted: (node: Node) => boolean): Promise<Node> {
  let last: readonly Node[] = [];
  await until(
    async () => {
      last = await nodes(`search=${name}`);
      return last.some((node) => node.node === name && wanted(node));
    },
    () => JSON.stringify(last),
  );
  return last.find(({ node }) => node === name)!;
}

const topicOf = async (topic: string) => {
  const { body } = await served.as(token)('POST', '/api/v1/topics/lookup', { topics: [topic] });
  return (body as { topics: readonly { id: string }[] }).topics[0]!.id;
};

describe('an edge node on a real broker', () => {
  it('is followed from birth over data, a gap, death by its will, to its next birth', async () => {
    const node = await TestNode.connect(broker, 'plant', 'line-7', 0);
    await node.birth();
    const { id } = await nodeThat('line-7', ({ state }) => state === 'online');
    await node.ofDevice('DBIRTH', 'press', { name: 'force', alias: 9, type: 'Int16', value: -4 });
    await node.data({ alias: 1, type: 'Double', value: 21.5 });
    await node.ofDevice('DDATA', 'press', { alias: 9, type: 'Int16', value: -5 });
    const born = await nodeThat('line-7', ({ seq }) => seq.last === 3);
    expect(born).toMatchObject({
      ...{ id, group: 'plant', state: 'online', births: 1, deaths: 0, devices: 1, metrics: 7 },
      ...{ seq: { last: 3, gaps: 0 }, bdSeq: { birth: 0, mismatches: 0 }, faults: 0 },
      ...{ lateBirths: 0, unknownAliases: 0, rebirthStorm: false },
    });

    node.lose(2);
    await node.data({ alias: 99, type: 'Double', value: 1 });
    const gap = await nodeThat('line-7', ({ seq }) => seq.last === 6);
    expect(gap).toMatchObject({ state: 'online', seq: { gaps: 1 }, unknownAliases: 1, faults: 2 });

    node.die();
    await nodeThat('line-7', ({ state }) => state === 'offline');
    const dead = await detail(id);
    expect(dead).toMatchObject({ deaths: 1, deviceList: [{ device: 'press', state: 'offline' }] });
    expect(dead.timeline.map(({ kind }) => kind)).toEqual([
      ...['death', 'unknown-alias', 'seq-gap', 'device-birth', 'birth'],
    ]);

    const again = await TestNode.connect(broker, 'plant', 'line-7', 1);
    await again.birth();
    const back = await nodeThat('line-7', ({ births }) => births === 2);
    expect(back).toMatchObject({ state: 'online', bdSeq: { birth: 1 }, seq: { last: 0, gaps: 1 } });
    expect((await detail(id)).deviceList).toMatchObject([{ device: 'press', state: 'offline' }]);
    await stream.frame(
      (frame) =>
        frame.type === 'sparkplug_changed' && frame.nodeId === id && frame.state === 'offline',
    );
  });

  it('that was there before MCM is unknown, without blame, until it is born again', async () => {
    const { id } = await nodeThat('early', ({ state }) => state === 'unknown');
    expect(await detail(id)).toMatchObject({ births: 0, faults: 0, unknownAliases: 0 });
    const asked = await served.as(operator)('POST', `/api/v1/sparkplug/nodes/${id}/rebirth`);
    expect(asked.status).toBe(200);
    const node = await TestNode.connect(broker, 'plant', 'early', 4);
    await node.birth();
    expect(await nodeThat('early', ({ state }) => state === 'online')).toMatchObject({ faults: 0 });
  });
});

describe('the metrics of a node', () => {
  let id: string;
  beforeAll(async () => {
    const node = await TestNode.connect(broker, 'plant', 'metrics', 0);
    await node.birth();
    await node.ofDevice('DBIRTH', 'oven', { name: 'heat', type: 'Float', value: 0.5 });
    for (const value of [1, 2, 3]) await node.data({ alias: 1, type: 'Double', value });
    id = (await nodeThat('metrics', ({ seq }) => seq.last === 4)).id;
  });

  it('are told with their last values, by name', async () => {
    const found = await metrics(id);
    const [, , count, motor, shifts, temperature] = found;
    expect(found.map(({ name }) => name)).toEqual([
      ...['Node Control/Rebirth', 'bdSeq', 'count', 'motor', 'shifts', 'temperature'],
    ]);
    expect(count).toMatchObject({ name: 'count', alias: 2, type: 'UInt64', value: 7 });
    expect(motor).toMatchObject({
      type: 'Template',
      value: { reference: 'Motor', metrics: [{ name: 'rpm', type: 'Int32', value: 1450 }] },
    });
    expect(shifts?.value).toEqual({
      ...{ columns: ['name', 'parts'], types: ['String', 'Int32'] },
      rows: [
        ['early', 12],
        ['late', -1],
      ],
    });
    expect(temperature).toMatchObject({
      ...{ name: 'temperature', alias: 1, type: 'Double', value: 3, quality: 192 },
      ...{ isNull: false, isHistorical: false, isTransient: false, field: 'temperature' },
      properties: { unit: { type: 'String', value: '°C' } },
    });
  });

  it('come in pages, of a device, and by part of their name', async () => {
    const path = `/sparkplug/nodes/${id}/metrics`;
    const names: string[] = [];
    let cursor = '';
    do {
      const page = await ask<{ metrics: readonly Metric[]; nextCursor?: string }>(
        `${path}?limit=4${cursor}`,
      );
      names.push(...page.metrics.map(({ name }) => name));
      cursor =
        page.nextCursor === undefined ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`;
    } while (cursor !== '');
    expect(names).toEqual([...names].sort());
    expect(names).toHaveLength(6);
    expect(await metrics(id, 'device=oven')).toMatchObject([{ name: 'heat', value: 0.5 }]);
    expect(await metrics(id, 'search=TEMP')).toMatchObject([{ name: 'temperature' }]);
    const { problem } = await served.as(token)('GET', `/api/v1${path}?device=none`);
    expect(problem.type).toBe('/problems/sparkplug-node-not-found');
  });

  it('lead to their history, by name', async () => {
    const [{ topicId, field }] = (await metrics(id, 'search=temp')) as [Metric];
    const { series, fields } = await ask<{
      series: readonly { field: string; points: readonly { value: number }[] }[];
      fields: readonly { field: string; value: number }[];
    }>(`/topics/${topicId}/series?field=${field}&field=nothing`);
    expect(series.map((one) => one.field)).toEqual(['temperature', 'nothing']);
    expect(series[0]?.points.map(({ value }) => value)).toEqual([1, 2, 3]);
    expect(series[1]?.points).toEqual([]);
    expect(fields).toEqual([{ field: 'temperature', value: 3 }]);
  });
});

describe('a topic of Sparkplug', () => {
  it('is decoded, with the names of its aliases, and that is the likely decode', async () => {
    const id = await topicOf('spBv1.0/plant/NDATA/metrics');
    const { message } = await ask<{ message: Record<string, unknown> }>(
      `/topics/${id}?decode=sparkplug`,
    );
    expect(message).toMatchObject({
      likely: 'sparkplug',
      decoded: {
        as: 'sparkplug',
        truncated: false,
        sparkplug: {
          ...{ seq: 4, metricCount: 1, unresolved: 0 },
          metrics: [{ name: 'temperature', alias: 1, type: 'Double', value: 3 }],
        },
      },
    });
    const history = await ask<{ messages: readonly { sparkplug: string }[] }>(
      `/topics/${id}/history`,
    );
    expect(history.messages.map(({ sparkplug }) => sparkplug)).toEqual([
      ...['1 metric, seq 4', '1 metric, seq 3', '1 metric, seq 2'],
    ]);
  });

  it('says why a payload is none, and is read as other topics are', async () => {
    const topic = 'spBv1.0/plant/NDATA/broken';
    const client = await broker.connect();
    await client.publishAsync(topic, '{"t":1}', { qos: 1 });
    await nodeThat('broken', ({ faults }) => faults > 0);
    const id = await topicOf(topic);
    const { message } = await ask<{ message: Record<string, unknown> }>(
      `/topics/${id}?decode=sparkplug`,
    );
    expect(message).toMatchObject({
      likely: 'json',
      decoded: { as: 'sparkplug', problem: expect.stringMatching(/at byte \d+\.$/) },
    });
    const { fields } = await ask<{ fields: unknown }>(`/topics/${id}/series`);
    expect(fields).toEqual([{ field: '/t', value: 1 }]);
  });

  it('may be asked of any topic', async () => {
    const client = await broker.connect();
    await client.publishAsync('elsewhere', sparkplugPayload([], 3), { qos: 1 });
    let id = '';
    await until(async () => {
      const { topics } = await ask<{ topics: readonly { id: string }[] }>(
        '/topics?filter=elsewhere',
      );
      id = topics[0]?.id ?? '';
      return id !== '';
    });
    const { message } = await ask<{ message: object }>(`/topics/${id}?decode=sparkplug`);
    expect(message).toMatchObject({ decoded: { sparkplug: { seq: 3, metrics: [] } } });
  });
});

describe('groups, nodes and hosts', () => {
  it('are listed and counted', async () => {
    const client = await broker.connect();
    const said = '{"online":true,"timestamp":1000}';
    await client.publishAsync('spBv1.0/STATE/scada', said, { qos: 1, retain: true });
    await client.publishAsync('STATE/old', 'OFFLINE', { qos: 1, retain: true });
    const hosts = () => ask<{ hosts: readonly object[] }>('/sparkplug/hosts');
    await until(async () => (await hosts()).hosts.length === 2);
    expect((await hosts()).hosts).toMatchObject([
      { host: 'old', state: 'offline', version: '2.2' },
      { host: 'scada', state: 'online', version: '3.0' },
    ]);
    const other = await TestNode.connect(broker, 'another', 'node', 0);
    await other.birth();
    await nodeThat('node', ({ group }) => group === 'another');
    const { groups } = await ask<{ groups: readonly { group: string }[] }>('/sparkplug/groups');
    expect(groups[0]).toEqual({
      ...{ group: 'another', nodes: 1, online: 1, offline: 0, unknown: 0, devices: 0 },
    });
    expect(groups[1]?.group).toBe('plant');
    const inPages: string[] = [];
    let cursor = '';
    do {
      const page = await ask<{ nodes: readonly Node[]; nextCursor?: string }>(
        `/sparkplug/nodes?limit=2${cursor}`,
      );
      inPages.push(...page.nodes.map(({ group, node }) => `${group}/${node}`));
      cursor =
        page.nextCursor === undefined ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`;
    } while (cursor !== '');
    expect(inPages).toEqual((await nodes()).map(({ group, node }) => `${group}/${node}`));
    expect((await nodes('group=another&state=online')).map(({ node }) => node)).toEqual(['node']);
    expect(await nodes('group=another&state=offline')).toEqual([]);
  });

  it('are in the metrics, with labels that are bounded', async () => {
    const client = await broker.connect();
    await client.publishAsync('spBv1.0/plant/NDATA/line-7', 'not protobuf', { qos: 1 });
    const body = async () => (await served.ask('/metrics')).body as string;
    const fault = /mcm_sparkplug_faults_total\{kind="bad-payload"\} [1-9]/;
    await until(async () => fault.test(await body()));
    const text = await body();
    expect(text).toMatch(/mcm_sparkplug_nodes\{state="online"\} [1-9]/);
    expect(text).toMatch(/mcm_sparkplug_devices\{state="unknown"\} \d/);
    expect(text).toMatch(/mcm_sparkplug_messages_total\{type="NBIRTH"\} [1-9]/);
    expect(text).toContain('mcm_sparkplug_missed_messages_total 0');
    expect(text).not.toContain('line-7');
  });
});

describe('a request for births', () => {
  const request = (who: string, id: string): Promise<Answer> =>
    served.as(who)('POST', `/api/v1/sparkplug/nodes/${id}/rebirth`);

  it('reaches the node as a command, is audited, and is not repeated within ten seconds', async () => {
    const node = await TestNode.connect(broker, 'plant', 'asked', 0);
    const commands: { payload: Buffer; retain: boolean; qos: number }[] = [];
    node.client.on('message', (_, payload, { retain, qos }) =>
      commands.push({ payload, retain, qos }),
    );
    await node.client.subscribeAsync('spBv1.0/plant/NCMD/asked', { qos: 1 });
    await node.birth();
    const { id } = await nodeThat('asked', ({ state }) => state === 'online');
    const { status, body } = await request(operator, id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ topic: 'spBv1.0/plant/NCMD/asked' });
    await until(() => commands.length === 1);
    expect(commands[0]).toMatchObject({ retain: false, qos: 0 });
    const { metrics: sent, seq } = readSparkplug(commands[0]!.payload);
    expect(sent).toMatchObject([{ name: 'Node Control/Rebirth', type: 'Boolean', value: true }]);
    expect(seq ?? undefined).toBeUndefined();

    const again = await request(operator, id);
    expect(again.problem).toMatchObject({ type: '/problems/too-many-requests', status: 429 });
    expect(again.headers.get('retry-after')).toBe('10');
    clock.advance(10_000);
    expect((await request(operator, id)).status).toBe(200);
    const audit = await ask<{ events: readonly object[] }>(
      '/audit-events?action=sparkplug.rebirth',
    );
    expect(audit.events[0]).toMatchObject({
      ...{ action: 'sparkplug.rebirth', result: 'success' },
      ...{ resourceType: 'sparkplug', resourceId: id, resourceName: 'plant/asked' },
    });
    await until(async () => (await detail(id)).timeline[0]?.kind === 'rebirth-requested');
  });

  it('is for operators, and for nodes that are known', async () => {
    const { id } = await nodeThat('asked', () => true);
    const viewer = (await loggedIn(served, token, 'viewer')).token;
    expect((await request(viewer, id)).status).toBe(403);
    const { problem } = await request(operator, 'x'.repeat(22));
    expect(problem).toMatchObject({ type: '/problems/sparkplug-node-not-found', status: 404 });
    expect((await request(operator, 'nonsense')).status).toBe(400);
  });

  it('is not made more than thirty times a minute', async () => {
    clock.advance(120_000);
    const ids: string[] = [];
    const client = await broker.connect();
    for (let i = 0; i < 31; i++) {
      await client.publishAsync(`spBv1.0/many/NDATA/n${i}`, sparkplugPayload([], 0), { qos: 1 });
    }
    await until(async () => (await nodes('group=many')).length === 31);
    for (const { id } of await nodes('group=many')) ids.push(id);
    for (const id of ids.slice(0, 30)) expect((await request(operator, id)).status).toBe(200);
    const refused = await request(operator, ids[30]!);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
  });
});
