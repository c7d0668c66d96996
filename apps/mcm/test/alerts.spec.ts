import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import type { AlertsChangedEvent } from '#contract';
import { until, type TestBroker } from '#testing';
import { type AlertPlant, startAlertPlant } from './alert-plant.js';
import type { AlertWatch } from './alert-watch.js';
import type { Served } from './served.js';
import { MINUTE } from './test-clock.js';
import { WebhookReceiver } from './webhook-receiver.js';

let plant: AlertPlant;
let broker: TestBroker;
let client: MqttClient;
let served: Served;
let alerts: AlertWatch;
let token: string;
let receiver: WebhookReceiver;

beforeEach(async () => {
  // All that is sent is answered, however slow the machine is.
  plant = await startAlertPlant({ conf: ['sys_interval 1'] }, { MCM_ALERTING_TIMEOUT: '60s' });
  ({ broker, served, alerts, token } = plant);
  receiver = await WebhookReceiver.listen();
  client = await broker.connect();
});
afterEach(async () => {
  await plant.stop();
  await receiver.close();
});

interface Active {
  readonly alerts: readonly {
    readonly state: string;
    readonly ruleName: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value?: number;
    readonly text: string;
  }[];
  readonly pending: number;
  readonly firing: number;
}
const active = () => alerts.got<Active>('GET', 'alerts');

const HOT = {
  name: 'Hot',
  labels: { hall: 'B' },
  condition: {
    kind: 'field_threshold',
    filter: 'line/+/temp',
    pointer: '/celsius',
    above: 80,
    clearAt: 75,
  },
};

async function measure(line: number, celsius: number): Promise<void> {
  const payload = JSON.stringify({ celsius });
  await client.publishAsync(`line/${line}/temp`, payload, { qos: 1 });
  await alerts.sees(`line/${line}/temp`, payload);
}

describe('what fires', () => {
  it('comes before what is pending, the gravest first', async () => {
    for (const [name, severity, forSeconds] of [
      ['Told', 'info', 0],
      ['Awaited', 'critical', 3_600],
      ['Warned', 'warning', 0],
      ['Alarmed', 'critical', 0],
    ] as const) {
      await alerts.rule({ ...HOT, name, severity, forSeconds });
    }
    await measure(1, 90);
    await alerts.pass(5_000);
    const order = (await active()).alerts.map(({ ruleName }) => ruleName);
    expect(order).toEqual(['Alarmed', 'Warned', 'Told', 'Awaited']);
  });
});

