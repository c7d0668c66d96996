import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMosquitto, until, type TestBroker } from '#testing';
import { bearer, serve, type Served } from './served.js';

let broker: TestBroker;
let served: Served;
let headers: Record<string, string>;
beforeAll(async () => {
  broker = await startMosquitto({
    users: { mcm: 'its password', plc: 'right' },
    conf: ['log_dest topic', 'log_dest stderr', 'sys_interval 1'],
  });
  served = await serve({
    env: {
      MCM_MOSQUITTO_PORT: String(broker.port),
      MCM_MOSQUITTO_USERNAME: 'mcm',
      MCM_MOSQUITTO_PASSWORD: 'its password',
    },
  });
  headers = bearer(await served.logIn());
  await until(async () => {
    const { body } = await served.ask('/api/v1/status', { headers });
    return (body as { sys: { figures: unknown[] } }).sys.figures.length > 0;
  });
});
afterAll(async () => {
  await served.stop();
  await broker.stop();
});

interface Event {
  readonly count: number;
  readonly detail?: string;
  readonly sourceIp?: string;
}
const events = async () => {
  const path = '/api/v1/security/events?category=broker_login_failed';
  return ((await served.ask(path, { headers })).body as { events: Event[] }).events;
};

describe('a client that the broker does not let in', () => {
  it('is an event of the security log, with what the broker tells of it', async () => {
    const good = await broker.connect({ username: 'plc', password: 'right' });
    const bad = broker.connect({ clientId: 'press-7', username: 'plc', password: 'wrong' });
    await expect(bad).rejects.toMatchObject({ code: 0x87 }); // Not authorized
    await until(async () => (await events()).length > 0);
    expect(good.connected).toBe(true);
    const [event, ...others] = await events();
    expect(others).toEqual([]);
    expect(event).toMatchObject({ reason: 'not_authorised', count: 1 });
    // 2.0.11 tells nothing, later ones the client id, 2.1 the address as well.
    expect(event?.detail).toMatch(/^(The broker does not say which client\.|Client press-7)$/);
    expect([undefined, '127.0.0.1']).toContain(event?.sourceIp);
  });
});
