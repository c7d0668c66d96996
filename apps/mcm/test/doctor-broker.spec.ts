import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import {
  createCertificates,
  startMosquitto,
  temporaryFolder,
  type TemporaryFolder,
  type TestBroker,
  type TestBrokerOptions,
  type TestCertificates,
} from '#testing';
import {
  expectFinding,
  expectRemedies,
  installation,
  unwell,
  type Installation,
  type Wanted,
  LONG_S,
} from './doctor-plant.js';
import { startPluginBroker } from './plugin-broker.js';

const LOGS = ['log_dest stderr', 'log_dest topic'];
const MAY_ALL = 'user mcm\ntopic readwrite #\ntopic read $SYS/#\n';
const PASSWORD = 'a password that nobody is to read';
const LOGIN = { MCM_MOSQUITTO_USERNAME: 'mcm', MCM_MOSQUITTO_PASSWORD: PASSWORD };

let folder: TemporaryFolder;
let strangers: TestCertificates;
let mcm: Installation;
beforeAll(async () => {
  folder = await temporaryFolder();
  [strangers, mcm] = await Promise.all([createCertificates(folder.path), installation()]);
});
afterAll(async () => {
  await mcm.remove();
  await folder.remove();
});

let broker: TestBroker | undefined;
afterEach(async () => {
  await broker?.stop();
  broker = undefined;
});

const at = (port: number) => ({ MCM_MOSQUITTO_PORT: String(port) });

/** TLS towards a test broker, trusting its authority unless another is named. */
const tls = ({ certificates }: TestBroker, ca = certificates?.ca.certFile ?? '') => ({
  MCM_MOSQUITTO_TLS_ENABLED: 'true',
  MCM_MOSQUITTO_TLS_CA_CERT_FILE: ca,
});

interface Fault extends Wanted {
  readonly fault: string;
  readonly broker: TestBrokerOptions;
  readonly env?: (broker: TestBroker) => Readonly<Record<string, string>>;
}

