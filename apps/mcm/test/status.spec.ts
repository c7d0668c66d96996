import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryFolder, until, type TemporaryFolder, type TestBroker } from '#testing';
import { runMcm } from './mcm-process.js';
import { loggedIn } from './people.js';
import { observing, PASSWORDS, startPlant, type Plant } from './plant.js';
import type { Served } from './served.js';

let plant: Plant;
let broker: TestBroker;
let served: Served;
let home: TemporaryFolder;
let tokens: Readonly<Record<'admin' | 'viewer', string>>;
beforeAll(async () => {
  home = await temporaryFolder();
  plant = await startPlant();
  ({ broker, served } = plant);
  const admin = plant.adminToken;
  tokens = { admin, viewer: (await loggedIn(served, admin, 'viewer')).token };
  await observing(plant);
  // It comes over a connection of its own.
  await until(async () => {
    const { body } = await served.as(admin)('GET', '/api/v1/status');
    return (body as { broker: { version?: string } }).broker.version !== undefined;
  });
});
afterAll(async () => {
  await plant.stop();
  await home.remove();
});

const connection = (wanted: string) =>
  until(async () => {
    const { body } = await served.ask('/readyz');
    return (body as { broker: string }).broker === wanted;
  });
const status = (...args: string[]) =>
  runMcm(['status', '--url', served.url, ...args], {
    MCM_MOSQUITTO_PORT: String(broker.port),
    MCM_MOSQUITTO_USERNAME: 'mcm',
    MCM_MOSQUITTO_PASSWORD: PASSWORDS.mcm,
    MCM_DATABASE_PATH: `${home.path}/mcm.db`,
  });

describe('mcm status', () => {
  it('without a token tells what anybody sees from outside', async () => {
    const { code, stdout } = await status('--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      server: { url: served.url, status: 'ready' },
      broker: { target: `127.0.0.1:${broker.port}`, tls: false, status: 'connected' },
    });
  });

  it('with a token tells what MCM knows and what waits for somebody', async () => {
    const { code, stdout } = await status('--token', tokens.admin, '--json');
    expect(code).toBe(0);
    const { facts, ...rest } = JSON.parse(stdout) as { facts: Record<string, unknown> };
    expect(rest).toEqual({
      server: { url: served.url, status: 'ready' },
      broker: { target: `127.0.0.1:${broker.port}`, tls: false, status: 'connected' },
    });
    expect(facts).toEqual({
      'MCM version': '0.0.0-test',
      'MCM started': expect.stringMatching(/^\d{4}-.*Z$/),
      'Mosquitto version': expect.stringMatching(/^\d+\.\d+/),
      'Connected since': expect.stringMatching(/^\d{4}-.*Z$/),
      'Topics seen': expect.any(Number),
      'Messages seen': expect.any(Number),
      'Messages per second': expect.any(Number),
      'Alerts firing': 0,
      'Access changes not applied': 0,
      'Last backup': 'none',
    });
  });

  it('with the token of an admin tells when the last backup was made', async () => {
    const headers = { authorization: `Bearer ${tokens.admin}` };
    const made = await served.ask('/api/v1/backups', { method: 'POST', headers });
    const { madeAt } = made.body as { madeAt: string };
    const { stdout } = await status('--token', tokens.admin);
    expect(stdout).toContain(`Last backup: ${madeAt}\n`);
  });

  it('leaves out what a viewer may not see', async () => {
    const { code, stdout } = await status('--token', tokens.viewer);
    expect(code).toBe(0);
    expect(stdout).toContain('Alerts firing: 0\n');
    expect(stdout).not.toMatch(/Access changes|Last backup/);
  });

  it('ends with 1 when the broker is away, with and without a token', async () => {
    await broker.kill();
    await connection('disconnected');
    const outside = await status();
    expect([outside.code, outside.stdout]).toEqual([1, expect.stringContaining('Nothing listens')]);
    const inside = await status('--token', tokens.admin);
    expect([inside.code, inside.stdout]).toEqual([
      1,
      expect.stringContaining('Disconnected since'),
    ]);
    await broker.restart();
    await connection('connected');
  });

  it('ends with 3 when MCM does not answer, whatever the broker does', async () => {
    const { code, stdout } = await status('--url', 'http://127.0.0.1:1', '--json');
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      server: { status: 'unreachable', reason: expect.any(String) },
      broker: { status: 'connected' },
    });
  });
});
