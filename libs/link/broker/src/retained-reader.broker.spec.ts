import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { oldBroker, startMosquitto, temporaryFolder, until, type TestBroker } from '#testing';
import { BrokerPublisher } from './broker-publisher.js';
import { BrokerUnreachable, FilterRefused } from './errors.js';
import type { OutgoingMessage, Qos, RetainedMessage, RetainedSize } from './message.js';
import { encodeProperties } from './publish-properties.js';
import { RetainedReader } from './retained-reader.js';

/** Messages of the large test; `make nightly` reads as many as the largest plants have. */
const MANY = process.env['MCM_SEARCH_RUNS'] === undefined ? 5_000 : 200_000;

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const targetOf = ({ host, port }: TestBroker) => ({ host, port });
async function reader(broker: TestBroker): Promise<RetainedReader> {
  const made = await RetainedReader.open(targetOf(broker));
  open.push(made);
  return made;
}
function publisher(broker: TestBroker): BrokerPublisher {
  const made = new BrokerPublisher({ target: () => Promise.resolve(targetOf(broker)) });
  open.push(made);
  return made;
}
const retained = (
  topic: string,
  payload: string | Uint8Array,
  more: Partial<OutgoingMessage> = {},
): OutgoingMessage => ({
  ...{ topic, payload: Buffer.from(payload), qos: 1, retain: true, properties: new Uint8Array() },
  ...more,
});
async function keep(broker: TestBroker, messages: readonly OutgoingMessage[]): Promise<void> {
  const to = publisher(broker);
  const left = messages.values();
  await Promise.all(
    Array.from({ length: 100 }, async () => {
      for (const message of left) await to.publish(message);
    }),
  );
}
async function fetched(from: RetainedReader, sizes: readonly RetainedSize[]) {
  const all: RetainedMessage[] = [];
  for await (const some of from.fetch(sizes)) all.push(...some);
  return all.sort((a, b) => (a.topic < b.topic ? -1 : 1));
}
const sizes = (...topics: string[]) => topics.map((topic) => ({ topic, payloadBytes: 1 }));