const USERS = { users: { mcm: PASSWORD }, conf: LOGS } as const;
const FAULTS: readonly Fault[] = [
  {
    fault: 'a wrong password',
    broker: { ...USERS, aclFile: MAY_ALL },
    env: () => ({ ...LOGIN, MCM_MOSQUITTO_PASSWORD: 'not it' }),
    ...{ check: 'broker-login', result: 'fail', what: /refused the log-in: .*(password|authori)/i },
    hint: /mosquitto\.username and mosquitto\.password/,
  },
  {
    fault: 'no name where one is asked for',
    broker: { ...USERS, aclFile: MAY_ALL },
    ...{ check: 'broker-login', result: 'fail', what: /refused the log-in: .*may not connect/ },
    hint: /mosquitto\.username and mosquitto\.password/,
  },
  {
    fault: 'client ids that have to begin otherwise',
    broker: { conf: [...LOGS, 'clientid_prefixes plc-'] },
    ...{ check: 'broker-login', result: 'fail', what: /refused the log-in/ },
    hint: /clientid_prefixes.*mcm-/,
  },
  {
    fault: 'a broker that does not speak TLS',
    broker: { conf: LOGS },
    env: () => ({
      MCM_MOSQUITTO_TLS_ENABLED: 'true',
      MCM_MOSQUITTO_TLS_CA_CERT_FILE: strangers.ca.certFile,
    }),
    ...{ check: 'broker-tls', result: 'fail', what: /broke off|does not speak TLS/ },
    hint: /does not speak TLS|TLS port/,
  },
  {
    fault: 'a broker that expects TLS',
    broker: { tls: {}, conf: LOGS },
    ...{
      check: 'broker-login',
      result: 'fail',
      what: /without an answer|does not answer|broke off/,
    },
    hint: /expects TLS/,
  },
  {
    fault: 'an authority that is not trusted',
    broker: { tls: {}, conf: LOGS },
    env: (one) => tls(one, strangers.ca.certFile),
    ...{ check: 'broker-tls', result: 'fail', what: /not signed by a trusted authority/ },
    hint: /mosquitto\.tls\.ca_cert_file/,
  },
  {
    fault: 'a certificate that expired',
    broker: { tls: { certificate: 'expired' }, conf: LOGS },
    env: tls,
    ...{ check: 'broker-tls', result: 'fail', what: /has expired/, hint: /Renew it/ },
  },
  {
    fault: 'a certificate for another host',
    broker: { tls: { certificate: 'elsewhere' }, conf: LOGS },
    env: tls,
    ...{ check: 'broker-tls', result: 'fail', what: /for another host/, hint: /mosquitto\.host/ },
  },
  {
    fault: 'a broker that wants a client certificate',
    broker: { tls: { requireClientCertificate: true }, conf: LOGS },
    env: tls,
    ...{ check: 'broker-tls', result: 'fail', what: /asks for a client certificate/ },
    hint: /client_cert_file/,
  },
  {
    fault: 'a client certificate of an authority that the broker does not know',
    broker: { tls: { requireClientCertificate: true }, conf: LOGS },
    env: (one) => ({
      ...tls(one),
      MCM_MOSQUITTO_TLS_CLIENT_CERT_FILE: strangers.client.certFile,
      MCM_MOSQUITTO_TLS_CLIENT_KEY_FILE: strangers.client.keyFile,
    }),
    ...{ check: 'broker-tls', result: 'fail', what: /does not accept MCM's client certificate/ },
    hint: /authority that the broker trusts/,
  },
  {
    fault: 'an acl_file that shows MCM nothing of $SYS',
    broker: { ...USERS, aclFile: 'user mcm\ntopic readwrite #\n' },
    env: () => LOGIN,
    ...{ check: 'broker-figures', result: 'warn', what: /no figure arrives/ },
    hint: /topic read \$SYS\/#.*sys_interval/,
  },
  {
    fault: 'an acl_file that lets MCM write and not read',
    broker: { ...USERS, aclFile: 'user mcm\ntopic write #\ntopic read $SYS/#\n' },
    env: () => LOGIN,
    ...{ check: 'broker-publish', result: 'warn', what: /did not come back/ },
    hint: /topic read #/,
  },
  {
    fault: 'a log that goes to no topic',
    broker: { conf: ['log_dest stderr'] },
    ...{ check: 'broker-log', result: 'warn', what: /log does not arrive/, hint: /log_dest topic/ },
  },
];

describe('mcm doctor names what is wrong with the broker', () => {
  it.each(FAULTS)('$fault', async ({ broker: options, env, ...wanted }) => {
    broker = await startMosquitto(options);
    const found = await mcm.examine({ ...at(broker.port), ...env?.(broker) }, LONG_S);
    expectFinding(found, wanted);
    expectRemedies(found);
    expect(JSON.stringify(found)).not.toContain(PASSWORD);
  });

  it('nobody listens', async () => {
    expectFinding(await mcm.examine(), {
      ...{ check: 'broker-tcp', result: 'fail', what: /nothing listens on 127\.0\.0\.1:\d+/ },
      hint: /Start the broker, or correct mosquitto\.host and mosquitto\.port/,
    });
  });

  it('a host that has no address', async () => {
    expectFinding(await mcm.examine({ MCM_MOSQUITTO_HOST: 'no-such-broker.invalid' }), {
      ...{ check: 'broker-name', result: 'fail', what: /no-such-broker\.invalid/ },
      hint: /mosquitto\.host/,
    });
  });

  it('a subscription that is refused', async () => {
    broker = await startPluginBroker(PASSWORD);
    const found = await mcm.examine(at(broker.port), LONG_S);
    for (const what of [/to #: Not authorized/, /to \$SYS\/#: Not authorized/]) {
      expectFinding(found, {
        check: 'broker-subscribe',
        result: 'fail',
        what,
        hint: /topic read #/,
      });
    }
    expectFinding(found, { check: 'broker-publish', result: 'skip', what: /may not publish/ });
    expect(unwell(found)).toHaveLength(2);
  });
});

describe('mcm doctor at a port where something else listens', () => {
  let other: Server;
  const sockets: Socket[] = [];
  const listen = async (talk: (socket: Socket) => void) => {
    other = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined); // the doctor hangs up
      talk(socket);
    }).listen(0, '127.0.0.1');
    await once(other, 'listening');
    return at((other.address() as AddressInfo).port);
  };
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    other.close();
  });

  it('that says nothing', async () => {
    const env = await listen((socket) => socket.resume());
    expectFinding(await mcm.examine(env), {
      ...{ check: 'broker-login', result: 'fail', what: /does not answer CONNECT within 2 s/ },
      hint: /mosquitto\.port/,
    });
  });

  it('that says nothing about TLS either', async () => {
    const env = {
      ...(await listen((socket) => socket.resume())),
      MCM_MOSQUITTO_TLS_ENABLED: 'true',
    };
    expectFinding(await mcm.examine(env), {
      ...{
        check: 'broker-tls',
        result: 'fail',
        what: /no answer within 2 s/,
        hint: /mosquitto\.port/,
      },
    });
  });

  it('that speaks HTTP', async () => {
    const env = await listen((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    expectFinding(await mcm.examine(env, LONG_S), {
      ...{
        check: 'broker-login',
        result: 'fail',
        what: /not MQTT|closed|failed/,
        hint: /mosquitto\.port|log/,
      },
    });
  });
});

