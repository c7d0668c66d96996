import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { MqttClient } from 'mqtt';
import { get } from 'sparkplug-payload';
import { parse } from 'yaml';
import {
  APPLY_STATES,
  APPLY_STEPS,
  LOG_SEVERITIES,
  STREAM_CLOSE,
  STREAM_LIMITS,
  STREAM_PATH,
  type StreamEvent,
} from '#contract';
import {
  startMosquitto,
  temporaryFolder,
  until,
  type TemporaryFolder,
  type TestBroker,
} from '#testing';
import { AccessApi } from './access-api.js';
import { serverSockets } from './server-sockets.js';
import { serve, type Served } from './served.js';

interface Schema {
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
interface AsyncApi {
  readonly channels: {
    readonly events: { readonly address: string; readonly description: string };
  };
  readonly operations: Readonly<Record<'tell' | 'watch', { readonly messages: readonly object[] }>>;
  readonly components: {
    readonly messages: Readonly<
      Record<string, { readonly name: string; readonly payload: object }>
    >;
    readonly schemas: Readonly<Record<StreamEvent['type'] | 'watch', Schema>>;
  };
}

const read = (path: string) =>
  readFileSync(new URL(`../../../docs/${path}`, import.meta.url), 'utf8');
const document = parse(read('asyncapi.yaml')) as AsyncApi;
const { schemas, messages } = document.components;
const ajv = new Ajv({ formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ } });
/** Stricter than what is published: a field that the document does not know is a fault of one of the two. */
const checks = new Map<string, ValidateFunction>(
  Object.entries(schemas).map(([type, schema]) => [
    type,
    ajv.compile({ ...schema, additionalProperties: false }),
  ]),
);
const faults = (frame: { readonly type: string }) => {
  const check = checks.get(frame.type);
  return check?.(frame) === true ? [] : (check?.errors ?? ['no such frame']);
};

/** Of what waits for a client, from which on it is behind. */
const BEHIND_BYTES = 262_144;
/** Everybody may do everything. */
const RULES = 'topic #\ntopic read $SYS/#\n';

let home: TemporaryFolder;
let broker: TestBroker;
let aclFile: string;
let served: Served;
let token: string;
/** The server's ends of all connections. */
let sockets: ReadonlySet<Socket>;
beforeAll(async () => {
  home = await temporaryFolder();
  const pidFile = join(home.path, 'pid');
  const logs = ['log_dest stderr', 'log_dest topic', 'log_type all'];
  broker = await startMosquitto({ aclFile: RULES, conf: [`pid_file ${pidFile}`, ...logs] });
  aclFile = join(broker.folder, 'acl');
  served = await serve({
    env: {
      MCM_MOSQUITTO_PORT: String(broker.port),
      MCM_MOSQUITTO_ACCESS_ALLOW_ANONYMOUS: 'true',
      MCM_MOSQUITTO_ACCESS_BACKEND: 'file',
      MCM_MOSQUITTO_ACCESS_ACL_FILE: aclFile,
      MCM_MOSQUITTO_ACCESS_RELOAD_PID_FILE: pidFile,
    },
  });
  sockets = serverSockets(served);
  token = await served.logIn();
  await until(async () => {
    const { body } = await served.ask('/readyz');
    return (body as { broker: string }).broker === 'connected';
  });
});
afterAll(async () => {
  await served.stop();
  await broker.stop();
  await home.remove();
});

/** A schema that is broken by what is above 300, an edge node's birth, and a rule that fires once the broker is gone. */
async function bringAboutNews(plant: MqttClient): Promise<void> {
  const admin = served.as(token);
  const document = { type: 'number', maximum: 300 };
  await admin('POST', '/api/v1/json-schemas', { name: 'oven', topicFilter: 'oven', document });
  const condition = { kind: 'broker_down' };
  const rule = { name: 'gone', severity: 'critical', forSeconds: 0, condition };
  expect((await admin('POST', '/api/v1/alert-rules', rule)).status).toBe(201);
  const birth = get('spBv1.0')!.encodePayload({ timestamp: Date.now(), seq: 0, metrics: [] });
  await plant.publishAsync('spBv1.0/g/NBIRTH/n', Buffer.from(birth), { qos: 1 });
}

