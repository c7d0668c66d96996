import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, startMosquitto, until, type TestBroker, type TestCertificates } from '#testing';
import { BrokerConnection } from './broker-connection.js';
import { openSocket } from './open-socket.js';
import type { BrokerTarget } from './snapshot.js';
import { TappedSocket } from './tapped-socket.js';

/** What a connection tells, and the topics it hears of. */
interface Heard {
  readonly up: number[];
  readonly down: { readonly reason: string; readonly lost: boolean }[];
  readonly topics: string[];
}

const open: BrokerConnection[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.stop()));
});

function connect(target: BrokerTarget): Heard {
  const heard: Heard = { up: [], down: [], topics: [] };
  const sink = {
    record: (bytes: Uint8Array, start: number, end: number) =>
      void heard.topics.push(Buffer.from(bytes.subarray(start, end)).toString()),
  };
  const connection = new BrokerConnection({
    target,
    clientId: 'mcm-test',
    subscription: { filter: '#', qos: 2 },
    openStream: (protocolVersion, told) =>
      new TappedSocket({
        ...{ protocolVersion, heard: told, sink, now: Date.now },
        open: (onread) => openSocket(target, onread),
      }),
    onUp: (version) => heard.up.push(version),
    onDown: (down) => heard.down.push(down),
  });
  open.push(connection);
  connection.start();
  return heard;
}

/** Why the first attempt failed. */
async function failureOf(target: BrokerTarget): Promise<string> {
  const { up, down } = connect(target);
  await until(() => down.length + up.length > 0);
  expect(up).toEqual([]);
  return down[0]!.reason;
}

describe('a connection with log-in', () => {
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await startMosquitto({ users: { mcm: 'right' } });
  });
  afterAll(() => broker.stop());

  it('is up with the right password', async () => {
    const { up } = connect({
      ...{ host: broker.host, port: broker.port },
      username: 'mcm',
      password: 'right',
    });
    await until(() => up.length > 0);
    expect(up).toEqual([5]);
  });

  it.each([{ username: 'mcm', password: 'guessed-it' }, {}])(
    'says that %j is refused',
    async (login) => {
      const { host, port } = broker;
      const reason = await failureOf({ host, port, ...login });
      expect(reason).toMatch(
        /^The broker at 127\.0\.0\.1:\d+ refused the log-in: .*Correct mosquitto.username and mosquitto.password\.$/,
      );
      expect(reason).not.toContain('guessed-it');
    },
  );
});

