import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { deflateSync, gzipSync } from 'node:zlib';
import { startMosquitto, until, type TestBroker } from '#testing';
import { BORN, sparkplugPayload, TestNode } from './edge-node.js';
import { serve, type Served } from './served.js';

const MIB = 1_048_576;

let broker: TestBroker;
let served: Served;
let token: string;
beforeAll(async () => {
  broker = await startMosquitto({ quiet: true });
  served = await serve({ env: { MCM_MOSQUITTO_PORT: String(broker.port) } });
  token = await served.logIn();
  await until(async () => {
    const { body } = await served.ask('/readyz');
    return (body as { broker: string }).broker === 'connected';
  });
});
afterAll(async () => {
  await served.stop();
  await broker.stop();
});

interface Node {
  readonly id: string;
  readonly node: string;
  readonly state: string;
  readonly faults: number;
}
const node = async (name: string): Promise<Node | undefined> => {
  const path = `/api/v1/sparkplug/nodes?search=${name}&limit=500`;
  const { body } = await served.as(token)('GET', path);
  return (body as { nodes: readonly Node[] }).nodes.find((one) => one.node === name);
};

/** Payloads that are wrong, or too much, in as many ways as come to mind. */
function* hostile(): Generator<Buffer> {
  const whole = sparkplugPayload(BORN, 0);
  for (let i = 0; i < 100; i++) {
    yield randomBytes(i * 7);
    yield whole.subarray(0, Math.floor((whole.length * i) / 100));
    const flipped = Buffer.from(whole);
    flipped.writeUInt8(randomBytes(1)[0]!, (i * 131) % flipped.length);
    yield flipped;
  }
  yield Buffer.alloc(MIB, 0xff);
  yield Buffer.alloc(5 * MIB, 0x12);
  // A metric of two bytes each, and a template in a template without end.
  yield Buffer.alloc(4 * MIB, Buffer.of(0x12, 0x00));
  yield Buffer.alloc(MIB, Buffer.of(0x92, 0x01));
  const bomb = Buffer.alloc(64 * MIB);
  for (const body of [deflateSync(bomb), gzipSync(bomb)]) {
    const algorithm = body[0] === 0x1f ? 'GZIP' : 'DEFLATE';
    yield compressed(body, algorithm);
  }
}

function compressed(body: Buffer, algorithm: string): Buffer {
  const uuid = Buffer.from('SPBV1.0_COMPRESSED');
  const length = [body.length & 0x7f, body.length >> 7, body.length >> 14].map((part, index) =>
    index < 2 ? (part & 0x7f) | 0x80 : part,
  );
  return Buffer.concat([
    Buffer.of(0x22, uuid.length),
    uuid,
    Buffer.of(0x2a, ...length),
    body,
    sparkplugPayload([{ name: 'algorithm', type: 'String', value: algorithm }]),
  ]);
}

it('whatever is published to its topics, the thread lives on, and honest nodes are followed', async () => {
  const honest = await TestNode.connect(broker, 'plant', 'honest', 0);
  await honest.birth();
  const client = await broker.connect();
  const types = ['NBIRTH', 'NDATA', 'DBIRTH', 'DDATA', 'NDEATH', 'NCMD', 'DDEATH', 'DCMD'];
  let count = 0;
  for (const payload of hostile()) {
    const type = types[count % types.length]!;
    const device = type.startsWith('D') ? '/device' : '';
    const topic = `spBv1.0/hostile/${type}/n${count % 5}${device}`;
    await client.publishAsync(topic, payload, { qos: 1 });
    await client.publishAsync('spBv1.0/STATE/host', payload.subarray(0, 10_000), { qos: 1 });
    count += 1;
  }
  await honest.data({ alias: 1, type: 'Double', value: 5 });
  await until(async () => {
    const path = `/api/v1/sparkplug/nodes/${(await node('honest'))?.id}`;
    const { body } = await served.as(token)('GET', path);
    return (body as { seq?: { last?: number } }).seq?.last === 1;
  });
  expect(await node('honest')).toMatchObject({ state: 'online', faults: 0 });
  // As of the last tick.
  for (const kind of ['bad-payload', 'bad-state']) {
    const many = new RegExp(`mcm_sparkplug_faults_total\\{kind="${kind}"\\} \\d{2}`);
    await until(async () => many.test(String((await served.ask('/metrics')).body)));
  }
  expect((await served.ask('/metrics')).body).toContain('mcm_sparkplug_restarts_total 0');
  // Each of them can be looked at.
  const topics = await served.as(token)('GET', '/api/v1/topics?contains=hostile&limit=100');
  for (const { id } of (topics.body as { topics: readonly { id: string }[] }).topics) {
    for (const path of [`${id}?decode=sparkplug`, `${id}/history`, `${id}/series?field=x`]) {
      expect((await served.as(token)('GET', `/api/v1/topics/${path}`)).status).toBe(200);
    }
  }
});

it('when MCM lost its broker, nodes are unknown until they speak, and are not blamed', async () => {
  const before = await TestNode.connect(broker, 'plant', 'lost', 0);
  await before.birth();
  await until(async () => (await node('lost'))?.state === 'online');
  // Killed, it publishes no will.
  await broker.kill();
  await until(async () => (await node('lost'))?.state === 'unknown');
  await broker.restart();
  await until(async () => {
    const { body } = await served.ask('/readyz');
    return (body as { broker: string }).broker === 'connected';
  });
  const after = await TestNode.connect(broker, 'plant', 'lost', 1);
  after.lose(20);
  await after.data({ alias: 1, type: 'Double', value: 5 });
  await until(async () => (await node('lost'))?.state === 'online');
  expect(await node('lost')).toMatchObject({ faults: 0 });
});
