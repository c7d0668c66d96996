import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { IClientOptions, IPublishPacket } from 'mqtt';
import {
  freePort,
  oldBroker,
  startMosquitto,
  until,
  type OldBroker,
  type TestBroker,
} from '#testing';
import { BrokerPublisher, type BrokerPublisherOptions } from './broker-publisher.js';
import { BrokerUnreachable } from './errors.js';
import type { OutgoingMessage } from './message.js';
import { encodeProperties } from './publish-properties.js';

const open: BrokerPublisher[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

function publisher(
  { host, port }: Pick<TestBroker, 'host' | 'port'>,
  more: Partial<BrokerPublisherOptions> & { readonly username?: string } = {},
): BrokerPublisher {
  const { username, ...options } = more;
  const logIn = username === undefined ? {} : { username, password: 'secret' };
  const target = () => Promise.resolve({ host, port, ...logIn });
  const made = new BrokerPublisher({ target, ...options });
  open.push(made);
  return made;
}
const message = (topic: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  ...{ topic, payload: Buffer.from('x'), qos: 1, retain: false, properties: new Uint8Array() },
  ...more,
});
/** A client that keeps the packets it gets. */
async function listener(broker: TestBroker, filter: string, options: IClientOptions = {}) {
  const got: IPublishPacket[] = [];
  const client = await broker.connect(options);
  client.on('message', (_topic, _payload, packet) => got.push(packet));
  await client.subscribeAsync(filter, { qos: 2 });
  return got;
}
const clients = ({ log }: TestBroker) =>
  log().match(/as mcm-publisher-[0-9a-f]{12} \(/g)?.length ?? 0;

const ended = ({ log }: TestBroker) =>
  log().match(/Client mcm-publisher-[0-9a-f]{12} disconnected\./g)?.length ?? 0;

describe('publishing', () => {
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await startMosquitto();
  });
  afterAll(() => broker.stop());

  it.each([
    [0, { acknowledged: false, noSubscribers: false }],
    [1, { acknowledged: true, noSubscribers: true }],
    // Mosquitto tells of nobody in PUBACK only.
    [2, { acknowledged: true, noSubscribers: false }],
  ] as const)('with QoS %i answers what the broker says', async (qos, answer) => {
    const to = publisher(broker);
    expect(await to.publish(message(`plant/${qos}`, { qos }))).toEqual(answer);
    const got = await listener(broker, `plant/${qos}`);
    const heard = { ...answer, noSubscribers: false };
    expect(await to.publish(message(`plant/${qos}`, { qos }))).toEqual(heard);
    await until(() => got.length === 1);
    expect(got[0]).toMatchObject({ qos, retain: false, dup: false });
  });

  it('brings any bytes, of any length', async () => {
    const got = await listener(broker, 'bytes/#');
    const payloads = [Buffer.alloc(0), Buffer.from([0, 255, 128]), Buffer.alloc(3_000_000, 7)];
    const to = publisher(broker);
    for (const payload of payloads) await to.publish(message('bytes/größe//', { payload, qos: 2 }));
    await until(() => got.length === 3);
    for (const [i, payload] of payloads.entries()) {
      expect(payload.equals(got[i]!.payload as Buffer)).toBe(true);
      expect(got[i]!.topic).toBe('bytes/größe//');
    }
  });

  it('brings all properties, user properties in their order', async () => {
    const client = await broker.connect();
    const raw: Buffer[] = [];
    client.stream.on('data', (bytes: Buffer) => raw.push(bytes));
    const got: IPublishPacket[] = [];
    client.on('message', (_topic, _payload, packet) => got.push(packet));
    await client.subscribeAsync('with/properties', { qos: 1 });
    const pairs = [
      ['b', '1'],
      ['a', '2'],
      ['b', '3'],
      ['', ''],
    ] as const;
    const properties = encodeProperties({
      payloadIsUtf8: true,
      messageExpiryInterval: 3_600,
      contentType: 'text/plain',
      responseTopic: 'answers',
      correlationData: Buffer.from('id'),
      userProperties: pairs.map(([name, value]) => ({ name, value })),
    });
    await publisher(broker).publish(message('with/properties', { properties }));
    await until(() => got.length === 1);
    expect(got[0]!.properties).toMatchObject({
      payloadFormatIndicator: true,
      messageExpiryInterval: 3_600,
      contentType: 'text/plain',
      responseTopic: 'answers',
      correlationData: Buffer.from('id'),
    });
    // mqtt.js forgets their order, the wire does not.
    const text = (one: string) => [one.length >> 8, one.length, ...Buffer.from(one)];
    const wire = pairs.flatMap(([name, value]) => [0x26, ...text(name), ...text(value)]);
    expect(Buffer.concat(raw).includes(Buffer.from(wire))).toBe(true);
  });

  it('takes any number of messages at once, each once', async () => {
    const got = await listener(broker, 'crowd/#');
    const to = publisher(broker);
    await Promise.all(
      Array.from({ length: 500 }, (_, i) =>
        to.publish(message(`crowd/${i}`, { qos: i % 2 ? 1 : 2 })),
      ),
    );
    await until(() => got.length >= 500);
    expect(new Set(got.map(({ topic }) => topic)).size).toBe(500);
    expect(got.length).toBe(500);
  });

  it('uses one connection, closes it when idle, and opens another when asked again', async () => {
    const before = clients(broker);
    const to = publisher(broker, { idleMs: 20 });
    await Promise.all([to.publish(message('idle/a')), to.publish(message('idle/b'))]);
    expect(clients(broker)).toBe(before + 1);
    await until(() => ended(broker) === clients(broker));
    await to.publish(message('idle/c'));
    expect(clients(broker)).toBe(before + 2);
  });

  it('comes back after the broker was away', async () => {
    const own = await startMosquitto();
    const to = publisher(own);
    await to.publish(message('a'));
    await own.kill();
    await expect(to.publish(message('a'))).rejects.toThrow(BrokerUnreachable);
    await own.restart();
    expect(await to.publish(message('a'))).toMatchObject({ acknowledged: true });
    await own.stop();
  });
});

