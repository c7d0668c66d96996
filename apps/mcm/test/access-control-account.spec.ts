import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { TestBroker } from '#testing';
import { AccessApi } from './access-api.js';
import { startPluginBroker } from './plugin-broker.js';
import { serve, type Served } from './served.js';

const PASSWORD = 'everybody’s';

let broker: TestBroker;
let served: Served;
let api: AccessApi;
beforeAll(async () => {
  broker = await startPluginBroker(PASSWORD);
  served = await serve({
    env: {
      MCM_MOSQUITTO_PORT: String(broker.port),
      MCM_MOSQUITTO_USERNAME: 'mcm',
      MCM_MOSQUITTO_PASSWORD: PASSWORD,
      MCM_MOSQUITTO_ACCESS_BACKEND: 'dynamic-security',
      MCM_MOSQUITTO_ACCESS_CONTROL_USERNAME: 'admin',
      MCM_MOSQUITTO_ACCESS_CONTROL_PASSWORD: PASSWORD,
    },
  });
  api = new AccessApi(served, await served.logIn());
});
afterAll(async () => {
  await served.stop();
  await broker.stop();
});
beforeEach(() => api.got('DELETE', 'access/draft'));

const forced = async () => {
  const { version } = await api.draft();
  return api.ask('POST', 'access/apply', { version, force: true });
};

it.each([
  ['is deleted', async () => api.got('DELETE', `mqtt-users/${await api.userId('admin')}`)],
  [
    'may not log in',
    async () => api.got('PUT', `mqtt-users/${await api.userId('admin')}`, { disabled: true }),
  ],
  ['may not command', () => api.createRule('admin', 'deny', '$CONTROL/#')],
] as const)(
  'changes nothing by which the account for commands %s: there would be no way to the end nor back',
  async (_, edit) => {
    await edit();
    const { status, problem } = await forced();
    expect([status, problem.type]).toEqual([409, '/problems/would-lock-out']);
    expect(problem.detail).toMatch(/admin, .* MCM could not bring this change to its end/);
  },
);

it('changes what MCM reads, if that is meant', async () => {
  await api.createRule('mcm', 'deny', '$SYS/#');
  const { status, body } = await forced();
  expect(status).toBe(202);
  expect(await api.end((body as { number: number }).number)).toMatchObject({ state: 'committed' });
});
