import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Program, temporaryFolder, type TemporaryFolder, type Outcome } from '#testing';
import { ALL_WORK, partsThatWork, Server } from './run-executable.js';

const root = dirname(import.meta.dirname);
const tool = async (name: string): Promise<unknown> => import(join(import.meta.dirname, name));
const { executableFile, targetOf } = (await tool('targets.mjs')) as {
  executableFile: (name?: string) => string;
  targetOf: (name?: string) => { readonly name: string; readonly own: boolean };
};
const { refuseOther } = (await tool('cross.mjs')) as {
  refuseOther: (bytes: Uint8Array, integrity: string, name: string) => void;
};
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
};

const mcm = join(root, executableFile());

let home: TemporaryFolder;
let place: string;
beforeEach(async () => {
  home = await temporaryFolder();
  place = join(home.path, 'unpacked');
});
afterEach(() => home.remove());

const run = (args: readonly string[], env: Readonly<Record<string, string>>): Promise<Outcome> =>
  new Program([mcm, ...args], { cwd: home.path, env }).end();

describe('the executable', () => {
  it('says its version from an empty folder with nothing in the environment but where to unpack', async () => {
    const { code, stdout, stderr } = await run(['version'], { MCM_UNPACK_FOLDER: place });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`version: ${version}\n`);
    expect(readdirSync(home.path)).toEqual(['unpacked']);
  });

  it('unpacks once: a second start takes what is there, and V8’s code with it', async () => {
    await run(['version'], { MCM_UNPACK_FOLDER: place });
    const [folder = ''] = readdirSync(place);
    const made = statSync(join(place, folder, 'mcm.mjs')).ino;
    const { stderr } = await run(['version'], {
      MCM_UNPACK_FOLDER: place,
      NODE_DEBUG_NATIVE: 'COMPILE_CACHE',
    });
    expect(stderr).toMatch(/V8 code cache for ESM file:.*mcm\.mjs was accepted/);
    expect(readdirSync(place)).toEqual([folder]);
    expect(statSync(join(place, folder, 'mcm.mjs')).ino).toBe(made);
  });

  it('may be started twice at once', async () => {
    const both = [1, 2].map(() => run(['version'], { MCM_UNPACK_FOLDER: place }));
    for (const { code, stderr } of await Promise.all(both))
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readdirSync(place)).toHaveLength(1);
  });

  it('unpacks into the user’s cache, and to a temporary folder where there is none', async () => {
    const [cache, tmp] = [join(home.path, '.cache/mcm'), join(home.path, 'tmp')];
    expect((await run(['version'], { HOME: home.path })).code).toBe(0);
    expect(readdirSync(cache)).toHaveLength(1);

    chmodSync(dirname(cache), 0o777); // where others could put something in its place
    mkdirSync(tmp);
    expect((await run(['version'], { HOME: home.path, TMPDIR: tmp })).code).toBe(0);
    expect(readdirSync(join(tmp, `mcm-${process.getuid?.()}`))).toHaveLength(1);
  });

  it('runs nothing from a folder that others can write to, and says so in one line', async () => {
    mkdirSync(place);
    chmodSync(place, 0o777);
    const { code, stdout, stderr } = await run(['version'], { MCM_UNPACK_FOLDER: place });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toBe(
      `mcm: finds no folder to unpack to; MCM_UNPACK_FOLDER names another. ${place}: others may change what is in ${place}\n`,
    );
    expect(readdirSync(place)).toEqual([]);
  });

  // In a mount namespace of its own, which not every system lets every user have.
  const canMount = spawnSync('unshare', ['--mount', 'true']).status === 0 ? it : it.skip;
  canMount.each([
    ['noexec', 'native code cannot be loaded from it'],
    ['ro', 'ENOENT'],
  ])('says in one line that it cannot unpack where the file system is %s', (option, reason) => {
    mkdirSync(place);
    const mounted = `mount -t tmpfs -o mode=700,${option} none '${place}' && exec '${mcm}' version`;
    const { status, stderr } = spawnSync('unshare', ['--mount', 'sh', '-c', mounted], {
      encoding: 'utf8',
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', MCM_UNPACK_FOLDER: join(place, 'mcm') },
    });
    expect(status).toBe(3);
    expect(stderr).toMatch(/^mcm: finds no folder to unpack to; .*\n$/);
    expect(stderr).toContain(`${join(place, 'mcm')}: ${reason}`);
  });

  it('prints the licences of what it is made of, Node’s among them', async () => {
    const { code, stdout } = await run(['version', '--licences'], { MCM_UNPACK_FOLDER: place });
    expect(code).toBe(0);
    expect(stdout).toContain('@nestjs/core');
    expect(stdout).toContain(`Node.js ${process.version}`);
    expect(stdout).toContain('Copyright Node.js contributors');
  });
});

describe('the server in the executable', () => {
  let server: Server | undefined;
  afterAll(() => server?.stop());

  it('does what the bundle does, and ends with 0', async () => {
    server = await Server.start([mcm], { MCM_UNPACK_FOLDER: place });
    expect(await partsThatWork(server)).toEqual(ALL_WORK);
    const { code } = await server.stop();
    server = undefined;
    expect(code).toBe(0);
  });
});

describe('making executables', () => {
  it('names what cannot be made here', () => {
    expect(targetOf()).toMatchObject({ own: true });
    expect(() => targetOf('plan9-mips')).toThrow(/^no executable for plan9-mips: the targets are/);
    const foreign = process.platform === 'win32' ? 'darwin-arm64' : 'win-x64';
    expect(() => targetOf(foreign)).toThrow('is made on a machine of that kind');
    expect(executableFile('win-x64')).toBe(`dist/executable/mcm-${version}-win-x64.exe`);
    expect(existsSync(mcm)).toBe(true);
  });

  it('takes a Node for another machine only if it is the one in the lock', () => {
    const integrity =
      'sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==';
    expect(() => refuseOther(Buffer.from('abc'), integrity, 'node')).not.toThrow();
    expect(() => refuseOther(Buffer.from('abd'), integrity, 'node')).toThrow(
      /^node is not what package-lock.json names: sha512-/,
    );
  });
});