describe('what the broker will not have', () => {
  const acl = ['user mcm', 'topic write open/#', 'topic read #', ''].join('\n');
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await startMosquitto({
      ...{ users: { mcm: 'secret' }, aclFile: acl },
      conf: ['message_size_limit 1000'],
    });
  });
  afterAll(() => broker.stop());

  it.each([1, 2] as const)('is refused with its reason, with QoS %i', async (qos) => {
    const to = publisher(broker, { username: 'mcm' });
    await expect(to.publish(message('closed', { qos }))).rejects.toMatchObject({
      name: 'PublishRefused',
      code: 0x87,
      message: expect.stringMatching(
        /Not authorized \(0x87\)\. Let the user of mosquitto.username/,
      ),
    });
    expect(await to.publish(message('open/door', { qos }))).toMatchObject({ acknowledged: true });
  });

  it('is dropped without a word with QoS 0, so nothing is said to be acknowledged', async () => {
    const got = await listener(broker, 'closed', { username: 'mcm', password: 'secret' });
    const to = publisher(broker, { username: 'mcm' });
    const answer = await to.publish(message('closed', { qos: 0 }));
    await to.publish(message('open/after'));
    expect([answer.acknowledged, got.length]).toEqual([false, 0]);
  });

  it('is refused when it is too large', async () => {
    const to = publisher(broker, { username: 'mcm' });
    const large = message('open/large', { payload: Buffer.alloc(1_001) });
    await expect(to.publish(large)).rejects.toMatchObject({ name: 'PublishRefused', code: 0x95 });
    expect(await to.publish(message('open/small'))).toMatchObject({ acknowledged: true });
  });

  it('is not sent when CONNACK already said no', async () => {
    const conf = ['max_packet_size 500', 'retain_available false', 'max_qos 1'];
    const strict = await startMosquitto({ conf });
    const to = publisher(strict);
    const refusals = [
      [message('a', { payload: Buffer.alloc(500) }), 0x95],
      [message('a', { retain: true }), 0x9a],
      [message('a', { qos: 2 }), 0x9b],
    ] as const;
    for (const [wrong, code] of refusals) {
      await expect(to.publish(wrong)).rejects.toMatchObject({ name: 'PublishRefused', code });
    }
    expect(await to.publish(message('a'))).toMatchObject({ acknowledged: true });
    await strict.stop();
  });

  it('is a login that is wrong', async () => {
    const to = publisher(broker, { username: 'stranger' });
    await expect(to.publish(message('open/a'))).rejects.toThrow(/refused the log-in.*Correct/);
  });
});

describe('brokers that are hardly there', () => {
  it('cannot be reached', async () => {
    const to = publisher({ host: '127.0.0.1', port: await freePort() });
    await expect(to.publish(message('a'))).rejects.toThrow(/^Nothing listens on/);
  });

  it('are given up when they do not answer in time', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const to = publisher({ host: '127.0.0.1', port }, { patienceMs: 50 });
    await expect(to.publish(message('a'))).rejects.toThrow('did not answer within 0.05 s');
    await to.close();
    silent.close();
  });

  it('may have taken what they did not acknowledge, and that is said', async () => {
    const broker = await startMosquitto();
    const got = await listener(broker, 'late');
    const to = publisher(broker, { patienceMs: 500 });
    // Which a busy machine may not manage in that time at once.
    const isTaken = () =>
      to.publish(message('before')).then(
        () => true,
        () => false,
      );
    await until(isTaken);
    const { pid } = broker;
    process.kill(pid!, 'SIGSTOP');
    try {
      await expect(to.publish(message('late'))).rejects.toThrow(
        'The broker did not acknowledge in 0.5 s; it may have taken the message all the same.',
      );
    } finally {
      process.kill(pid!, 'SIGCONT');
    }
    await until(() => got.length === 1);
    await broker.stop();
  });

  it('may have taken what was under way when they died', async () => {
    const broker = await startMosquitto();
    const to = publisher(broker);
    await to.publish(message('before'));
    process.kill(broker.pid!, 'SIGSTOP');
    const asked = expect(to.publish(message('a'))).rejects.toThrow(
      / The broker may have taken the message all the same\.$/,
    );
    await broker.kill();
    await asked;
    await broker.stop();
  });
});

describe('a broker that speaks MQTT 3.1.1 only', () => {
  let broker: TestBroker;
  let old: OldBroker;
  beforeAll(async () => {
    broker = await startMosquitto();
    old = await oldBroker(broker);
  });
  afterAll(async () => {
    old.stop();
    await broker.stop();
  });

  it.each([0, 1, 2] as const)('gets messages with QoS %i', async (qos) => {
    const got = await listener(broker, `old/${qos}`);
    const to = publisher(old);
    expect(await to.publish(message(`old/${qos}`, { qos }))).toMatchObject({
      acknowledged: qos > 0,
    });
    await until(() => got.length === 1);
    expect(got[0]).toMatchObject({ qos, payload: Buffer.from('x') });
  });

  it('gets no message without the properties that it was to have', async () => {
    const to = publisher(old);
    const properties = encodeProperties({ contentType: 'text/plain' });
    await expect(to.publish(message('old', { properties }))).rejects.toThrow(
      'The broker speaks MQTT 3.1.1, in which a message has no properties.',
    );
  });
});