describe('mcm doctor finds nothing wrong with', () => {
  const ALL_WELL = [
    'name',
    'tcp',
    'login',
    'subscribe',
    'publish',
    'version',
    'capabilities',
    'figures',
    'log',
  ];
  const wellOf = (found: Awaited<ReturnType<Installation['examine']>>) =>
    new Set(
      found.findings
        .filter(({ check, result }) => check.startsWith('broker-') && result === 'ok')
        .map(({ check }) => check.slice('broker-'.length)),
    );

  it('a broker that lets MCM do all it needs', async () => {
    broker = await startMosquitto({ ...USERS, aclFile: MAY_ALL });
    const found = await mcm.examine({ ...at(broker.port), ...LOGIN }, LONG_S);
    expect(unwell(found)).toEqual([]);
    expect(wellOf(found)).toEqual(new Set(ALL_WELL));
    // Of any version there is something that others can and it cannot.
    expectFinding(found, {
      ...{ check: 'broker-capabilities', result: 'ok' },
      what: /^mosquitto version \d\.\d+\.\d+ cannot /,
    });
  });

  it('one with TLS and client certificates', async () => {
    broker = await startMosquitto({ tls: { requireClientCertificate: true }, conf: LOGS });
    const { client } = broker.certificates ?? strangers;
    const env = {
      ...{ ...at(broker.port), ...tls(broker) },
      MCM_MOSQUITTO_TLS_CLIENT_CERT_FILE: client.certFile,
      MCM_MOSQUITTO_TLS_CLIENT_KEY_FILE: client.keyFile,
    };
    const found = await mcm.examine(env, LONG_S);
    expect(unwell(found)).toEqual([]);
    expect(wellOf(found)).toEqual(new Set([...ALL_WELL, 'tls']));
  });

  it('one on which MCM may only read', async () => {
    broker = await startMosquitto({
      ...USERS,
      aclFile: 'user mcm\ntopic read #\ntopic read $SYS/#\n',
    });
    const found = await mcm.examine({ ...at(broker.port), ...LOGIN }, LONG_S);
    expect(unwell(found)).toEqual([]);
    expectFinding(found, {
      ...{ check: 'broker-publish', result: 'skip', what: /only where operators are to publish/ },
    });
  });

  it('and leaves no retained message behind', async () => {
    broker = await startMosquitto({ conf: LOGS });
    await mcm.examine(at(broker.port), LONG_S);
    const client = await broker.connect();
    const seen: string[] = [];
    client.on('message', (topic) => seen.push(topic));
    await client.subscribeAsync('mcm/#', { qos: 1 });
    await client.subscribeAsync('end', { qos: 1 });
    await client.publishAsync('end', '', { qos: 1 });
    expect(seen.filter((topic) => topic.startsWith('mcm/'))).toEqual([]);
  });
});
