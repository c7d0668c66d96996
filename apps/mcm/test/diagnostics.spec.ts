import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMosquitto, type TestBroker } from '#testing';
import { loggedIn } from './people.js';
import { observing, PASSWORDS, startPlant, type Plant } from './plant.js';
import { serve, type Served } from './served.js';
import { TestClock } from './test-clock.js';

interface Diagnostics {
  readonly at: string;
  readonly worst: string;
  readonly findings: readonly {
    readonly area: string;
    readonly check: string;
    readonly result: string;
    readonly what: string;
    readonly hint?: string;
  }[];
}

const asked = async (served: Served, token: string) => {
  const { status, body } = await served.as(token)('GET', '/api/v1/diagnostics');
  expect(status).toBe(200);
  return body as Diagnostics;
};
const unwell = ({ findings }: Diagnostics) =>
  findings.filter(({ result }) => result === 'warn' || result === 'fail');

describe('GET /api/v1/diagnostics', () => {
  let plant: Plant;
  let operator: string;
  beforeAll(async () => {
    plant = await startPlant();
    operator = (await loggedIn(plant.served, plant.adminToken, 'operator')).token;
    await observing(plant);
  });
  afterAll(() => plant.stop());

  it('finds nothing wrong in a healthy plant, whose access it can change', async () => {
    const found = await asked(plant.served, operator);
    expect(unwell(found)).toEqual([]);
    expect(found.worst).toBe('ok');
    const ok = found.findings.filter(({ result }) => result === 'ok');
    expect([...new Set(ok.map(({ area }) => area))]).toEqual([
      ...['configuration', 'data', 'database', 'broker', 'access', 'reload', 'backup', 'system'],
    ]);
    expect(ok.map(({ what }) => what)).toContain('the broker can be told to reload');
    const text = JSON.stringify(found);
    for (const secret of [...Object.values(PASSWORDS), operator])
      expect(text).not.toContain(secret);
  });
});

describe('GET /api/v1/diagnostics looks', () => {
  const clock = new TestClock();
  let broker: TestBroker;
  let served: Served;
  let token: string;
  beforeAll(async () => {
    broker = await startMosquitto({ conf: ['log_dest stderr', 'log_dest topic'] });
    const env = { MCM_MOSQUITTO_PORT: String(broker.port) };
    served = await serve({ env, clock: clock.read });
    token = await served.logIn();
  });
  afterAll(async () => {
    await served.stop();
    await broker.stop();
  });
  const logins = () => broker.log().match(/connected from .* as mcm-doctor-/g)?.length ?? 0;

  it('once for all who ask at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => asked(served, token)));
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(logins()).toBe(2); // one that looks, and one whose log-in is to be logged
  });

  it('anew for whoever asks later, who may have mended something', async () => {
    await broker.kill();
    clock.advance(1_000);
    const { at, worst, findings } = await asked(served, token);
    expect([at, worst]).toEqual([new Date(clock.read()).toISOString(), 'fail']);
    expect(findings).toContainEqual({
      ...{ area: 'broker', check: 'broker-tcp', result: 'fail' },
      what: expect.stringContaining('nothing listens on'),
      hint: expect.stringContaining('Start the broker'),
    });
  });
});
