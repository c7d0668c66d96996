import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { MqttClient } from 'mqtt';
import type { DeliveryState, WebhookType } from '#contract';
import { freePort } from '#testing';
import { type AlertPlant, startAlertPlant } from './alert-plant.js';
import type { AlertWatch } from './alert-watch.js';
import { bearer, type Served } from './served.js';
import { MINUTE, type TestClock } from './test-clock.js';
import { openssl, python } from './independent-hmac.js';
import { WebhookReceiver } from './webhook-receiver.js';

const schema = JSON.parse(
  readFileSync(new URL('../../../docs/webhook-v1.schema.json', import.meta.url), 'utf8'),
) as object;
const ajv = new Ajv2020({ strict: true, strictRequired: false });
addFormats.default(ajv);
const isValid = ajv.compile(schema);

interface Delivery {
  readonly id: string;
  readonly type: WebhookType;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly lastStatus?: number;
  readonly lastError?: string;
  readonly lastResponse?: string;
  readonly nextAttemptAt?: string;
}

let plant: AlertPlant;
let client: MqttClient;
let served: Served;
let clock: TestClock;
let alerts: AlertWatch;
let receiver: WebhookReceiver;
let token: string;

beforeAll(async () => {
  // Longer than the machine stands still at times.
  plant = await startAlertPlant({}, { MCM_ALERTING_TIMEOUT: '10s' });
  ({ served, clock, alerts, token } = plant);
  client = await plant.broker.connect();
});
afterAll(async () => {
  await plant.stop();
});

beforeEach(async () => {
  receiver = await WebhookReceiver.listen();
});
afterEach(async () => {
  const { webhooks } = await alerts.got<{ webhooks: { id: number }[] }>('GET', 'webhooks');
  for (const { id } of webhooks) await alerts.got('DELETE', `webhooks/${id}`);
  const { rules } = await alerts.got<{ rules: { id: number }[] }>('GET', 'alert-rules');
  for (const { id } of rules) await alerts.got('DELETE', `alert-rules/${id}`);
  await receiver.close();
});

const deliveries = async () =>
  (await alerts.got<{ deliveries: Delivery[] }>('GET', 'webhooks/deliveries')).deliveries;

/** A rule, and a value that makes it fire or not. */
async function watch(name: string, rest: object = {}) {
  const topic = `webhooks/${name}`;
  const condition = { kind: 'field_threshold', filter: topic, pointer: '', above: 10 };
  const { id } = await alerts.rule({ name, condition, ...rest });
  // From here on it is not due before time passes: MCM looks every second by itself, also at the value to come.
  await alerts.look(0);
  return {
    id,
    becomes: async (value: number) => {
      await client.publishAsync(topic, String(value), { qos: 1 });
      await alerts.sees(topic, String(value));
      await alerts.pass(5_000);
    },
  };
}

async function lastDelivery(): Promise<Delivery | undefined> {
  const { webhooks } = await alerts.got<{ webhooks: { lastDelivery?: Delivery }[] }>(
    'GET',
    'webhooks',
  );
  return webhooks[0]?.lastDelivery;
}