describe('a rule about a field', () => {
  it('is pending, fires, and is resolved, for each topic', async () => {
    await alerts.webhook(receiver.url);
    await alerts.rule({ ...HOT, forSeconds: 60 });
    await measure(1, 70);
    await measure(2, 90.5);
    await alerts.pass(5_000);
    expect(await active()).toMatchObject({
      alerts: [
        {
          ...{ state: 'pending', ruleName: 'Hot', value: 90.5 },
          labels: { hall: 'B', topic: 'line/2/temp' },
          text: '/celsius of line/2/temp is 90.5.',
        },
      ],
      ...{ pending: 1, firing: 0 },
    });
    await alerts.pass(MINUTE);
    expect(await active()).toMatchObject({ pending: 0, firing: 1 });
    expect(receiver.deliveries).toMatchObject([
      { type: 'alert_firing', message: 'Firing: Hot. /celsius of line/2/temp is 90.5.' },
    ]);
    await measure(2, 76);
    await alerts.pass(5_000);
    expect(await active()).toMatchObject({ firing: 1 });
    await measure(2, 75);
    await alerts.pass(5_000);
    expect(await active()).toEqual({ alerts: [], pending: 0, firing: 0 });
    expect(receiver.deliveries).toMatchObject([
      { type: 'alert_firing' },
      {
        type: 'alert_resolved',
        instances: [{ state: 'resolved', value: 75, labels: { hall: 'B', topic: 'line/2/temp' } }],
      },
    ]);
    const { incidents } = await alerts.got<{ incidents: object[] }>('GET', 'alerts/history');
    expect(incidents).toMatchObject([{ ruleName: 'Hot', value: 90.5, resolution: 'recovered' }]);
  });

  it('tells of what changed at once in one webhook, and of it again in time', async () => {
    await alerts.webhook(receiver.url);
    // A rule that is new is looked at within a second.
    for (const line of [1, 2, 3]) await measure(line, 81);
    await alerts.rule({ ...HOT, renoticeSeconds: 600 });
    await alerts.pass(5_000);
    await alerts.pass(10 * MINUTE);
    expect(receiver.deliveries.map(({ type, instances }) => [type, instances?.length])).toEqual([
      ['alert_firing', 3],
      ['alert_reminder', 3],
    ]);
  });

  it('reads a payload that is no JSON text, and leaves alone one without the field', async () => {
    await alerts.rule({ ...HOT, condition: { ...HOT.condition, filter: 'odd/#', pointer: '/c' } });
    await client.publishAsync('odd/json', '{"c":81.5}', { qos: 1 });
    await client.publishAsync('odd/cbor', Buffer.from('a16163f95518', 'hex'), { qos: 1 });
    await client.publishAsync('odd/text', 'eighty-one', { qos: 1 });
    await alerts.sees('odd/text', 'eighty-one');
    await alerts.pass(5_000);
    expect((await active()).alerts.map(({ labels }) => labels['topic'])).toEqual([
      'odd/cbor',
      'odd/json',
    ]);
  });

  it('that is changed, disabled or deleted ends what it fired, and says so', async () => {
    await alerts.webhook(receiver.url);
    const { id } = await alerts.rule(HOT);
    await measure(1, 90);
    await alerts.pass(5_000);
    await alerts.got('PUT', `alert-rules/${id}`, { ...HOT, severity: 'critical' });
    expect(await active()).toMatchObject({ firing: 1 });
    await alerts.got('PUT', `alert-rules/${id}`, {
      ...{ ...HOT, severity: 'critical' },
      condition: { ...HOT.condition, above: 85 },
    });
    expect(await active()).toMatchObject({ firing: 0 });
    await alerts.pass(5_000);
    await alerts.got('PUT', `alert-rules/${id}`, { ...HOT, severity: 'critical', enabled: false });
    await alerts.pass(5_000);
    await alerts.got('PUT', `alert-rules/${id}`, { ...HOT, severity: 'critical' });
    await alerts.pass(5_000);
    await alerts.got('DELETE', `alert-rules/${id}`);
    await alerts.pass(5_000);
    expect(await active()).toMatchObject({ alerts: [] });
    expect([...receiver.incidents().values()]).toEqual([
      ['firing', 'resolved'],
      ['firing', 'resolved'],
      ['firing', 'resolved'],
    ]);
  });

  it('says on the stream and in the metrics how many alerts there are', async () => {
    const stream = served.stream(token);
    await stream.frame(({ type }) => type === 'broker_status');
    await alerts.rule(HOT);
    await measure(1, 90);
    await alerts.pass(5_000);
    const told = (frame: { readonly type: string }): frame is AlertsChangedEvent =>
      frame.type === 'alerts_changed';
    expect(await stream.frame(told)).toEqual({ type: 'alerts_changed', pending: 0, firing: 1 });
    const { body } = await served.ask('/metrics');
    expect(body).toContain('mcm_alerts{severity="warning",state="firing"} 1');
    expect(body).toContain('mcm_alert_notices_total{event="firing"} 1');
    stream.socket.close();
  });
});

