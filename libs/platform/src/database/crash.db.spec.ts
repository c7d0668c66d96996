import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { runScript, temporaryFolder, until, type TemporaryFolder } from '#testing';
import { Database } from './database.js';

const MIGRATIONS = [
  { version: 1, name: 'entries', statements: ['CREATE TABLE entries (n INTEGER PRIMARY KEY)'] },
];

/** Runs `script`, which knows `Database` and `open(path)`, in a process of its own. */
function run(script: string, options: SpawnOptions = {}) {
  const preamble = `
    import { Database } from '${join(import.meta.dirname, 'database.ts')}';
    const open = (path) => Database.open({ path, entities: [], migrations: ${JSON.stringify(MIGRATIONS)} });`;
  return runScript(preamble + script, options);
}

let home: TemporaryFolder;
beforeEach(async () => {
  home = await temporaryFolder();
});
afterEach(() => home.remove());

describe('kill -9', () => {
  it('loses nothing that was committed, and leaves no half transaction', async () => {
    const path = join(home.path, 'mcm.db');
    const told = new Set<number>();
    for (let round = 0; round < 4; round++) {
      const { child, said } = run(`
        const database = await open('${path}');
        const first = ${String(round * 1_000_000 + 1)};
        const write = (n) => database.write(async (tx) => {
          await tx.query('INSERT INTO entries VALUES (?)', [n]);
          await tx.query('INSERT INTO entries VALUES (?)', [-n]);
        });
        const line = async (n) => {
          for (;; n += 5) {
            await write(n);
            console.log(n);
          }
        };
        await Promise.all([0, 1, 2, 3, 4].map((n) => line(first + n)));`);
      await until(
        () => said.out.split('\n').length > 40 || child.exitCode !== null,
        () => said.err,
      );
      child.kill('SIGKILL');
      await once(child, 'close');
      expect(said.err).toBe('');
      said.out.match(/\d+(?=\n)/g)?.forEach((n) => told.add(Number(n)));

      const database = await Database.open({ path, entities: [], migrations: MIGRATIONS });
      const rows = await database.read.query<{ n: number }[]>('SELECT n FROM entries');
      const kept = new Set(rows.map(({ n }) => n));
      expect([...told].filter((n) => !kept.has(n))).toEqual([]);
      expect([...kept].filter((n) => !kept.has(-n))).toEqual([]);
      expect(await database.read.query('PRAGMA integrity_check')).toEqual([
        { integrity_check: 'ok' },
      ]);
      await database.close();
    }
    expect(told.size).toBeGreaterThan(150);
  });
});

describe('a folder that may not be written to', () => {
  it('is named, with its owner and the remedy', async () => {
    const path = join(home.path, 'mcm.db');
    await chmod(home.path, 0o555);
    const nobody = process.geteuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const { child, said } = run(
      `await open('${path}').catch(({ kind, message }) => console.log(kind, message))`,
      nobody,
    );
    await once(child, 'close');
    await chmod(home.path, 0o755);
    expect(said.out).toMatch(
      /^not-writable the data folder .* is not writable by uid \d+: chown it to the user/,
    );
  });
});
