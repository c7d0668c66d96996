import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { MqttClient } from 'mqtt';
import type { TestBroker } from '#testing';
import { type AlertPlant, startAlertPlant } from './alert-plant.js';
import type { AlertWatch } from './alert-watch.js';
import { MINUTE } from './test-clock.js';
import { WebhookReceiver, type Manner } from './webhook-receiver.js';

/** Schedules that run beside each other: each has its own receiver, rules and topics; the broker goes away for all. */
const LANES = ['a', 'b', 'c', 'd'] as const;
type Lane = (typeof LANES)[number];
/** `make nightly` searches longer. */
const SCHEDULES = process.env['MCM_SEARCH_RUNS'] === undefined ? 20 : 200;

jest.setTimeout(SCHEDULES * 30_000);

let plant: AlertPlant;
let broker: TestBroker;
let client: MqttClient;
let alerts: AlertWatch;

beforeAll(async () => {
  plant = await startAlertPlant({ quiet: true });
  ({ broker, alerts } = plant);
  client = await broker.connect();
});
afterAll(async () => {
  await plant.stop();
});

type Act = { readonly topic: number; readonly value: number } | { readonly manner: Manner };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      topic: fc.constantFrom(1, 2, 3),
      value: fc.constantFrom(5, 9, 15),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      manner: fc.constantFrom<Manner>(
        ...(['ok', 'ok', 'ok', 'fail', 'fail', 'redirect', 'cut', 'cut', 'hang', 'late'] as const),
      ),
    }),
  },
);
const moment = fc.record({
  acts: fc.tuple(act, act, act, act),
  isBrokerAway: fc.oneof(
    { weight: 10, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  wait: fc.constantFrom(3_000, 20_000, MINUTE, 10 * MINUTE, 90 * MINUTE),
});
const schedules = fc.array(moment, { minLength: 8, maxLength: 16 });

async function becomes(topic: string, value: number): Promise<void> {
  await client.publishAsync(topic, String(value), { qos: 1 });
  await alerts.sees(topic, String(value));
}

async function brokerGoesAndComes(): Promise<void> {
  await client.endAsync(true);
  await broker.kill();
  await alerts.broker('disconnected');
  // Not for long: MCM waits longer between its attempts the longer the broker is away.
  await alerts.look(30_000);
  await broker.restart();
  await alerts.broker('connected');
  client = await broker.connect();
}

/** Rules, one of which asks for some patience, and who is told of them. */
async function begin(lane: Lane) {
  const condition = {
    kind: 'field_threshold',
    filter: `faults/${lane}/+`,
    pointer: '',
    above: 10,
    clearAt: 8,
  };
  const made = [
    await alerts.rule({ name: `At once ${lane}`, condition }),
    await alerts.rule({
      ...{ name: `Patient ${lane}`, condition, forSeconds: 60, renoticeSeconds: 3_600 },
    }),
    await alerts.rule({ name: `Broker ${lane}`, condition: { kind: 'broker_down' } }),
  ];
  const ruleIds = made.map(({ id }) => id);
  const receiver = await WebhookReceiver.listen();
  const { id } = await alerts.webhook(receiver.url, { filters: { ruleIds } });
  return {
    ...{ receiver, ruleIds: new Set(ruleIds) },
    perform: async (one: Act) => {
      if ('topic' in one) await becomes(`faults/${lane}/${one.topic}`, one.value);
      else receiver.manner = one.manner;
    },
    calm: async () => {
      receiver.manner = 'ok';
      for (const topic of [1, 2, 3]) await becomes(`faults/${lane}/${topic}`, 5);
    },
    end: async () => {
      for (const rule of ruleIds) await alerts.got('DELETE', `alert-rules/${rule}`);
      await alerts.got('DELETE', `webhooks/${id}`);
      await receiver.close();
    },
  };
}

interface Incident {
  readonly id: string;
  readonly ruleId: number;
}

function expectOnce(incidents: readonly Incident[], receiver: WebhookReceiver): void {
  const told = receiver.incidents();
  expect([...told.keys()].sort()).toEqual(incidents.map((one) => one.id).sort());
  for (const events of told.values()) {
    expect(events.filter((event) => event !== 'reminder')).toEqual(['firing', 'resolved']);
    expect([events[0], events.at(-1)]).toEqual(['firing', 'resolved']);
  }
}

async function allIncidents(): Promise<readonly Incident[]> {
  const { incidents } = await alerts.got<{ incidents: Incident[] }>(
    'GET',
    'alerts/history?limit=500',
  );
  return incidents;
}

it('tells of each incident once that it fires and once that it is resolved, whatever the receiver and the broker do', async () => {
  let incidents = 0;
  await fc.assert(
    fc.asyncProperty(schedules, async (moments) => {
      const lanes = [];
      for (const lane of LANES) lanes.push(await begin(lane));
      for (const { acts, isBrokerAway, wait } of moments) {
        for (const [index, one] of acts.entries()) await lanes[index]?.perform(one);
        if (isBrokerAway) await brokerGoesAndComes();
        await alerts.pass(wait);
      }
      for (const lane of lanes) await lane.calm();
      await alerts.pass(MINUTE);
      await alerts.settled();
      const found = await allIncidents();
      for (const { receiver, ruleIds, end } of lanes) {
        const ours = found.filter(({ ruleId }) => ruleIds.has(ruleId));
        expectOnce(ours, receiver);
        incidents += ours.length;
        await end();
      }
    }),
    { numRuns: SCHEDULES / LANES.length, endOnFailure: true },
  );
  expect(incidents).toBeGreaterThan(SCHEDULES);
});
