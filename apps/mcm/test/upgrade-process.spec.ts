import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sqlite3 from 'sqlite3';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '#platform';
import {
  freePort,
  layReleased,
  releasedDatabases,
  temporaryFolder,
  type TemporaryFolder,
} from '#testing';
import { McmProcess, runMcm } from './mcm-process.js';

const RELEASED = await releasedDatabases();
const NEWEST = MIGRATIONS.length;

let home: TemporaryFolder;
let env: Readonly<Record<string, string>>;
beforeEach(async () => {
  home = await temporaryFolder();
  env = {
    MCM_DATABASE_PATH: join(home.path, 'mcm.db'),
    MCM_HTTP_PORT: String(await freePort()),
    MCM_MOSQUITTO_PORT: String(await freePort()),
  };
});
afterEach(() => home.remove());

/** Runs SQL on a database that no server has open. */
async function change(path: string, sql: string): Promise<void> {
  const source = new DataSource({ type: 'sqlite', driver: sqlite3, database: path });
  await source.initialize();
  await source.query(sql);
  await source.destroy();
}

describe('a server that is older than its database', () => {
  it('ends at once, says what to do, and changes nothing', async () => {
    const path = await layReleased(RELEASED.at(-1)!, home.path);
    await change(path, 'PRAGMA user_version = 999');
    const before = await readFile(path);
    const { code, stdout, stderr } = await runMcm(['server'], env);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `mcm: the database ${path} has schema version 999, and this MCM knows versions up to ${NEWEST}: ` +
        'start the newer MCM that wrote it, or go back to the copy from before its upgrade, ' +
        `${path}.before-999, as docs/upgrading.md says\n`,
    );
    expect(await readFile(path)).toEqual(before);
    expect((await readdir(home.path)).filter((name) => name.includes('before'))).toEqual([]);
  });
});

describe('a server that is newer than its database', () => {
  it('says from which version it came and where the copy is, and the copy leads back', async () => {
    const released = RELEASED.find(({ version }) => version === 3)!;
    const path = await layReleased(released, home.path);
    const server = new McmProcess(['server'], env);
    await server.prints('MCM is at');
    const { code, stderr } = await server.end('SIGTERM');
    expect(code).toBe(0);
    const copy = `${path}.before-${NEWEST}`;
    const told = `The database was upgraded from version 3 of its schema to ${NEWEST}. As it was: ${copy}`;
    expect(stderr).toContain(told);

    const verified = await runMcm(['audit', 'verify', '--json'], env);
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining('"valid":true') });
    const older = await runMcm(['audit', 'verify'], { ...env, MCM_DATABASE_PATH: copy });
    expect(older.stderr).toContain('has schema version 3, and this MCM reads version');
  });
});