describe('what is sent', () => {
  it('is signed, as others see it too, and says in its body what its headers say', async () => {
    const { secret } = await alerts.webhook(receiver.url);
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await lastDelivery()).toBeUndefined();
    const rule = await watch('Straße', {
      description: 'Ünïcode “quotes” \u2028',
      labels: { hall: 'B' },
    });
    await rule.becomes(11.5);
    await rule.becomes(1);
    expect(receiver.received).toHaveLength(2);
    expect(await lastDelivery()).toMatchObject({ type: 'alert_resolved', state: 'delivered' });
    for (const { headers, raw, body } of receiver.received) {
      const signature = headers['x-mcm-signature'];
      expect(signature).toBe(`sha256=${await python(secret, raw)}`);
      expect(signature).toBe(`sha256=${await openssl(secret, raw)}`);
      expect(headers).toMatchObject({
        'content-type': 'application/json',
        'user-agent': 'mcm-webhook-alerts',
        'x-mcm-event': body.type,
        'x-mcm-delivery': body.id,
        'x-mcm-timestamp': String(body.timestamp),
      });
      expect(isValid(body) ? [] : isValid.errors).toEqual([]);
    }
    const [firing, resolved] = receiver.deliveries;
    expect(firing).toMatchObject({
      ...{ version: 1, type: 'alert_firing', severity: 'warning', source: 'topics' },
      rule: { id: rule.id, name: 'Straße', kind: 'field_threshold', labels: { hall: 'B' } },
      instances: [
        { labels: { hall: 'B', topic: 'webhooks/Straße' }, state: 'firing', value: 11.5 },
      ],
    });
    expect(resolved).toMatchObject({ type: 'alert_resolved', incidents: firing?.incidents });
    expect(Date.parse(resolved?.resolvedAt ?? '')).toBeGreaterThan(
      Date.parse(firing?.startedAt ?? ''),
    );
  });

  it('has the published form in every kind, and nothing else has', async () => {
    const { id } = await alerts.webhook(receiver.url);
    const rule = await watch('forms', { renoticeSeconds: 60 });
    await rule.becomes(11);
    await alerts.pass(2 * MINUTE);
    await rule.becomes(1);
    await alerts.got('POST', `webhooks/${id}/test`);
    const types = receiver.deliveries.map(({ type }) => type);
    expect(types).toEqual(['alert_firing', 'alert_reminder', 'alert_resolved', 'test']);
    for (const body of receiver.deliveries) expect(isValid(body)).toBe(true);
    const [alert] = receiver.deliveries;
    for (const member of Object.keys(alert ?? {}).filter((name) => name !== 'resolvedAt')) {
      const without = Object.fromEntries(
        Object.entries(alert ?? {}).filter(([name]) => name !== member),
      );
      expect([member, isValid(without)]).toEqual([member, false]);
    }
    expect(await alerts.got('GET', 'webhooks/schema')).toEqual(schema);
  });
});

describe('the secret', () => {
  it('is shown once, and stands nowhere else', async () => {
    const { id, secret } = await alerts.webhook(receiver.url);
    const rotated = await alerts.got<{ secret: string }>('POST', `webhooks/${id}/rotate-secret`);
    expect(rotated.secret).not.toBe(secret);
    await alerts.got('POST', `webhooks/${id}/test`);
    const [test] = receiver.received;
    expect(test?.headers['x-mcm-signature']).toBe(
      `sha256=${await python(rotated.secret, test?.raw ?? Buffer.alloc(0))}`,
    );
    const trail = await served.ask('/api/v1/audit-events/export?format=jsonl', {
      headers: bearer(token),
    });
    const places = [
      JSON.stringify(await alerts.got('GET', 'webhooks')),
      JSON.stringify(await alerts.got('GET', `webhooks/${id}`)),
      JSON.stringify(await deliveries()),
      ...[trail.body as string, served.log()],
      ...[served.config.database.path, `${served.config.database.path}-wal`].map((file) =>
        readFileSync(file, 'latin1'),
      ),
    ];
    expect(trail.body).toContain('webhook.rotate_secret');
    expect(trail.body).toContain('[secret]');
    for (const text of places) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(rotated.secret);
    }
  });
});

