import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import { until, type TestBroker } from '#testing';
import { type AlertPlant, startAlertPlant } from './alert-plant.js';
import type { AlertWatch } from './alert-watch.js';
import type { Served } from './served.js';
import { MINUTE } from './test-clock.js';

let plant: AlertPlant;
let broker: TestBroker;
let client: MqttClient;
let served: Served;
let alerts: AlertWatch;

beforeAll(async () => {
  plant = await startAlertPlant({ conf: ['sys_interval 1'] });
  ({ broker, served, alerts } = plant);
  client = await broker.connect();
});
afterAll(async () => {
  await plant.stop();
});

interface Tried {
  readonly would: readonly {
    readonly from: string;
    readonly until?: string;
    readonly value?: number;
  }[];
  readonly incidents: number;
  readonly coverage: string;
  readonly samples: number;
  readonly now: readonly { readonly standing: string; readonly text: string }[];
}

const attempt = (condition: object, rest: object = {}) =>
  alerts.got<Tried>('POST', 'alert-rules/test', {
    rule: { name: 'Tried', severity: 'info', condition, ...rest },
  });

async function values(topic: string, all: readonly number[]): Promise<void> {
  for (const value of all) await client.publishAsync(topic, String(value), { qos: 1 });
  await alerts.sees(topic, String(all.at(-1)));
}

describe('a rule that is tried', () => {
  it('about a field says when it would have fired on the messages that are held', async () => {
    await values('tried/field', [5, 11, 12, 5, 13, 9]);
    const condition = { kind: 'field_threshold', filter: 'tried/field', pointer: '', above: 10 };
    const tried = await attempt(condition);
    expect(tried).toMatchObject({ incidents: 2, samples: 6, now: [{ standing: 'holds_not' }] });
    expect(tried.would.map(({ value }) => value)).toEqual([13, 11]);
    expect(tried.would.every((one) => one.until !== undefined && one.until >= one.from)).toBe(true);
    expect(tried.coverage).toMatch(
      /^6 messages to 1 topic of the last .*, as far as they are held\.$/,
    );
    expect(await attempt(condition, { forSeconds: 3_600 })).toMatchObject({ would: [] });
    expect(await attempt({ ...condition, clearAt: 4 })).toMatchObject({ incidents: 1 });
  });

  it('about silence fires where a topic stops, and not before', async () => {
    await values('tried/silence', [1]);
    const condition = { kind: 'topic_silent', filter: 'tried/silence', seconds: 60 };
    expect(await attempt(condition)).toMatchObject({ would: [], now: [{ standing: 'holds_not' }] });
    await alerts.look(5 * MINUTE);
    const { would, now } = await attempt(condition);
    expect(would).toHaveLength(1);
    expect(would[0]?.until).toBeUndefined();
    expect(now).toMatchObject([{ standing: 'holds' }]);
  });

  it('about a figure goes by what was recorded of it', async () => {
    const condition = { kind: 'sys_figure', topic: '$SYS/broker/uptime', above: -1 };
    await until(async () => (await attempt(condition)).samples > 0);
    expect(await attempt(condition)).toMatchObject({
      incidents: 1,
      coverage: expect.stringMatching(/^\d+ figures?, one every 10 s/),
    });
    const unknown = await attempt({ ...condition, topic: '$SYS/no/such' });
    expect(unknown).toMatchObject({ would: [], samples: 0, now: [{ standing: 'unknown' }] });
  });

  it('about the broker knows its gaps, and not the time before the first connection', async () => {
    expect(await attempt({ kind: 'broker_down' })).toMatchObject({ would: [] });
    await client.endAsync(true);
    await broker.kill();
    await alerts.broker('disconnected');
    await broker.restart();
    await alerts.broker('connected');
    client = await broker.connect();
    const { would } = await attempt({ kind: 'broker_down' });
    expect(would).toHaveLength(1);
    expect(would[0]?.until).toBeDefined();
  });

  it('about log-ins goes by the security log', async () => {
    const condition = { kind: 'login_failures', door: 'mcm', count: 2, minutes: 60 };
    for (const name of ['one', 'two']) {
      await served.post('/api/v1/auth/login', { username: name, password: 'wrong' });
    }
    await until(async () => (await attempt(condition)).incidents === 1);
    const tried = await attempt({ ...condition, door: 'broker' });
    expect(tried).toMatchObject({
      would: [],
      coverage: expect.stringMatching(/^No failed log-in/),
    });
  });

  it.each([
    [{ kind: 'disk_low', freePercent: 99 }, /^Only how it is now/],
    [{ kind: 'certificate_expiring', days: 30 }, /^Only how it is now/],
    [{ kind: 'access_drift' }, /^0 entries of the audit trail/],
    [{ kind: 'schema_violations', perMinute: 0 }, /^There is no such schema/],
    [{ kind: 'sparkplug_node_dead' }, /^Nothing was heard of such a node/],
    [{ kind: 'field_threshold', filter: 'no/such', pointer: '', above: 1 }, /^No message is held/],
  ])('about %j says what it cannot know', async (condition, words) => {
    const tried = await attempt(condition);
    expect(tried.would).toEqual([]);
    expect(tried.coverage).toMatch(words);
  });

  it('is refused as one that is kept would be, and is not kept', async () => {
    const { problem } = await alerts.ask('POST', 'alert-rules/test', {
      rule: { name: 'Odd', severity: 'info', condition: { kind: 'broker_down', days: 4 } },
    });
    expect(problem.errors).toMatchObject([{ pointer: '/condition/days' }]);
    expect(await alerts.got('GET', 'alert-rules')).toEqual({ rules: [] });
  });
});