describe('rules about the broker', () => {
  it('fire when it is gone, and are resolved when it is back', async () => {
    await alerts.webhook(receiver.url);
    await alerts.rule({ name: 'Broker', severity: 'critical', condition: { kind: 'broker_down' } });
    await alerts.pass(2_000);
    expect(await active()).toMatchObject({ firing: 0 });
    await broker.kill();
    await alerts.broker('disconnected');
    await alerts.pass(20_000);
    expect(await active()).toMatchObject({ firing: 1 });
    await broker.restart();
    await alerts.broker('connected');
    await alerts.pass(2_000);
    expect(receiver.deliveries.map(({ type, source }) => [type, source])).toEqual([
      ['alert_firing', 'broker'],
      ['alert_resolved', 'broker'],
    ]);
  });

  it('read its figures', async () => {
    const condition = { kind: 'sys_figure', topic: '$SYS/broker/clients/connected', above: 0 };
    await alerts.rule({ condition });
    await until(async () => {
      await alerts.pass(1_000);
      return (await active()).firing === 1;
    });
    expect(await active()).toMatchObject({
      alerts: [{ text: expect.stringMatching(/^\$SYS\/broker\/clients\/connected is \d+\.$/) }],
    });
  });

  it('notice topics that fall silent, and one that was never heard', async () => {
    await alerts.rule({
      name: 'All',
      condition: { kind: 'topic_silent', filter: 'line/+/temp', seconds: 60 },
    });
    await alerts.rule({
      name: 'One',
      condition: { kind: 'topic_silent', filter: 'never', seconds: 600 },
    });
    await measure(1, 20);
    await alerts.pass(5_000);
    expect(await active()).toMatchObject({ alerts: [] });
    // Topics are heard by the real time, and the test's began when the plant was started.
    await alerts.pass(3 * MINUTE);
    expect((await active()).alerts.map(({ labels }) => labels)).toEqual([{ topic: 'line/1/temp' }]);
    await alerts.pass(10 * MINUTE);
    expect((await active()).alerts.map(({ labels }) => labels['topic'])).toEqual([
      'line/1/temp',
      'never',
    ]);
  });

  it('do not take time without a broker for silence', async () => {
    await alerts.rule({ condition: { kind: 'topic_silent', filter: 'never', seconds: 60 } });
    await broker.kill();
    await alerts.broker('disconnected');
    await alerts.pass(10 * MINUTE);
    expect(await active()).toMatchObject({ alerts: [] });
  });
});

describe('rules about who may come in, and about the machine', () => {
  it('count log-ins that fail', async () => {
    await alerts.rule({ condition: { kind: 'login_failures', door: 'mcm', count: 3, minutes: 5 } });
    for (let times = 0; times < 3; times++) {
      await alerts.pass(3_000);
      expect(await active()).toMatchObject({ firing: 0 });
      await served.post('/api/v1/auth/login', { username: `nobody-${times}`, password: 'wrong' });
    }
    // The log is written a moment after the answer.
    const path = 'security/events?category=admin_login_failed';
    await until(async () => {
      const { events } = await alerts.got<{ events: { count: number }[] }>('GET', path);
      return events.reduce((sum, { count }) => sum + count, 0) === 3;
    });
    await alerts.pass(3_000);
    expect(await active()).toMatchObject({
      firing: 1,
      alerts: [{ value: 3, text: '3 failed log-ins within 5 min.' }],
    });
    await alerts.pass(6 * MINUTE);
    expect(await active()).toMatchObject({ firing: 0 });
  });

  it('see how much of the disk is free', async () => {
    await alerts.rule({ name: 'Full', condition: { kind: 'disk_low', freePercent: 0.1 } });
    await alerts.rule({ name: 'Not full', condition: { kind: 'disk_low', freePercent: 99 } });
    await alerts.pass(10_000);
    const [disk] = (await active()).alerts;
    expect(disk).toMatchObject({ ruleName: 'Not full', value: expect.any(Number) });
    expect(disk?.text).toMatch(/^\d+(\.\d)? % of the disk that holds .* is free\.$/);
  });

  it('say that they do not know whether access has drifted, where MCM never changed it', async () => {
    const { id } = await alerts.rule({ condition: { kind: 'access_drift' } });
    await alerts.pass(5_000);
    expect(await active()).toMatchObject({ alerts: [] });
    expect(await alerts.got('GET', `alert-rules/${id}`)).toMatchObject({ pending: 0, firing: 0 });
  });
});

describe('maintenance windows', () => {
  it('hold back what is told, and let it go at their end', async () => {
    await alerts.webhook(receiver.url);
    await alerts.rule(HOT);
    const now = plant.clock.read();
    const window = await alerts.got<{ id: number }>('POST', 'alert-windows', {
      ...{ name: 'Service', labels: { hall: 'B' } },
      ...{
        from: new Date(now - MINUTE).toISOString(),
        until: new Date(now + 10 * MINUTE).toISOString(),
      },
    });
    await measure(1, 90);
    await alerts.pass(5_000);
    expect(await active()).toMatchObject({ firing: 1 });
    expect(receiver.received).toEqual([]);
    await alerts.pass(10 * MINUTE);
    expect(receiver.deliveries).toMatchObject([{ type: 'alert_firing' }]);
    expect(await alerts.got('GET', 'alert-windows')).toMatchObject({
      windows: [{ id: window.id, name: 'Service', labels: { hall: 'B' } }],
    });
  });
});
