import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { defaultDatabasePath, findConfigFile, newConfigFile } from './places.js';

let home: TemporaryFolder;
let system: { config: string; state: string };
beforeEach(async () => {
  home = await temporaryFolder();
  system = { config: join(home.path, 'etc/mcm'), state: join(home.path, 'var/lib/mcm') };
});
afterEach(() => home.remove());

describe('the configuration file', () => {
  it('is the one that MCM_CONFIG names, whether it exists or not', async () => {
    expect(await findConfigFile({ MCM_CONFIG: '/nowhere/mcm.yaml' }, system)).toBe(
      '/nowhere/mcm.yaml',
    );
  });

  it("is the system's, else the user's, else none", async () => {
    const env = { XDG_CONFIG_HOME: join(home.path, 'xdg'), MCM_CONFIG: '' };
    expect(await findConfigFile(env, system)).toBeUndefined();

    await mkdir(join(home.path, 'xdg/mcm'), { recursive: true });
    await writeFile(join(home.path, 'xdg/mcm/config.yaml'), '');
    expect(await findConfigFile(env, system)).toBe(join(home.path, 'xdg/mcm/config.yaml'));

    await mkdir(system.config, { recursive: true });
    await writeFile(join(system.config, 'config.yaml'), '');
    expect(await findConfigFile(env, system)).toBe(join(system.config, 'config.yaml'));
  });

  it('is written where it can be', async () => {
    const env = { HOME: home.path };
    expect(await newConfigFile(env, system)).toBe(join(home.path, '.config/mcm/config.yaml'));
    await mkdir(join(home.path, 'etc'));
    expect(await newConfigFile(env, system)).toBe(join(system.config, 'config.yaml'));
    expect(await newConfigFile({ MCM_CONFIG: 'mine.yaml' }, system)).toBe('mine.yaml');
  });
});

describe('the database', () => {
  it("lies in the system's folder if that can be made, else in the user's", async () => {
    expect(await defaultDatabasePath({ HOME: home.path }, system)).toBe(
      join(home.path, '.local/state/mcm/mcm.db'),
    );
    expect(await defaultDatabasePath({ HOME: '/', XDG_STATE_HOME: '/state' }, system)).toBe(
      '/state/mcm/mcm.db',
    );
    await mkdir(join(home.path, 'var/lib'), { recursive: true });
    expect(await defaultDatabasePath({}, system)).toBe(join(system.state, 'mcm.db'));
  });
});
