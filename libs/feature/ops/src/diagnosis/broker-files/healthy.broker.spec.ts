import { utimes } from 'node:fs/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startManagedBroker } from '#link/host';
import { join } from 'node:path';
import {
  asColleague,
  brokerPlant,
  itWithUsers,
  type BrokerPlant,
} from '../../../test/broker-plant.js';

let plant: BrokerPlant;
afterEach(() => plant.remove());

describe('a broker that is set up well', () => {
  it.each([
    [
      'file',
      [
        ...['mosquitto-conf', 'conf-lint', 'acl-file', 'password-file'],
        ...['file-rights', 'file-rights', 'mcm-rights', 'file-replacement', 'file-replacement'],
        ...['broker-reload', 'shadow-broker'],
      ],
    ],
    [
      'dynamic-security',
      [
        ...['mosquitto-conf', 'conf-lint', 'plugin-file', 'file-rights', 'mcm-rights'],
        ...['control-account', 'shadow-broker', 'broker-reload'],
      ],
    ],
  ] as const)('gives no reason to act: %s', async (backend, checks) => {
    plant = await brokerPlant(backend);
    await plant.start();
    const findings = await plant.examine();
    expect(findings.filter(({ result, hint }) => result !== 'ok' || hint !== undefined)).toEqual(
      [],
    );
    expect(findings.map(({ check }) => check)).toEqual(checks);
    expect(findings[0]?.what).toMatch(
      /^\/.*mosquitto\.conf can be read, as by Mosquitto \d\.\d+\.\d+$/,
    );
  });

  it('gives none to MCM as a user in the group of the broker', async () => {
    plant = await brokerPlant('file');
    await plant.start();
    plant.access = { ...plant.access, reload: { command: ['true'] } };
    const findings = await plant.examine(asColleague);
    expect(findings.filter(({ result }) => result !== 'ok')).toEqual([]);
  });

  itWithUsers('may keep the state of its plugin to itself', async () => {
    plant = await brokerPlant('dynamic-security');
    await plant.start();
    const findings = await plant.examine(asColleague);
    const others = findings.filter(({ result }) => result !== 'ok');
    expect(others).toEqual([
      expect.objectContaining({
        check: 'plugin-file',
        result: 'skip',
        what: expect.stringMatching(/has no need to$/),
      }),
    ]);
  });

  it('is told apart from one whose mosquitto.conf waits for a restart', async () => {
    plant = await brokerPlant('file');
    await plant.start();
    const later = Date.now() / 1000 + 60;
    await utimes(plant.conf, later, later);
    const [finding, ...others] = (await plant.examine()).filter(({ hint }) => hint !== undefined);
    expect(finding).toMatchObject({ check: 'conf-restart', result: 'ok' });
    expect(finding?.what).toMatch(
      /changed after the broker had started: what it says of listener, pid_file/,
    );
    expect(others).toEqual([]);
  });
});

describe('where there is nothing to look at', () => {
  it('says what to set', async () => {
    plant = await brokerPlant('file');
    plant.access = {};
    const findings = await plant.examine();
    expect(findings.map(({ area, result }) => `${area} ${result}`)).toEqual([
      'broker-config skip',
      'access skip',
      'reload skip',
    ]);
    expect(findings[0]?.hint).toContain('Set mosquitto.access.config_file');
    expect(findings[1]?.hint).toContain('set mosquitto.access.backend');
  });

  it('looks at the files that are named alone', async () => {
    plant = await brokerPlant('file');
    plant.access = { acl_file: plant.acl, password_file: plant.passwords };
    const findings = await plant.examine();
    expect(findings.filter(({ result }) => result === 'ok')).toHaveLength(5);
    expect(findings[0]).toMatchObject({ check: 'mosquitto-conf', result: 'skip' });
  });
});

it('finds nothing wrong with the broker that MCM runs itself', async () => {
  plant = await brokerPlant('file');
  const folder = join(plant.folder, 'mosquitto');
  plant.target = { managed: true };
  plant.access = {};
  const before = await plant.examine();
  expect(before[0]).toMatchObject({ check: 'mosquitto-conf', result: 'skip' });
  const broker = await startManagedBroker({ folder, port: plant.port, onLog: () => undefined });
  try {
    const findings = await plant.examine();
    expect(findings.filter(({ result }) => result !== 'ok')).toEqual([]);
    expect(findings.at(-1)?.what).toBe('MCM runs this broker, and signals it itself');
  } finally {
    await broker.stop();
  }
});
