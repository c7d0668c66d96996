import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '#platform';
import { until } from '#testing';
import type { MqttClient } from 'mqtt';
import { type AlertPlant, startAlertPlant } from './alert-plant.js';
import type { AlertWatch } from './alert-watch.js';
import type { Served } from './served.js';
import { MINUTE } from './test-clock.js';
import { WebhookReceiver } from './webhook-receiver.js';

let plant: AlertPlant;
let client: MqttClient;
let served: Served;
let alerts: AlertWatch;
let receiver: WebhookReceiver;

beforeAll(async () => {
  // Whoever hangs, hangs for longer than this waits for anything.
  plant = await startAlertPlant({ quiet: true }, { MCM_ALERTING_TIMEOUT: '60s' });
  ({ served, alerts } = plant);
  client = await plant.broker.connect();
});
afterAll(async () => {
  await plant.stop();
});

beforeEach(async () => {
  receiver = await WebhookReceiver.listen();
  await alerts.webhook(receiver.url);
});
afterEach(async () => {
  const { webhooks } = await alerts.got<{ webhooks: { id: number }[] }>('GET', 'webhooks');
  for (const { id } of webhooks) await alerts.got('DELETE', `webhooks/${id}`);
  await receiver.close();
});

const deliveries = async () =>
  (await alerts.got<{ deliveries: { state: string }[] }>('GET', 'webhooks/deliveries')).deliveries;

/** A rule that fires at the next look. */
async function fires(name: string): Promise<void> {
  const topic = `sending/${name}`;
  const condition = { kind: 'field_threshold', filter: topic, pointer: '', above: 10 };
  await alerts.rule({ name, condition });
  // From here on it is not due before time passes: MCM looks every second by itself, also now.
  await alerts.look(0);
  await client.publishAsync(topic, '11', { qos: 1 });
  await alerts.sees(topic, '11');
}

describe('a delivery', () => {
  it('does not wait for the receivers of others, however many of them hang', async () => {
    const hanging = await Promise.all([1, 2, 3, 4, 5].map(() => WebhookReceiver.listen()));
    for (const other of hanging) {
      other.manner = 'hang';
      await alerts.webhook(other.url);
    }
    await fires('others hang');
    const told = alerts.pass(5_000);
    const all = [receiver, ...hanging];
    // One after the other, it would take a minute to come from each to the next.
    await until(
      () => all.every(({ received }) => received.length === 1),
      () => `got ${all.map(({ received }) => received.length).join(' ')}`,
      30_000,
    );
    for (const other of hanging) await other.close();
    await told;
  });

  it('that was taken is not sent again, though that cannot be written down for a while', async () => {
    await fires('full');
    const run = (sql: string) => served.app.get(Database).write((tx) => tx.query(sql));
    await run(`CREATE TRIGGER full BEFORE UPDATE ON webhook_deliveries
               BEGIN SELECT RAISE(ABORT, 'no room'); END`);
    await alerts.pass(5_000);
    for (let looks = 0; looks < 3; looks++) await alerts.pass(90 * MINUTE);
    expect(await deliveries()).toMatchObject([{ state: 'queued', attempts: 0 }]);
    await run('DROP TRIGGER full');
    await alerts.pass(1_000);
    expect(receiver.received).toHaveLength(1);
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 1 }]);
    expect(served.log().match(/Webhooks cannot be sent now: .*no room/g)).toHaveLength(1);
  });
});
