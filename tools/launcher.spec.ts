import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const launcher = join(dirname(import.meta.dirname), 'bin/mcm');

/** Instead of the bundle: says what runs it and with which arguments; the first is its exit code, or `wait`. */
const PROGRAM = `
  const [, , first, ...others] = process.argv;
  process.exitCode = Number(first ?? 0) || 0;
  if (first === 'wait') {
    process.once('SIGTERM', () => process.exit(7));
    setInterval(() => undefined, 1000);
  }
  console.log(JSON.stringify({ node: process.env.RUNS_AS, args: [first, ...others] }));
`;

describe('bin/mcm', () => {
  let home: string;
  let mcm: string;

  const write = (path: string, text: string): string => {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text, { mode: 0o755 });
    return join(home, path);
  };
  /** A Node of that version, by its own account. */
  const node = (path: string, version: string): string =>
    write(
      path,
      `#!/bin/sh
      if [ "$1" = --version ]; then echo ${version}; exit; fi
      RUNS_AS=${path} exec '${process.execPath}' "$@"`,
    );
  const environment = (extra: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    PATH: `${join(home, 'path')}:/usr/bin:/bin`,
    ...extra,
  });
  const run = (
    args: readonly string[],
    extra?: Readonly<Record<string, string>>,
    command = mcm,
  ): { code: number | null; out: unknown; error: string } => {
    const { status, stdout, stderr } = spawnSync(command, args, {
      encoding: 'utf8',
      env: environment(extra),
    });
    return { code: status, out: stdout === '' ? undefined : JSON.parse(stdout), error: stderr };
  };

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'mcm launcher '));
    mkdirSync(join(home, 'clone/bin'), { recursive: true });
    mcm = join(home, 'clone/bin/mcm');
    cpSync(launcher, mcm);
    write('clone/dist/bundle/mcm.mjs', PROGRAM);
    node('path/node', 'v24.15.0');
  });
  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  it('runs the bundle of its clone with the Node on the PATH, arguments and exit code unchanged', () => {
    expect(run(['3', 'a b', '--json', ''])).toEqual({
      code: 3,
      out: { node: 'path/node', args: ['3', 'a b', '--json', ''] },
      error: '',
    });
  });

  it('prefers the Node that npm installed', () => {
    node('clone/node_modules/.bin/node', 'v26.10.0');
    expect(run(['0']).out).toMatchObject({ node: 'clone/node_modules/.bin/node' });
  });

  it('prefers the Node that was packed beside the bundle', () => {
    node('clone/node_modules/.bin/node', 'v26.10.0');
    node('clone/node', 'v26.10.0');
    expect(run(['0']).out).toMatchObject({ node: 'clone/node' });
  });

  it('prefers MCM_NODE to any other', () => {
    node('clone/node', 'v26.10.0');
    node('clone/node_modules/.bin/node', 'v26.10.0');
    const own = node('own/node', 'v25.0.0');
    expect(run(['0'], { MCM_NODE: own }).out).toMatchObject({ node: 'own/node' });
  });

  it('finds the bundle that it was installed with', () => {
    rmSync(join(home, 'clone/dist'), { recursive: true });
    write('clone/mcm.mjs', PROGRAM);
    expect(run(['0']).code).toBe(0);
  });

  it('finds its clone through links, absolute and relative', () => {
    mkdirSync(join(home, 'links'));
    symlinkSync(mcm, join(home, 'links/absolute'));
    symlinkSync('../links/absolute', join(home, 'links/relative'));
    expect(run(['0'], {}, join(home, 'links/relative')).code).toBe(0);
  });

  it('becomes the server, so that a signal reaches it', async () => {
    const server = spawn(mcm, ['wait'], { env: environment() });
    await once(server.stdout, 'data');
    server.kill('SIGTERM');
    expect(await once(server, 'exit')).toEqual([7, null]);
  });

  it.each(['v20.19.0', 'v24.14.9', 'nonsense'])('refuses Node %s in one line', (version) => {
    node('path/node', version);
    const { code, out, error } = run(['0']);
    expect({ code, out }).toEqual({ code: 3, out: undefined });
    expect(error).toMatch(/^mcm: needs Node 24\.15 or newer.*\n$/);
  });

  it('refuses an MCM_NODE that is too old instead of taking another', () => {
    const old = node('old/node', 'v22.0.0');
    expect(run(['0'], { MCM_NODE: old }).error).toMatch(/^mcm: MCM_NODE=.*old\/node is not.*\n$/);
  });

  it('says in one line how to build what is missing', () => {
    rmSync(join(home, 'clone/dist'), { recursive: true });
    const { code, error } = run(['0']);
    expect(code).toBe(3);
    expect(error).toMatch(/^mcm: .*dist\/bundle\/mcm\.mjs is missing: run `make build`.*\n$/);
  });
});
