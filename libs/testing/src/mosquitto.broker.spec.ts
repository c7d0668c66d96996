import { afterEach, describe, expect, it } from '@jest/globals';
import { startMosquitto, type TestBroker } from './mosquitto.js';
import { until } from './until.js';

let broker: TestBroker;
afterEach(() => broker.stop());

describe('a Mosquitto for tests', () => {
  it('carries a message, dies when killed and comes back on its port', async () => {
    broker = await startMosquitto();
    const client = await broker.connect();
    const heard: string[] = [];
    client.on('message', (topic) => heard.push(topic));
    await client.subscribeAsync('a');
    await client.publishAsync('a', 'x', { qos: 1 });
    await until(() => heard.includes('a'));

    await broker.kill();
    expect(broker.pid).toBeUndefined();
    await expect(broker.connect()).rejects.toThrow('ECONNREFUSED');
    await broker.restart();
    await broker.connect();
  });

  it('asks for passwords and rereads its ACL', async () => {
    broker = await startMosquitto({ users: { plc: 'secret' }, aclFile: 'user plc\ntopic a\n' });
    await expect(broker.connect()).rejects.toThrow('Not authorized');
    const client = await broker.connect({ username: 'plc', password: 'secret' });
    await expect(client.publishAsync('b', 'x', { qos: 1 })).rejects.toThrow('Not authorized');
    await broker.reload('user plc\ntopic b\n');
    await client.publishAsync('b', 'x', { qos: 1 });
  });

  it('speaks TLS and can ask for a client certificate', async () => {
    broker = await startMosquitto({ tls: { requireClientCertificate: true } });
    await expect(broker.connect()).rejects.toThrow();
    const { client } = broker.certificates!;
    await broker.connect({ cert: client.cert, key: client.key });
  });
});
