import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordInto } from '#feature/audit';
import { Database, dataFolder, loadKeys, type Config } from '#platform';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { createBackup } from './create-backup.js';
import { configOf, install, NOON, trailOf, usersOf } from './fixtures.js';
import { restoreBackup } from './restore-backup.js';

/** `make nightly` makes more of them. */
const ROUNDS = process.env['MCM_SEARCH_RUNS'] === undefined ? 50 : 500;

jest.setTimeout(600_000);

let home: TemporaryFolder;
let config: Config;
beforeEach(async () => {
  home = await temporaryFolder();
  config = await configOf(join(home.path, 'data'));
  await install(config, ['user-0']);
});
afterEach(() => home.remove());

/** Adds users as the server does, each with its entry in the audit trail, until it is told to stop. */
async function startWriting() {
  const keys = await loadKeys(dataFolder(config));
  const database = await Database.open({ path: config.database.path, entities: [] });
  const place = { database, keys, clock: () => NOON };
  let committed = 1;
  const done = new AbortController();
  const writing = (async () => {
    for (; !done.signal.aborted; committed += 1) {
      const resourceName = `user-${String(committed)}`;
      const actor = { name: 'test', via: 'system' } as const;
      const act = { action: 'admin_user.create', actor, requestId: 'r', resourceName } as const;
      await recordInto(place, act, { result: 'success' }, async (tx) => {
        await tx.query(
          `INSERT INTO admin_users (username, password_hash, role, created_at, updated_at)
           VALUES (?, '', 'viewer', 0, 0)`,
          [resourceName],
        );
      });
    }
  })();
  return {
    committed: () => committed,
    stop: async () => {
      done.abort();
      await writing.finally(() => database.close());
    },
  };
}

/** Restores a backup into a folder of its own that has the keys, as on another machine; answers what is there then. */
async function restored(input: string) {
  await using scratch = await scratchFolder();
  for (const key of ['secret.key', 'audit.key']) {
    await copyFile(join(dataFolder(config), key), join(scratch.path, key));
  }
  const elsewhere = await configOf(scratch.path);
  await restoreBackup({
    ...{ config: elsewhere, input, force: false, clock: () => NOON },
    actor: { name: 'cli:7', via: 'local' },
  });
  const { path } = elsewhere.database;
  return { users: await usersOf(path), trail: await trailOf(path) };
}

async function scratchFolder() {
  const folder = await temporaryFolder();
  return { path: folder.path, [Symbol.asyncDispose]: () => folder.remove() };
}

it('every backup made during constant writes has all that was committed, and a proven trail when restored', async () => {
  const writer = await startWriting();
  const before: number[] = [];
  const made = (round: number) => join(home.path, `b/${String(round)}.db`);
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      before.push(writer.committed());
      await createBackup(config, made(round));
    }
  } finally {
    await writer.stop();
  }
  expect(writer.committed()).toBeGreaterThan(ROUNDS);
  for (const [round, committed] of before.entries()) {
    const { users, trail } = await restored(made(round));
    // Without a gap, and an entry for each: the trail ends where the table does, but for the restore itself.
    expect(users).toEqual(users.map((_, number) => `user-${String(number)}`));
    expect(users.length).toBeGreaterThanOrEqual(committed);
    expect(trail).toMatchObject({ valid: true, problems: [], entries: users.length + 1 });
  }
});
