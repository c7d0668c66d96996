import { afterEach, describe, expect, it } from '@jest/globals';
import { get as sparkplugOf } from 'sparkplug-payload';
import { until } from '#testing';
import { startAlertPlant } from './alert-plant.js';
import { AlertWatch } from './alert-watch.js';
import { loggedIn } from './people.js';
import { observing, RULES, startPlant } from './plant.js';
import { serve } from './served.js';
import { MINUTE, TestClock } from './test-clock.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Active {
  readonly alerts: readonly {
    readonly labels: object;
    readonly text: string;
    readonly value?: number;
  }[];
  readonly pending: number;
  readonly firing: number;
}

async function watched(...wishes: Parameters<typeof startAlertPlant>) {
  const plant = await startAlertPlant(...wishes);
  closing.push(() => plant.stop());
  const { broker, served, alerts } = plant;
  const active = () => alerts.got<Active>('GET', 'alerts');
  const comesTo = (firing: number) =>
    until(async () => {
      await alerts.look(5_000);
      return (await active()).firing === firing;
    });
  return { broker, served, alerts, active, comesTo };
}

it('a rule about JSON Schemas counts the violations of each within a minute', async () => {
  const { broker, alerts, active, comesTo } = await watched();
  const document = { type: 'object', required: ['celsius'] };
  for (const name of ['Silo', 'Press']) {
    const topicFilter = `${name.toLowerCase()}/#`;
    await alerts.got('POST', 'json-schemas', { name, topicFilter, document });
  }
  await alerts.rule({ condition: { kind: 'schema_violations', perMinute: 1 } });
  const client = await broker.connect();
  for (const payload of ['{}', '[]', '{"celsius":1}']) {
    await client.publishAsync('silo/1', payload, { qos: 1 });
  }
  await client.publishAsync('press/1', '{}', { qos: 1 });
  await comesTo(1);
  const [alert] = (await active()).alerts;
  expect(alert).toMatchObject({ labels: { schema: 'Silo' }, value: 2 });
  const condition = { kind: 'schema_violations', perMinute: 1 };
  const rule = { name: 'Tried', severity: 'info', condition };
  const tried = await alerts.got<{ would: object[]; coverage: string }>(
    'POST',
    'alert-rules/test',
    { rule },
  );
  expect(tried.would).toMatchObject([{ labels: { schema: 'Silo' } }]);
  expect(tried.coverage).toMatch(/Press: .* Silo: /);
  // While the broker is away, nobody knows.
  await broker.kill();
  await alerts.broker('disconnected');
  await alerts.look(2 * MINUTE);
  expect(await active()).toMatchObject({ firing: 1 });
});

it('a rule about Sparkplug nodes fires when one dies, and is resolved when it is born anew', async () => {
  const { broker, alerts, active, comesTo } = await watched();
  const encoder = sparkplugOf('spBv1.0');
  const client = await broker.connect();
  const say = async (type: string, node: string, bdSeq: number) => {
    const metrics = [{ name: 'bdSeq', type: 'UInt64' as const, value: bdSeq }];
    const payload = encoder?.encodePayload({ timestamp: Date.now(), seq: 0, metrics });
    await client.publishAsync(`spBv1.0/plant/${type}/${node}`, Buffer.from(payload ?? []), {
      qos: 1,
    });
  };
  await alerts.rule({ condition: { kind: 'sparkplug_node_dead', group: 'plant' } });
  for (const node of ['press', 'saw']) await say('NBIRTH', node, 1);
  await say('NDEATH', 'press', 1);
  await comesTo(1);
  expect((await active()).alerts).toMatchObject([{ labels: { group: 'plant', node: 'press' } }]);
  const rule = { name: 'Tried', severity: 'info', condition: { kind: 'sparkplug_node_dead' } };
  expect(await alerts.got('POST', 'alert-rules/test', { rule })).toMatchObject({
    would: [{ labels: { group: 'plant', node: 'press' } }],
  });
  await say('NBIRTH', 'press', 2);
  await comesTo(0);
});

it('a rule about certificates reads the one that the broker shows, and the files', async () => {
  const env = {
    MCM_MOSQUITTO_TLS_ENABLED: 'true',
    MCM_AUTH_TOKEN_TTL: '365d',
    MCM_MOSQUITTO_TLS_INSECURE_SKIP_VERIFY: 'true',
  };
  const { broker, alerts, active } = await watched({ tls: { certificate: 'expired' } }, env);
  await alerts.rule({ condition: { kind: 'certificate_expiring', days: 3_650 } });
  await alerts.look(60_000);
  expect((await active()).alerts).toMatchObject([
    { labels: { certificate: 'broker' }, text: expect.stringMatching(/has expired on/) },
  ]);
  // An hour later it would be read anew.
  await broker.kill();
  await alerts.look(61 * MINUTE);
  expect(await active()).toMatchObject({ firing: 1 });
});

