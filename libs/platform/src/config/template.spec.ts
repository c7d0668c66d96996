import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { loadConfig } from './load-config.js';
import { writeConfigTemplate } from './template.js';

let home: TemporaryFolder;
beforeEach(async () => {
  home = await temporaryFolder();
});
afterEach(() => home.remove());

describe('the template', () => {
  it('runs as it is, with the defaults and secrets of its own', async () => {
    const path = join(home.path, 'new/folder/mcm.yaml');
    await writeConfigTemplate(path);
    const { config, warnings } = await loadConfig({ file: path, env: {} });
    expect(warnings).toEqual([]);
    expect(config.auth.jwtSecret?.reveal()).toHaveLength(64);
    expect(config.auth.bootstrapAdmin.password?.reveal()).toHaveLength(24);

    const { config: defaults } = await loadConfig({ file: '/dev/null', env: {} });
    const auth = { ...config.auth, ...defaults.auth };
    expect({ ...config, auth }).toEqual({ ...defaults, auth });
  });

  it('is readable by its owner alone', async () => {
    const path = join(home.path, 'folder/mcm.yaml');
    await writeConfigTemplate(path);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(home.path, 'folder'))).mode & 0o777).toBe(0o700);
  });

  it('has other secrets each time', async () => {
    const [one, other] = [join(home.path, 'one'), join(home.path, 'other')];
    await Promise.all([writeConfigTemplate(one), writeConfigTemplate(other)]);
    expect(await readFile(one, 'utf8')).not.toBe(await readFile(other, 'utf8'));
  });

  it('never replaces a file', async () => {
    const path = join(home.path, 'mcm.yaml');
    await writeFile(path, 'mine');
    await expect(writeConfigTemplate(path)).rejects.toThrow(
      `${path} exists already and is left as it is`,
    );
    expect(await readFile(path, 'utf8')).toBe('mine');
  });

  it('says why it cannot be written', async () => {
    await expect(writeConfigTemplate('/dev/null/config.yaml')).rejects.toThrow(
      '/dev/null/config.yaml cannot be written, as its folder cannot be made (EEXIST)',
    );
  });
});
