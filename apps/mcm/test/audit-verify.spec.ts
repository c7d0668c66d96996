import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import sqlite3 from 'sqlite3';
import { DataSource } from 'typeorm';
import { freePort, temporaryFolder, type TemporaryFolder, type Outcome } from '#testing';
import { McmProcess, runMcm } from './mcm-process.js';

const PASSWORD = 'correct horse battery staple';
const LOG_INS = 3;

/** A data folder whose server has stopped, and what that said when it did. */
let home: TemporaryFolder;
let env: Record<string, string>;
let stopped: Outcome;
/** The end of the trail as it was left then. */
let head: Told['head'];
beforeAll(async () => {
  home = await temporaryFolder();
  env = {
    MCM_DATABASE_PATH: join(home.path, 'data/mcm.db'),
    MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD: PASSWORD,
    MCM_HTTP_PORT: String(await freePort()),
    MCM_MOSQUITTO_PORT: String(await freePort()),
    MCM_LOGGING_LEVEL: 'error',
  };
  const server = await startServer();
  for (let n = 0; n < LOG_INS; n += 1) await logIn();
  stopped = await server.end('SIGTERM');
  ({ head } = await told());
});
afterAll(() => home.remove());

async function startServer(): Promise<McmProcess> {
  const server = new McmProcess(['server'], env);
  await server.prints('MCM is at');
  return server;
}
async function logIn(): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${env['MCM_HTTP_PORT'] ?? ''}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: PASSWORD }),
  });
  expect(answer.status).toBe(200);
}

const verify = (folder: string, ...args: string[]) =>
  runMcm(['audit', 'verify', ...args], { MCM_DATABASE_PATH: join(folder, 'mcm.db') });
const data = () => join(home.path, 'data');

interface Told {
  readonly valid: boolean;
  readonly entries: number;
  readonly head: { readonly number: number; readonly hash: string };
}
const told = async (folder = data()) => JSON.parse((await verify(folder, '--json')).stdout) as Told;

/** Runs `work` on a copy of the data folder, that somebody has changed by `sql`. */
async function onCopy(
  sql: readonly string[],
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const copy = await temporaryFolder();
  await cp(data(), copy.path, { recursive: true });
  const database = join(copy.path, 'mcm.db');
  const source = await new DataSource({ type: 'sqlite', driver: sqlite3, database }).initialize();
  for (const one of sql) await source.query(one);
  await source.destroy();
  await work(copy.path).finally(() => copy.remove());
}

describe('mcm audit verify', () => {
  it('proves the trail of a server that has stopped, and leaves nothing behind', async () => {
    const before = await readdir(data());
    const { code, stdout, stderr } = await verify(data());
    const [proven, entries, head] = stdout.split('\n');
    expect([code, stderr, proven]).toEqual([0, '', 'audit trail: proven']);
    expect(entries).toMatch(/^entries: \d+ \(1 to \d+\)$/);
    expect(head).toMatch(/^head: \d+:[0-9a-f]{64}$/);
    expect(await readdir(data())).toEqual(before);
  });

  it('takes the head that the log told at the stop, whatever its level', async () => {
    const line = stopped.stderr.split('\n').find((text) => text.includes('audit_head')) ?? '{}';
    const { number, hash } = JSON.parse(line) as Told['head'];
    expect({ number, hash }).toEqual(head);
    expect((await verify(data(), '--head', `${number}:${hash}`)).code).toBe(0);
  });

  it('names each entry that was changed, and exits 1', async () => {
    const sql = [
      'UPDATE audit_entries SET hash = zeroblob(32) WHERE number = 1',
      `DELETE FROM audit_entries WHERE number = ${head.number}`,
    ];
    await onCopy(sql, async (folder) => {
      const { code, stdout } = await verify(folder);
      expect(code).toBe(1);
      expect(stdout).toContain('audit trail: not proven\n');
      expect(stdout).toContain('altered: Entry 1 was altered.\n');
      expect(stdout).toContain(`truncated: Entry ${head.number} is missing`);
      expect(await told(folder)).toMatchObject({ valid: false, problemCount: 2 });
    });
  });

  it('finds an end that was cut off, by a head that was written down', async () => {
    const { number, hash } = head;
    const { code, stdout } = await verify(data(), '--head', `${number + 2}:${hash}`);
    expect(code).toBe(1);
    expect(stdout).toContain(`truncated: The trail ends with entry ${number}, but entry`);
    const other = await verify(data(), '--head', `1:${'0'.repeat(64)}`);
    expect([other.code, other.stdout]).toEqual([
      ...[1, expect.stringContaining('altered: Entry 1 is not the one that was known')],
    ]);
  });

  it.each(['', '5', 'x:y', `0:${'a'.repeat(64)}`, `5:${'a'.repeat(63)}`, `-1:${'a'.repeat(64)}`])(
    'exits 2 for a head that is none: %j',
    async (head) => {
      const { code, stdout, stderr } = await verify(data(), `--head=${head}`);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('--head');
    },
  );

  it('exits 3 when there is no database', async () => {
    const { code, stdout, stderr } = await verify(join(home.path, 'elsewhere'));
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^mcm: there is no database at .*elsewhere/);
  });

  it('exits 3 when there is no key, and says what to do', async () => {
    await onCopy([], async (folder) => {
      await rm(join(folder, 'audit.key'));
      const { code, stdout, stderr } = await verify(folder);
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toMatch(/^mcm: there is no audit\.key in .*put it back there\n$/);
    });
  });

  it('exits 3 when the database is of another version', async () => {
    await onCopy(['PRAGMA user_version = 1'], async (folder) => {
      const { code, stderr } = await verify(folder);
      expect([code, stderr]).toEqual([3, expect.stringContaining('schema version 1')]);
    });
  });

  it('agrees with a server that runs and writes meanwhile', async () => {
    const server = await startServer();
    const enough = new AbortController();
    const writer = (async () => {
      while (!enough.signal.aborted) await logIn();
    })();
    const counts: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      const { valid, entries } = await told();
      expect(valid).toBe(true);
      counts.push(entries);
    }
    enough.abort();
    await writer;
    expect((await server.end('SIGTERM')).code).toBe(0);
    expect(counts[3]).toBeGreaterThan(counts[0] ?? 0);
  });
});