describe('reading what is retained', () => {
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await startMosquitto({ conf: ['sys_interval 1'] });
  });
  afterAll(() => broker.stop());

  it('lists a filter, whatever the topics are called, and nothing else', async () => {
    const topics = [
      'odd',
      'odd/',
      'odd//',
      'odd/größe/🌡',
      'odd/with space',
      `odd/${'x'.repeat(9_000)}`,
    ];
    await keep(
      broker,
      [...topics, '/odd', 'other', '$odd/a'].map((topic) => retained(topic, 'ab')),
    );
    const { found, payloadBytes, complete } = await (await reader(broker)).list('odd/#');
    expect(found.map(({ topic }) => topic).sort()).toEqual(topics.sort());
    expect({ payloadBytes, complete }).toEqual({
      payloadBytes: 2 * topics.length,
      complete: 'yes',
    });
  });

  it('leaves out what begins with $, unless it is asked for', async () => {
    await keep(broker, [retained('$plant/a', 'x')]);
    const from = await reader(broker);
    const all = (await from.list('#')).found.map(({ topic }) => topic);
    expect(all.filter((topic) => topic.startsWith('$'))).toEqual([]);
    expect((await from.list('$plant/#')).found).toEqual([{ topic: '$plant/a', payloadBytes: 1 }]);
  });

  it('fetches messages whole: bytes, QoS, and properties in their order', async () => {
    const payload = Uint8Array.of(0, 255, 1, 254);
    const properties = encodeProperties({
      payloadIsUtf8: false,
      messageExpiryInterval: 4_000_000_000,
      contentType: 'application/x',
      responseTopic: 'answers/here',
      correlationData: Uint8Array.of(0, 1, 2),
      userProperties: [
        { name: 'a', value: '1' },
        { name: 'b', value: '' },
        { name: 'a', value: '2' },
        { name: 'a', value: '2' },
      ],
    });
    const levels = [0, 1, 2] as const;
    await keep(
      broker,
      levels.map((qos) => retained(`whole/${qos}`, payload, { qos, properties })),
    );
    const messages = await fetched(await reader(broker), sizes('whole/0', 'whole/1', 'whole/2'));
    expect(messages.map(({ topic, qos }) => [topic, qos])).toEqual(
      levels.map((qos) => [`whole/${qos}`, qos]),
    );
    const content = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    for (const message of messages) {
      expect(content(message.payload)).toBe(content(payload));
      // The broker writes them in an order of its own, user properties in that of the publisher.
      expect(content(message.properties).length).toBe(content(properties).length);
      expect(content(message.properties)).toContain(
        content(properties.subarray(properties.indexOf(0x26))),
      );
    }
  });

  it('leaves out topics that nothing is retained of, and takes no live message for one', async () => {
    await keep(broker, [retained('live/held', 'held')]);
    const plant = await broker.connect();
    const over = new AbortController();
    const flood = (async () => {
      while (!over.signal.aborted) await plant.publishAsync('live/flood', 'live', { qos: 1 });
    })();
    const from = await reader(broker);
    for (let round = 0; round < 8; round += 1) {
      const messages = await fetched(from, sizes('live/flood', 'live/held', 'live/never'));
      expect(messages.map(({ topic }) => topic)).toEqual(['live/held']);
      expect((await from.list('live/#')).found).toEqual([{ topic: 'live/held', payloadBytes: 4 }]);
    }
    over.abort();
    await flood;
  });

  it(`reads ${MANY} messages of all QoS, and knows that these are all`, async () => {
    const messages = Array.from({ length: MANY }, (_, i) =>
      retained(`many/${i % 100}/${i}`, `{"value":${i},"unit":"bar"}`, { qos: (i % 3) as Qos }),
    );
    await keep(broker, messages);
    const from = await reader(broker);
    const list = await from.list('many/#');
    expect(list.found.length).toBe(MANY);
    expect(list.complete).toBe('yes');
    const all = await fetched(from, list.found);
    expect(all.length).toBe(MANY);
    for (const { topic, payload, qos } of all) {
      const i = Number(topic.split('/')[2]);
      if (qos !== i % 3 || Buffer.from(payload).toString() !== `{"value":${i},"unit":"bar"}`) {
        throw new Error(`${topic} came otherwise`);
      }
    }
  });

  it('says so when the broker breaks off', async () => {
    const own = await startMosquitto();
    const from = await reader(own);
    await own.kill();
    await expect(fetched(from, sizes('a'))).rejects.toThrow(BrokerUnreachable);
    await expect(RetainedReader.open(targetOf(own))).rejects.toThrow(/Nothing listens/);
    await own.stop();
  });
});

describe('brokers that queue little', () => {
  let broker: TestBroker;
  beforeAll(async () => {
    const conf = ['sys_interval 1', 'max_queued_messages 20', 'max_inflight_messages 20'];
    broker = await startMosquitto({ conf });
    await keep(
      broker,
      Array.from({ length: 600 }, (_, i) => retained(`few/${i}`, 'x'.repeat(100), { qos: 2 })),
    );
  });
  afterAll(() => broker.stop());

  it('still give up every message that is asked for by name', async () => {
    const topics = Array.from({ length: 600 }, (_, i) => `few/${i}`);
    const all = await fetched(await reader(broker), sizes(...topics, 'few/none'));
    expect(all.length).toBe(600);
  });
});

