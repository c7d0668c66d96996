import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { IPublishPacket } from 'mqtt';
import { startMosquitto, until, type TestBroker } from '#testing';
import { loggedIn } from './people.js';
import { serve, type Answer, type Served } from './served.js';

const ACL = [
  'user mcm',
  'topic read #',
  'topic read $SYS/#',
  'topic write plant/#',
  'user plc',
  'topic readwrite #',
  '',
].join('\n');

let broker: TestBroker;
let served: Served;
let admin: string;
let operator: { readonly username: string; readonly token: string };
const got: IPublishPacket[] = [];
beforeAll(async () => {
  const users = { mcm: 'secret of mcm', plc: 'secret of plc' };
  broker = await startMosquitto({ users, aclFile: ACL });
  served = await serve({
    env: {
      MCM_MOSQUITTO_PORT: String(broker.port),
      MCM_MOSQUITTO_USERNAME: 'mcm',
      MCM_MOSQUITTO_PASSWORD: users.mcm,
    },
  });
  admin = await served.logIn();
  operator = await loggedIn(served, admin, 'operator');
  const plc = await broker.connect({ username: 'plc', password: users.plc });
  plc.on('message', (_topic, _payload, packet) => got.push(packet));
  await plc.subscribeAsync('#', { qos: 2, rap: true });
});
afterAll(async () => {
  await served.stop();
  await broker.stop();
});

const publish = (body: unknown, token = operator.token): Promise<Answer> =>
  served.as(token)('POST', '/api/v1/messages', body);
/** The packet that a subscriber got. */
async function heard(topic: string): Promise<IPublishPacket> {
  await until(() => got.some((packet) => packet.topic === topic));
  return got.find((packet) => packet.topic === topic) as IPublishPacket;
}
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('publishing', () => {
  it.each([
    ['text', 'grüße', Buffer.from('grüße')],
    ['json', '{"t": 21.50}', Buffer.from('{"t": 21.50}')],
    ['hex', '00 ff 80', Buffer.from([0, 255, 128])],
    ['base64', 'AP+A', Buffer.from([0, 255, 128])],
    ['cbor', '{"a":1}', Buffer.from([0xa1, 0x61, 0x61, 1])],
    ['msgpack', '[1,true]', Buffer.from([0x92, 1, 0xc3])],
    ['cbor', '', Buffer.alloc(0)],
  ])('brings what is written as %s to the broker: %s', async (format, payload, bytes) => {
    const topic = `plant/format/${format}/${bytes.length}`;
    const { status, body } = await publish({ topic, payload, format, qos: 1 });
    expect([status, body]).toEqual([
      200,
      {
        ...{ topic, payloadBytes: bytes.length, sha256: sha256(bytes), acknowledged: true },
        publishedAt: expect.any(String),
      },
    ]);
    expect((await heard(topic)).payload).toEqual(bytes);
  });

  it.each([
    [0, false, false],
    [1, true, true],
    [2, false, true],
  ])('keeps QoS %i and retain', async (qos, retain, acknowledged) => {
    const topic = `plant/qos/${qos}`;
    const { body } = await publish({ topic, payload: 'x', qos, retain });
    expect(body).toMatchObject({ acknowledged });
    expect(await heard(topic)).toMatchObject({ qos, retain });
  });

  it('brings all properties', async () => {
    const topic = 'plant/properties';
    const { status } = await publish({
      ...{ topic, payload: '{}', qos: 1 },
      properties: {
        ...{ contentType: 'application/json', responseTopic: 'plant/answers' },
        ...{ correlationData: 'AAEC', payloadIsUtf8: true, messageExpiryInterval: 600 },
        userProperties: [
          { name: 'unit', value: 'bar' },
          { name: 'unit', value: '°C' },
        ],
      },
    });
    expect(status).toBe(200);
    expect((await heard(topic)).properties).toMatchObject({
      ...{ contentType: 'application/json', responseTopic: 'plant/answers' },
      correlationData: Buffer.from([0, 1, 2]),
      ...{ payloadFormatIndicator: true, messageExpiryInterval: 600 },
      userProperties: { unit: ['bar', '°C'] },
    });
  });

  it('is audited by topic, size and hash, never by content', async () => {
    const secret = 'the content of a message';
    await publish({ topic: 'plant/audited', payload: secret, qos: 2, retain: true });
    await publish({ topic: 'closed/audited', payload: secret, qos: 1 });
    const { body } = await served.as(admin)('GET', '/api/v1/audit-events?limit=100');
    const events = (body as { events: { action: string; resourceId?: string }[] }).events;
    const of = (topic: string) =>
      events.filter(
        ({ action, resourceId }) => action === 'message.publish' && resourceId === topic,
      );
    const [done] = of('plant/audited');
    expect(done).toMatchObject({
      actor: { name: operator.username },
      result: 'success',
      changes: [
        { pointer: '/payloadBytes', after: secret.length },
        { pointer: '/qos', after: 2 },
        { pointer: '/retain', after: true },
        { pointer: '/sha256', after: sha256(Buffer.from(secret)) },
      ],
    });
    // Of a failure, too: what the broker does not acknowledge it may have taken.
    expect(of('closed/audited')[0]).toMatchObject({
      ...{ result: 'failure', reason: 'broker-refused' },
      changes: [
        { pointer: '/payloadBytes', after: secret.length },
        { pointer: '/qos', after: 1 },
        { pointer: '/retain', after: false },
        { pointer: '/sha256', after: sha256(Buffer.from(secret)) },
      ],
    });
    expect(JSON.stringify(body)).not.toContain(secret);
    expect(served.log()).not.toContain(secret);
  });
});