describe('a connection with TLS', () => {
  let broker: TestBroker;
  let certificates: TestCertificates;
  let target: BrokerTarget;
  const withTls = (tls: Partial<NonNullable<BrokerTarget['tls']>>, port = broker.port) => ({
    ...{ host: '127.0.0.1', port },
    tls: { insecureSkipVerify: false, ...tls },
  });

  beforeAll(async () => {
    broker = await startMosquitto({ tls: {} });
    certificates = broker.certificates!;
    target = withTls({ ca: certificates.ca.cert });
  });
  afterAll(() => broker.stop());

  it('is up when the authority is known, by address and by name, and hears messages', async () => {
    const { up, topics } = connect(target);
    await until(() => up.length > 0);
    const plant = await broker.connect();
    await plant.publishAsync('tls/small', 'x', { qos: 2 });
    await plant.publishAsync('tls/large', Buffer.alloc(1_048_576), { qos: 1 });
    await until(() => topics.length === 2);
    expect(topics).toEqual(['tls/small', 'tls/large']);
    const named = connect({ ...target, host: 'localhost' });
    await until(() => named.up.length > 0);
  });

  it('is up with any certificate when told not to look', async () => {
    const { up } = connect(withTls({ insecureSkipVerify: true }));
    await until(() => up.length > 0);
  });

  it.each([
    ['no authority', () => withTls({}), /not signed by a trusted authority .*ca_cert_file/],
    [
      'another authority',
      () => withTls({ ca: certificates.client.cert }),
      /not signed by a trusted authority .*ca_cert_file/,
    ],
    [
      'an authority that is no PEM',
      () => withTls({ ca: 'x' }),
      /^(TLS with|The certificate of) .*mosquitto\.tls/,
    ],
    [
      'a key that is no PEM',
      () => withTls({ ca: certificates.ca.cert, cert: certificates.client.cert, key: 'x' }),
      /^TLS with 127\.0\.0\.1:\d+ failed: .* Check the files of mosquitto\.tls\.$/,
    ],
  ])('fails with %s, and says what to do', async (_, broken, expected) => {
    expect(await failureOf(broken())).toMatch(expected);
  });

  it('says that a port wants TLS, or has none', async () => {
    const plain = await startMosquitto();
    expect(await failureOf(withTls({}, plain.port))).toMatch(
      /if this port does not speak TLS, use the one that does/,
    );
    await plain.stop();
    const { host, port } = broker;
    expect(await failureOf({ host, port })).toMatch(/set mosquitto\.tls\.enabled/);
  });

  it.each([
    ['expired', /has expired .*Renew it on the broker/],
    ['elsewhere', /is for another host .*Set mosquitto.host/],
  ] as const)('fails for a certificate that is %s', async (certificate, expected) => {
    const other = await startMosquitto({ tls: { certificate } });
    expect(await failureOf(withTls({ ca: other.certificates!.ca.cert }, other.port))).toMatch(
      expected,
    );
    await other.stop();
  });

  it('shows its own certificate where one is asked for', async () => {
    const strict = await startMosquitto({ tls: { requireClientCertificate: true } });
    const { ca, client, expired } = strict.certificates!;
    const reason = await failureOf(withTls({ ca: ca.cert }, strict.port));
    expect(reason).toMatch(/asks for a client certificate .*client_cert_file/);
    const { up } = connect(
      withTls({ ca: ca.cert, cert: client.cert, key: client.key }, strict.port),
    );
    await until(() => up.length > 0);
    const old = await failureOf(
      withTls({ ca: ca.cert, cert: expired.cert, key: expired.key }, strict.port),
    );
    expect(old).toMatch(/does not accept MCM's client certificate .*client_cert_file/);
    await strict.stop();
  });
});

describe('a connection to something else', () => {
  let server: Server;
  let sockets: Socket[];
  /** What it answers to CONNECT with this protocol version; nothing closes the connection. */
  let answer: (version: number) => readonly number[] | undefined;
  /** Its answer to SUBSCRIBE. */
  let grant = 0;

  beforeAll(async () => {
    sockets = [];
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => socket.destroy());
      let version = 0;
      socket.on('data', (bytes: Buffer) => {
        let reply: readonly number[] | undefined;
        if (bytes[0] === 0x10) {
          version = bytes[8]!; // behind the name MQTT
          reply = answer(version);
        } else if (bytes[0] === 0x82) {
          const granted = version === 5 ? [0, grant] : [grant];
          reply = [0x90, 2 + granted.length, bytes[2]!, bytes[3]!, ...granted];
        }
        if (reply) socket.write(Uint8Array.from(reply));
        else socket.end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));
  afterAll(() => void server.close());
  const here = () => ({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });

  it.each([
    ['says that it does not know 5', [0x20, 3, 0, 0x84, 0]],
    ['refuses 5 in the manner of 3.1.1', [0x20, 2, 0, 1]],
    ['closes on 5 without a word', undefined],
  ])('speaks 3.1.1 with a broker that %s', async (_, refusal) => {
    answer = (version) => (version === 5 ? refusal : [0x20, 2, 0, 0]);
    const { up, down } = connect(here());
    await until(() => up.length > 0);
    expect({ up, down }).toEqual({ up: [4], down: [] });
  });

  it('says so when what comes is not MQTT, and survives it', async () => {
    answer = () => [...Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')];
    expect(await failureOf(here())).toMatch(/^What 127\.0\.0\.1:\d+ sends is not MQTT/);
  });

  it('says so when the subscription is refused', async () => {
    answer = () => [0x20, 3, 0, 0, 0];
    grant = 0x87;
    const reason = await failureOf(here());
    grant = 0;
    expect(reason).toMatch(/refused the subscription to #: Not authorized\. Let the user/);
  });

  it('says so when the broker dismisses it', async () => {
    answer = () => [0x20, 3, 0, 0, 0];
    const { up, down } = connect(here());
    await until(() => up.length > 0);
    sockets.at(-1)!.write(Uint8Array.from([0xe0, 2, 0x8e, 0]));
    sockets.at(-1)!.end();
    await until(() => down.length > 0);
    expect(down[0]).toEqual({
      lost: true,
      reason: expect.stringMatching(/ended the connection: Session taken over\. Another client/),
    });
  });

  it('says so when nobody listens, or nobody has that name', async () => {
    const nobody = { host: '127.0.0.1', port: await freePort() };
    expect(await failureOf(nobody)).toMatch(/^Nothing listens on .* \(ECONNREFUSED\)/);
    expect(await failureOf({ host: 'broker.invalid', port: 1883 })).toMatch(
      /^The name broker\.invalid cannot be resolved/,
    );
  });
});