describe('a delivery', () => {
  it('is tried again under its id, with the time of each attempt, until it is taken', async () => {
    await alerts.webhook(receiver.url);
    const rule = await watch('again');
    receiver.manner = 'fail';
    await rule.becomes(11);
    expect(await deliveries()).toMatchObject([
      { state: 'queued', attempts: 1, lastStatus: 500, lastError: 'The receiver answered 500.' },
    ]);
    for (const manner of ['cut', 'redirect', 'hang'] as const) {
      receiver.manner = manner;
      await alerts.pass(90 * MINUTE);
    }
    const [waiting] = await deliveries();
    expect(waiting).toMatchObject({
      state: 'queued',
      attempts: 4,
      lastError: 'No answer within 10 s.',
    });
    receiver.manner = 'ok';
    await alerts.pass(90 * MINUTE);
    expect(await deliveries()).toMatchObject([
      { state: 'delivered', attempts: 5, lastStatus: 200 },
    ]);
    const ids = new Set(receiver.received.map(({ headers }) => headers['x-mcm-delivery']));
    const times = new Set(receiver.received.map(({ headers }) => headers['x-mcm-timestamp']));
    expect([ids.size, times.size]).toEqual([1, 5]);
    const { body } = await served.ask('/metrics');
    expect(body).toMatch(/mcm_webhook_deliveries_total\{result="retried"\} 4/);
  });

  it('waits longer each time, and is given up after a day', async () => {
    await alerts.webhook(receiver.url);
    const rule = await watch('given up');
    receiver.manner = 'fail';
    await rule.becomes(11);
    const waits: number[] = [];
    for (let tries = 0; tries < 60; tries++) {
      const [{ state, nextAttemptAt } = { state: 'queued' as const }] = await deliveries();
      if (state !== 'queued') break;
      const wait = Date.parse(nextAttemptAt ?? '') - clock.read();
      waits.push(wait);
      await alerts.pass(wait);
    }
    expect(await deliveries()).toMatchObject(
      [{ state: 'given_up', lastError: /500/ as unknown }].map((one) => ({
        ...one,
        lastError: expect.stringMatching(/500/),
      })),
    );
    expect(waits[0]).toBeGreaterThanOrEqual(3_750 - 1);
    expect(waits[0]).toBeLessThanOrEqual(6_250);
    expect(Math.max(...waits)).toBeLessThanOrEqual(75 * MINUTE);
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(23 * 60 * MINUTE);
  });

  it('is given up at once when its receiver is gone for good, and tried again when somebody asks', async () => {
    await alerts.webhook(receiver.url);
    const rule = await watch('gone');
    receiver.manner = 'gone';
    await rule.becomes(11);
    const [given] = await deliveries();
    expect(given).toMatchObject({ state: 'given_up', attempts: 1, lastStatus: 410 });
    receiver.manner = 'ok';
    await alerts.got('POST', `webhooks/deliveries/${given?.id ?? ''}/retry`);
    await alerts.pass(0);
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 2 }]);
    const twice = await alerts.ask('POST', `webhooks/deliveries/${given?.id ?? ''}/retry`);
    expect(twice.problem.type).toBe('/problems/already-delivered');
  });

  it('that ends an incident waits for the one that begins it, and not for those of other rules', async () => {
    await alerts.webhook(receiver.url);
    const one = await watch('one');
    const other = await watch('other');
    receiver.manner = 'fail';
    await one.becomes(11);
    // It has failed so often that it waits for longer than what follows takes.
    for (const wait of [7_000, 14_000]) await alerts.pass(wait);
    receiver.manner = 'ok';
    await one.becomes(1);
    await other.becomes(11);
    const names = () => receiver.deliveries.map(({ type, rule }) => `${rule?.name ?? ''} ${type}`);
    expect(names()[0]).toBe('other alert_firing');
    await alerts.settled();
    expect(names()).toEqual(['other alert_firing', 'one alert_firing', 'one alert_resolved']);
  });

  it('is found with what was sent and what was answered', async () => {
    await alerts.webhook(receiver.url);
    await (await watch('found')).becomes(11);
    const [delivery] = await deliveries();
    expect(await alerts.got('GET', `webhooks/deliveries/${delivery?.id ?? ''}`)).toMatchObject({
      ...{ state: 'delivered', lastResponse: 'thanks' },
      content: { type: 'alert_firing', rule: { name: 'found' } },
    });
    const missing = '5f3c1a52-8d0e-4c7e-9f7e-2f9f2a4b8a11';
    const gone = await alerts.ask('GET', `webhooks/deliveries/${missing}`);
    expect(gone.problem.type).toBe('/problems/delivery-not-found');
  });
});