describe('a reader that falls behind', () => {
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await startMosquitto({ conf: ['sys_interval 1', 'max_queued_messages 10'] });
    // More than the buffers of all sockets on the way take.
    await keep(
      broker,
      Array.from({ length: 6_000 }, (_, i) => retained(`large/${i}`, 'x'.repeat(8_000))),
    );
  });
  afterAll(() => broker.stop());

  it('says that the list may lack something', async () => {
    const { list, close } = await behind();
    expect(list.found.length).toBeLessThan(6_000);
    expect(list.complete).toBe('perhaps-not');
    close();
  });

  /** Lists through a relay that reads nothing until the broker has written what it could. */
  async function behind() {
    const handled = () => broker.log().split('Received UNSUBSCRIBE from mcm-retained').length;
    const server = createServer((client) => {
      const upstream = connect(broker.port, broker.host);
      upstream.on('error', () => client.destroy());
      client.on('error', () => upstream.destroy());
      upstream.pipe(client);
      client.on('end', () => upstream.end());
      client.on('data', (bytes: Buffer) => {
        if (bytes[0] === 0x82 && bytes.includes('large/#')) {
          upstream.unpipe(client).pause();
          const before = handled();
          void until(() => handled() > before).then(() => upstream.pipe(client));
        }
        upstream.write(bytes);
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const from = await RetainedReader.open({ host: '127.0.0.1', port });
    const list = await from.list('large/#');
    await from.close();
    return { list, close: () => server.close() };
  }
});

describe('a broker that drops messages of others', () => {
  it('is asked again, and then has given all', async () => {
    const broker = await startMosquitto({ conf: ['sys_interval 1', 'max_queued_messages 100'] });
    await keep(
      broker,
      Array.from({ length: 600 }, (_, i) => retained(`a/${i}`, 'x')),
    );
    const [stalled, plant] = [await broker.connect(), await broker.connect()];
    await stalled.subscribeAsync('flood');
    stalled.stream.pause();
    const from = await reader(broker);
    let told = 0;
    plant.on('message', () => told++);
    await plant.subscribeAsync('$SYS/broker/uptime');
    const asked = () => broker.log().split('Sending SUBACK to mcm-retained').length;
    // As many as no buffer takes, before the broker tells its figures again; once more where it told them in between,
    // since it may then have dropped in two of its rounds.
    const large = Buffer.alloc(100_000);
    for (let isOne = false; !isOne;) {
      const before = told;
      await until(() => told > before);
      const [round, passes] = [told, asked()];
      const listing = from.list('a/#');
      await until(() => asked() > passes);
      await Promise.all(
        Array.from({ length: 300 }, () => plant.publishAsync('flood', large, { qos: 1 })),
      );
      isOne = told === round;
      const list = await listing;
      if (isOne) expect(list).toMatchObject({ complete: 'yes', payloadBytes: 600 });
    }
    expect(broker.log()).toContain('Outgoing messages are being dropped for client');
    await broker.stop();
  });
});

describe('a broker that speaks MQTT 3.1.1 only', () => {
  it('gives up all messages, though it sends but twenty at a time', async () => {
    const broker = await startMosquitto({ conf: ['sys_interval 1'] });
    await keep(
      broker,
      Array.from({ length: 1_200 }, (_, i) =>
        retained(`old/${i}`, `${i}`, { qos: (i % 3) as Qos }),
      ),
    );
    const old = await oldBroker(broker);
    const from = await RetainedReader.open(old);
    const list = await from.list('old/#');
    expect([list.found.length, list.complete]).toEqual([1_200, 'yes']);
    const all = await fetched(from, [...list.found, ...sizes('old/none')]);
    expect(all.length).toBe(1_200);
    const wrong = all.filter(({ topic, qos, payload }) => {
      const i = topic.slice(4);
      return qos !== Number(i) % 3 || Buffer.from(payload).toString() !== i;
    });
    expect(wrong).toEqual([]);
    await from.close();
    old.stop();
    await broker.stop();
  });
});

describe('a broker that refuses the subscription', () => {
  it('is named with the filter and the remedy', async () => {
    const home = await temporaryFolder();
    const access = { publishClientSend: true, publishClientReceive: true, subscribe: false };
    const security = join(home.path, 'security.json');
    await writeFile(
      security,
      JSON.stringify({ defaultACLAccess: { ...access, unsubscribe: true } }),
    );
    const [plugin = ''] = globSync('/usr/lib/*/mosquitto_dynamic_security.so');
    const broker = await startMosquitto({
      conf: [`plugin ${plugin}`, `plugin_opt_config_file ${security}`],
    });
    const from = await reader(broker);
    await expect(from.list('plant/#')).rejects.toThrow(FilterRefused);
    await expect(fetched(from, sizes('plant/a', 'plant/b'))).rejects.toThrow(
      'The broker refused the subscription to plant/a: Not authorized (0x87). Let the user of mosquitto.username subscribe to it.',
    );
    await broker.stop();
    await home.remove();
  });
});

describe('a broker without figures', () => {
  it('leaves unknown whether a long list is whole', async () => {
    const broker = await startMosquitto({ conf: ['sys_interval 0'] });
    await keep(
      broker,
      Array.from({ length: 600 }, (_, i) => retained(`a/${i}`, 'x')),
    );
    const from = await reader(broker);
    expect(await from.list('a/#')).toMatchObject({ complete: 'unknown', payloadBytes: 600 });
    expect(await from.list('a/1')).toMatchObject({ complete: 'yes', payloadBytes: 1 });
    await broker.stop();
  });
});