describe('the AsyncAPI document', () => {
  it('describes every frame that the server sends, as it sends it', async () => {
    const stream = served.stream(token);
    await stream.frame(({ type }) => type === 'broker_log');
    stream.send({ type: 'watch', filters: ['#'], maxPerSecond: 20 });
    const plant = await broker.connect();
    const all = { empty: '', json: '{"a":1}', text: 'x'.repeat(3_000), binary: Buffer.of(0, 255) };
    const heard = () =>
      stream.frames.flatMap((one) => (one.type === 'topic_message' ? [one.topic] : []));
    await until(async () => {
      for (const [topic, payload] of Object.entries(all))
        await plant.publishAsync(topic, payload, { qos: 2, retain: true });
      return Object.keys(all).every((topic) => heard().includes(topic));
    });
    await bringAboutNews(plant);
    // Until messages are handed on to the judge, nothing is judged.
    await until(async () => {
      await plant.publishAsync('oven', '412', { qos: 1 });
      return stream.frames.some(({ type }) => type === 'schema_verdict');
    });
    await stream.frame(({ type }) => type === 'sparkplug_changed');
    const neighbour = served.stream(token);
    await neighbour.frame(({ type }) => type === 'broker_status');
    neighbour.send({ type: 'watch', filters: ['fence'], maxPerSecond: 20 });
    await until(async () => {
      await plant.publishAsync('fence', 'x', { qos: 1 });
      return neighbour.frames.some(({ type }) => type === 'topic_message');
    });
    let poured = 0;
    const pour = async () => {
      for (let i = 0; i < 500; i += 1) plant.publish(`lag/${poured++}`, 'x'.repeat(1_000));
      const fence = String(poured);
      await plant.publishAsync('fence', fence, { qos: 1 });
      await neighbour.frame((one) => one.type === 'topic_message' && one.payloadPreview === fence);
    };
    // Once it is behind, it has ten seconds until it loses its stream.
    stream.socket.pause();
    while (![...sockets].some(({ writableLength }) => writableLength > BEHIND_BYTES)) await pour();
    // More topics than are kept for it.
    for (let i = 0; i < 6; i += 1) await pour();
    stream.socket.resume();
    await stream.frame(({ type }) => type === 'lagged');
    const access = new AccessApi(served, token);
    await access.got('POST', 'access/draft/acl-text', { text: `# all\n${RULES}` });
    await stream.frame(({ type }) => type === 'access_draft_changed');
    expect((await access.apply()).state).toBe('committed');
    await stream.frame((one) => one.type === 'access_apply' && one.state === 'committed');
    await stream.frame(({ type }) => type === 'access_changed');
    await writeFile(aclFile, 'topic read a');
    await access.got('GET', 'access/policy');
    await stream.frame(({ type }) => type === 'access_drift');
    await broker.kill();
    await stream.frame((one) => one.type === 'broker_status' && one.status === 'disconnected');
    await stream.frame((one) => one.type === 'alerts_changed' && one.firing === 1);

    const types = new Set(stream.frames.map(({ type }) => type));
    const told = Object.keys(schemas).filter((type) => type !== 'watch');
    expect(types).toEqual(new Set(told));
    expect(stream.frames.filter((one) => faults(one).length > 0)).toEqual([]);
    for (const one of [stream, neighbour]) one.socket.close();
    await broker.restart();
  });

  it.each([
    [{ type: 'watch', filters: [] }],
    [{ type: 'watch', filters: ['#', '+', '/', '+/+/#', 'a//b', '$SYS/#', ' ', 'ä/🌡'] }],
    [{ type: 'watch', filters: ['a'], maxPerSecond: 0.5 }],
    [{ type: 'watch', filters: ['a'], maxPerSecond: 1_000 }],
    [{ type: 'watch', filters: Array.from({ length: 64 }, (_, i) => `a/${i}`) }],
    [{ type: 'watch' }],
    [{ type: 'watch', filters: 'a' }],
    [{ type: 'watch', filters: [1] }],
    [{ type: 'watch', filters: [''] }],
    [{ type: 'watch', filters: ['a#'] }],
    [{ type: 'watch', filters: ['#/a'] }],
    [{ type: 'watch', filters: ['a+/b'] }],
    [{ type: 'watch', filters: ['+a'] }],
    [{ type: 'watch', filters: ['a\0b'] }],
    [{ type: 'watch', filters: Array.from({ length: 65 }, (_, i) => `a/${i}`) }],
    [{ type: 'watch', filters: ['a'], maxPerSecond: 0 }],
    [{ type: 'watch', filters: ['a'], maxPerSecond: -1 }],
    [{ type: 'watch', filters: ['a'], maxPerSecond: '4' }],
    [{ type: 'watch', filters: ['a'], maxPerSecond: null }],
    [{ type: 'unwatch', filters: ['a'] }],
  ])('says of a frame from a client what the server says: %j', async (frame) => {
    const stream = served.stream(token);
    await stream.frame(({ type }) => type === 'broker_status');
    stream.send(frame);
    // A frame after it: by the time that the server closes for this one, it has judged the first.
    stream.send('not JSON');
    const valid = checks.get('watch')?.(frame) === true;
    await stream.closed();
    const [line] = served
      .log()
      .split('\n')
      .filter((one) => one.includes('sent a frame'))
      .slice(-1);
    expect([valid, line?.includes('sent a frame not JSON')]).toEqual([valid, valid]);
  });

  it('knows the limits, words and addresses of the contract', () => {
    const { watch, topic_message, broker_log } = schemas;
    expect(watch.properties['filters']).toMatchObject({ maxItems: STREAM_LIMITS.watchFilters });
    expect(watch.properties['maxPerSecond']).toMatchObject({
      default: STREAM_LIMITS.defaultPerSecond,
      description: expect.stringContaining(`More than ${STREAM_LIMITS.maxPerSecond} `),
    });
    expect(topic_message.properties['payloadPreview']).toMatchObject({
      maxLength: STREAM_LIMITS.previewBytes,
    });
    expect(broker_log.properties['severity']).toMatchObject({ enum: [...LOG_SEVERITIES] });
    expect(schemas.access_apply.properties).toMatchObject({
      state: { enum: [...APPLY_STATES] },
      step: { enum: [...APPLY_STEPS] },
    });
    expect(document.channels.events.address).toBe(STREAM_PATH);
    for (const code of Object.values(STREAM_CLOSE)) {
      expect(document.channels.events.description).toContain(String(code));
      expect(read('stream.md')).toContain(`| ${code} |`);
    }
  });

  it('leaves no frame out of its operations', () => {
    const { tell, watch } = document.operations;
    const names = (operation: { readonly messages: readonly object[] }) =>
      operation.messages.map((reference) => {
        const [, key = ''] = /messages\/(\w+)"/.exec(JSON.stringify(reference)) ?? [];
        expect(messages[key]?.payload).toEqual({
          $ref: `#/components/schemas/${messages[key]?.name}`,
        });
        return messages[key]?.name;
      });
    expect([...names(tell), ...names(watch)].sort()).toEqual(Object.keys(schemas).sort());
  });
});
