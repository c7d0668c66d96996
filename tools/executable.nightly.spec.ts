import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Program, temporaryFolder, type TemporaryFolder } from '#testing';
import { ALL_WORK, partsThatWork, Server } from './run-executable.js';

const root = dirname(import.meta.dirname);
const { executableFile } = (await import(join(import.meta.dirname, 'targets.mjs'))) as {
  executableFile: (name: string) => string;
};

/** An ARM machine, imitated on another: many times slower. */
const MINUTE_MS = 60_000;
const ARM = ['/usr/bin/qemu-aarch64-static', '-L', '/usr/aarch64-linux-gnu'];

describe('the executable for linux-arm64', () => {
  const mcm = [...(process.arch === 'arm64' ? [] : ARM), join(root, executableFile('linux-arm64'))];
  let home: TemporaryFolder;
  let env: Readonly<Record<string, string>>;
  beforeAll(async () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(root, 'tools/executable.mjs'), 'linux-arm64'],
      { encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    home = await temporaryFolder();
    env = {
      MCM_UNPACK_FOLDER: join(home.path, 'unpacked'),
      // QEMU tells each thread another start of the process, by which MCM knows it again.
      UV_THREADPOOL_SIZE: '1',
    };
  }, 10 * MINUTE_MS);
  afterAll(() => home.remove());

  it(
    'says its version',
    async () => {
      const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
        version: string;
      };
      const { code, stdout } = await new Program([...mcm, 'version'], {
        cwd: home.path,
        env,
      }).end();
      expect(code).toBe(0);
      expect(stdout).toContain(`version: ${version}\n`);
    },
    5 * MINUTE_MS,
  );

  it(
    'explains what an access file says',
    async () => {
      const file = join(home.path, 'acl');
      writeFileSync(file, 'user ann\ntopic read line2/#\n');
      const question = ['line2/cmd', '--file', file, '--user', 'ann'];
      const { code, stdout } = await new Program([...mcm, 'acl', 'explain', ...question], {
        cwd: home.path,
        env,
      }).end();
      expect(code).toBe(1);
      expect(stdout).toMatch(/^denied: ann .*may not publish to line2\/cmd/);
    },
    5 * MINUTE_MS,
  );

  it(
    'serves as the one for this machine does',
    async () => {
      const server = await Server.start(mcm, env, 5 * MINUTE_MS);
      // A trial of a schema is given up after 15 s, in which QEMU may not have started its thread.
      const { judge: _, ...parts } = await partsThatWork(server);
      const { judge: __, ...all } = ALL_WORK;
      expect(parts).toEqual(all);
      expect((await server.stop()).code).toBe(0);
    },
    15 * MINUTE_MS,
  );
});