describe('an endpoint', () => {
  it('is told only of what it wants to hear', async () => {
    const others = await WebhookReceiver.listen();
    const rule = await watch('filters', { labels: { hall: 'B' } });
    const wants = [
      { minSeverity: 'critical' },
      { ruleIds: [rule.id + 1] },
      { labels: { hall: 'C' } },
      { events: ['reminder'] },
    ];
    for (const [index, filters] of wants.entries()) {
      await alerts.webhook(others.url, { name: `other ${index}`, filters });
    }
    const filters = {
      ...{ minSeverity: 'warning', ruleIds: [rule.id], events: ['resolved'] },
      labels: { hall: 'B', topic: 'webhooks/filters' },
    };
    await alerts.webhook(receiver.url, { filters });
    await alerts.webhook(others.url, { name: 'disabled', enabled: false });
    await rule.becomes(11);
    await rule.becomes(1);
    expect(receiver.deliveries.map(({ type }) => type)).toEqual(['alert_resolved']);
    expect(others.received).toEqual([]);
    await others.close();
  });

  it('that heard of a beginning hears of the end, though the rule matters less and has other labels by then', async () => {
    const filters = { minSeverity: 'critical', labels: { hall: 'B' } };
    await alerts.webhook(receiver.url, { filters });
    const others = await WebhookReceiver.listen();
    await alerts.webhook(others.url, { filters: { labels: { hall: 'C' } } });
    const rule = await watch('lowered', { severity: 'critical', labels: { hall: 'B' } });
    await rule.becomes(11);
    const { condition } = await alerts.got<{ condition: object }>('GET', `alert-rules/${rule.id}`);
    const lowered = { name: 'lowered', severity: 'info', labels: { hall: 'C' }, condition };
    await alerts.got('PUT', `alert-rules/${rule.id}`, lowered);
    await rule.becomes(1);
    expect([...receiver.incidents().values()]).toEqual([['firing', 'resolved']]);
    expect(others.received).toEqual([]);
    await others.close();
  });

  it('is tried at once, once, also while it is disabled', async () => {
    const { id } = await alerts.webhook(receiver.url, { enabled: false });
    expect(await alerts.got('POST', `webhooks/${id}/test`)).toMatchObject({
      ...{ type: 'test', state: 'delivered', attempts: 1, lastStatus: 200, lastResponse: 'thanks' },
    });
    receiver.manner = 'redirect';
    expect(await alerts.got('POST', `webhooks/${id}/test`)).toMatchObject({
      ...{ state: 'given_up', attempts: 1, lastStatus: 302 },
      lastError: expect.stringMatching(/redirects are never followed/),
    });
    await alerts.got('PUT', `webhooks/${id}`, {
      ...{ name: 'nobody', url: `http://127.0.0.1:${await freePort()}/` },
    });
    expect(await alerts.got('POST', `webhooks/${id}/test`)).toMatchObject({
      lastError: 'Nobody listens at that address and port.',
    });
  });

  it('has a name of its own, and is changed as it was read', async () => {
    const { id } = await alerts.webhook(receiver.url, { name: 'Node-RED' });
    const taken = await alerts.ask('POST', 'webhooks', { name: 'node-red', url: receiver.url });
    expect(taken.problem.type).toBe('/problems/name-taken');
    const stale = await served.ask(`/api/v1/webhooks/${id}`, {
      method: 'DELETE',
      headers: { ...bearer(token), 'if-match': '"9"' },
    });
    expect(stale.problem.type).toBe('/problems/stale-version');
    const absent = await alerts.ask('GET', 'webhooks/999999');
    expect(absent.problem.type).toBe('/problems/webhook-not-found');
  });
});
