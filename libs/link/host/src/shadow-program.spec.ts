import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dynsecPlugin, temporaryFolder, type TemporaryFolder } from '#testing';
import { findMosquitto } from './find-mosquitto.js';
import { shadowPlugin, shadowProgram } from './shadow-program.js';

let home: TemporaryFolder;
beforeEach(async () => {
  home = await temporaryFolder();
});
afterEach(() => home.remove());

async function script(text: string): Promise<string> {
  const path = join(home.path, 'mosquitto');
  await writeFile(path, `#!/bin/sh\n${text}\n`);
  await chmod(path, 0o755);
  return path;
}

async function file(...names: readonly string[]): Promise<string> {
  const path = join(home.path, ...names);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '');
  return path;
}

describe('the program of a shadow broker', () => {
  it('is the Mosquitto of this machine', async () => {
    const { binary, version } = await shadowProgram(undefined);
    expect(binary).toBe(await findMosquitto());
    expect(version).toMatch(/^2\.\d+\.\d+$/);
  });

  it('may be missing', async () => {
    const nowhere = () => findMosquitto(home.path, []);
    await expect(shadowProgram(undefined, nowhere)).rejects.toMatchObject({
      reason: 'missing',
      message: expect.stringMatching(/Install it beside MCM/),
    });
  });

  it('may be something else, or not to be run', async () => {
    const missing = { reason: 'missing', message: expect.stringMatching(/is no Mosquitto/) };
    await expect(shadowProgram(join(home.path, 'nothing'))).rejects.toMatchObject(missing);
    await expect(shadowProgram(await script('echo hello'))).rejects.toMatchObject(missing);
    await expect(shadowProgram(await file('not-to-be-run'))).rejects.toMatchObject(missing);
  });

  it('may be too old', async () => {
    const old = await script('echo mosquitto version 1.6.9; exit 3');
    await expect(shadowProgram(old)).rejects.toMatchObject({
      reason: 'too-old',
      message: expect.stringMatching(/is version 1\.6\.9; .* Update it\.$/),
    });
    const next = await script('echo mosquitto version 10.0.1');
    expect(await shadowProgram(next)).toEqual({ binary: next, version: '10.0.1' });
  });
});

describe('the dynamic-security plugin of a program', () => {
  it('is found where the package has put it', async () => {
    expect(await shadowPlugin((await findMosquitto())!)).toBe(dynsecPlugin());
  });

  it('is the one installed with the program, before any other', async () => {
    const binary = await file('own', 'sbin', 'mosquitto');
    const other = await file('other', 'lib', 'mosquitto_dynamic_security.so');
    const prefixes = [join(home.path, 'other')];
    expect(await shadowPlugin(binary, prefixes)).toBe(other);
    const own = await file('own', 'lib', 'mosquitto', 'mosquitto_dynamic_security.so');
    expect(await shadowPlugin(binary, prefixes)).toBe(own);
    // A link to a program belongs to what it leads to.
    await symlink(binary, join(home.path, 'link'));
    expect(await shadowPlugin(join(home.path, 'link'), prefixes)).toBe(own);
  });

  it('may be missing', async () => {
    const binary = await file('sbin', 'mosquitto');
    await expect(shadowPlugin(binary, [])).rejects.toMatchObject({
      reason: 'no-plugin',
      message: expect.stringMatching(/no mosquitto_dynamic_security\.so beside/),
    });
  });
});