it('a topic that fires is looked at also when its rule selects more topics than it follows', async () => {
  const { broker, alerts, active, comesTo } = await watched();
  const client = await broker.connect();
  const condition = { kind: 'field_threshold', filter: 'many/+', pointer: '', above: 10 };
  await alerts.rule({ name: 'Field', condition });
  await client.publishAsync('many/z', '11', { qos: 1 });
  await comesTo(1);
  for (let topic = 0; topic < 600; topic++) {
    await client.publishAsync(`many/${topic}`, '1', { qos: 1 });
  }
  await client.publishAsync('many/z', '2', { qos: 1 });
  await alerts.sees('many/z', '2');
  await alerts.look(5_000);
  expect(await active()).toMatchObject({ firing: 0 });
});

it('a rule about access fires when it is changed behind MCM’s back, until that is adopted', async () => {
  const plant = await startPlant();
  closing.push(() => plant.stop());
  await observing(plant);
  await plant.admin.users(); // is the first to need what is in force: it is taken over
  const condition = { kind: 'access_drift' };
  await plant.admin.got('POST', 'alert-rules', { name: 'Drift', severity: 'critical', condition });
  const firing = async () => (await plant.admin.got<Active>('GET', 'alerts')).firing;
  await plant.broker.reload(`${RULES}\nuser hmi\ntopic write cmd/#\n`);
  await until(async () => (await firing()) === 1);
  await plant.admin.got('POST', 'access/drift/adopt');
  await until(async () => (await firing()) === 0);
  const rule = { name: 'Tried', severity: 'info', condition };
  const tried = await plant.admin.got<{ would: { until?: string }[] }>('POST', 'alert-rules/test', {
    rule,
  });
  expect(tried.would).toHaveLength(1);
  expect(tried.would[0]?.until).toBeDefined();
});

describe('without alerting', () => {
  it('rules and endpoints are kept, and nothing is looked at or sent', async () => {
    const served = await serve({ env: { MCM_ALERTING_ENABLED: 'false' } });
    closing.push(() => served.stop());
    const alerts = new AlertWatch(served, await served.logIn(), new TestClock());
    await alerts.rule({ condition: { kind: 'disk_low', freePercent: 99 } });
    const { id } = await alerts.webhook('http://10.255.255.1/hook');
    const test = await alerts.ask('POST', `webhooks/${id}/test`);
    expect(test.problem.type).toBe('/problems/alerting-off');
    expect(await alerts.got('GET', 'alerts')).toEqual({ alerts: [], pending: 0, firing: 0 });
    expect(await alerts.got('GET', 'webhooks/deliveries')).toEqual({ deliveries: [] });
  });
});

describe('an endpoint', () => {
  it.each([
    ['http://127.0.0.1:1880/', /loopback/],
    ['http://[::1]/', /loopback/],
    ['http://localhost/', /loopback/],
    ['http://2130706433/', /loopback/],
    ['http://0x7f.1/', /loopback/],
    ['http://169.254.169.254/', /metadata/],
    ['http://[::ffff:127.0.0.1]/', /inside another/],
    ['http://0.0.0.0/', /means any/],
    ['ftp://plant.example/', /http/],
    ['http://a:b@plant.example/', /user name/],
  ])('at %s is refused', async (url, words) => {
    const served = await serve();
    closing.push(() => served.stop());
    const ask = served.as(await served.logIn());
    const { status, problem } = await ask('POST', '/api/v1/webhooks', { name: 'Hook', url });
    expect(status).toBe(400);
    expect(problem.errors).toMatchObject([
      { pointer: '/url', detail: expect.stringMatching(words) },
    ]);
  });

  it('is seen by operators, and changed by admins', async () => {
    const served = await serve();
    closing.push(() => served.stop());
    const admin = await served.logIn();
    const wish = { name: 'Hook', url: 'https://plant.example/' };
    const seen = await Promise.all(
      (['viewer', 'auditor', 'operator', 'admin'] as const).map(async (role) => {
        const ask = served.as((await loggedIn(served, admin, role)).token);
        const read = await ask('GET', '/api/v1/webhooks');
        const made = await ask('POST', '/api/v1/webhooks', wish);
        return [read.status, made.status];
      }),
    );
    expect(seen).toEqual([
      [403, 403],
      [403, 403],
      [200, 403],
      [200, 201],
    ]);
  });
});
