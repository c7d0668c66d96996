import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { startBrokerProcess } from './broker-process.js';
import { findMosquitto } from './find-mosquitto.js';
import { identify, isRunning } from './process-identity.js';
import { configurationIn, writeShadowFiles } from './shadow-files.js';
import { makeShadowFolder, removeLeftShadows } from './shadow-folder.js';

let home: TemporaryFolder;
beforeEach(async () => {
  home = await temporaryFolder();
});
afterEach(() => home.remove());

describe('the folder of a shadow broker', () => {
  it('may be entered by its owner alone', async () => {
    const folder = await makeShadowFolder([home.path]);
    expect(folder.startsWith(join(home.path, `mcm-shadow-${process.pid}-`))).toBe(true);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('lies where the paths of its sockets are short enough', async () => {
    const long = join(home.path, 'x'.repeat(60));
    await mkdir(long);
    const folder = await makeShadowFolder([long, home.path]);
    expect(await readdir(long)).toEqual([]);
    expect(join(folder, 'strict').length).toBeLessThanOrEqual(103);
    await expect(makeShadowFolder([long])).rejects.toMatchObject({
      reason: 'other',
      message: expect.stringMatching(/too long a path\. Set TMPDIR/),
    });
  });

  it('cannot be made where there is no room', async () => {
    await expect(makeShadowFolder([join(home.path, 'missing')])).rejects.toMatchObject({
      reason: 'other',
      message: expect.stringMatching(/cannot make a folder for the shadow broker: ENOENT/),
    });
  });
});

describe('what a killed MCM left behind', () => {
  it('is ended and removed, and nothing else is', async () => {
    // Named after a process that had our id before us.
    const left = join(home.path, `mcm-shadow-${process.pid}-1-Ab3_x9`);
    await mkdir(left);
    await writeShadowFiles({ folder: left, files: {}, allowAnonymous: true });
    const broker = await startBrokerProcess((await findMosquitto())!, configurationIn(left), () => {
      // Nobody reads it.
    });
    const stranger = spawn(process.execPath, [
      '-e',
      'setInterval(() => {}, 1000)',
      configurationIn(left),
    ]);
    await once(stranger, 'spawn');

    const living = await makeShadowFolder([home.path]);
    const others = ['mcm-shadow-x-1-abcdef', 'mcm-shadow-1', `mcm-shadow-${process.pid}-2-abcdef`];
    await mkdir(join(home.path, others[0]!));
    await writeFile(join(home.path, others[1]!), '');
    await symlink(living, join(home.path, others[2]!));

    const identity = (await identify(broker.pid))!;
    await removeLeftShadows([home.path, join(home.path, 'missing'), home.path]);
    await broker.ended;
    expect(await isRunning(identity)).toBe(false);
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    stranger.kill('SIGKILL');
    const names = (await readdir(home.path)).map((name) => join(home.path, name));
    expect(names.sort()).toEqual([living, ...others.map((name) => join(home.path, name))].sort());
  });
});