describe('what cannot be published', () => {
  it('is refused by the broker, with its reason', async () => {
    const { status, problem } = await publish({ topic: 'closed/a', payload: 'x', qos: 1 });
    expect([status, problem.type]).toEqual([409, '/problems/broker-refused']);
    expect(problem.detail).toContain('Not authorized (0x87). Let the user of mosquitto.username');
  });

  it('goes unnoticed with QoS 0, and nothing is claimed', async () => {
    const { status, body } = await publish({ topic: 'closed/b', payload: 'x' });
    expect([status, (body as { acknowledged: boolean }).acknowledged]).toEqual([200, false]);
  });

  it.each([
    ['a wildcard', { topic: 'a/+' }, '/topic', 'cannot contain the wildcards'],
    ['a topic of $SYS', { topic: '$SYS/a' }, '/topic', 'The broker publishes what is below $SYS'],
    ['a command', { topic: '$CONTROL/broker/v1' }, '/topic', 'MCM publishes there only to apply'],
    ['odd hex', { payload: '0', format: 'hex' }, '/payload', ''],
    ['broken JSON', { payload: '{"a":', format: 'cbor' }, '/payload', 'Line 1, character 6'],
    ['QoS 3', { qos: 3 }, '/qos', 'must be one of'],
    ['a line feed', { properties: { contentType: 'a\nb' } }, '/properties/contentType', 'U+000A'],
    [
      'half a character',
      { properties: { userProperties: [{ name: 'a', value: '\ud800' }] } },
      '/properties/userProperties/0/value',
      'half a character',
    ],
    [
      'a lie about UTF-8',
      { payload: 'ff', format: 'hex', properties: { payloadIsUtf8: true } },
      '/properties/payloadIsUtf8',
      'is not UTF-8',
    ],
  ])('is %s', async (_, wrong, pointer, words) => {
    const { status, problem } = await publish({ topic: 'plant/a', payload: 'x', ...wrong });
    expect([status, problem.type]).toEqual([400, '/problems/validation-failed']);
    expect(problem.errors).toEqual([{ pointer, detail: expect.stringContaining(words) }]);
  });

  it('is anything by somebody who may only look', async () => {
    const { token } = await loggedIn(served, admin, 'auditor');
    expect((await publish({ topic: 'plant/a', payload: 'x' }, token)).status).toBe(403);
  });

  it('is anything while the broker is away', async () => {
    const away = await serve();
    const answer = await away.as(await away.logIn())('POST', '/api/v1/messages', {
      ...{ topic: 'plant/a', payload: 'x' },
    });
    expect([answer.status, answer.problem.type]).toEqual([503, '/problems/broker-unavailable']);
    expect(answer.problem.detail).toMatch(/^Nothing listens on .* Start the broker/);
    await away.stop();
  });
});
