import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sqlite3 from 'sqlite3';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { backupDatabase } from './backup-database.js';
import { BackupError } from './backup-error.js';
import { examineBackup } from './examine-backup.js';
import { dataFolderWith } from './fixtures.js';

/** Each looks at a whole file. */
const RUNS = process.env['MCM_SEARCH_RUNS'] === undefined ? 150 : 5_000;
jest.setTimeout(RUNS * 2_000);

let home: TemporaryFolder;
let whole: Buffer;
let file: string;
beforeAll(async () => {
  home = await temporaryFolder();
  const path = await dataFolderWith(home.path, ['ada', 'bob', 'cyd']);
  const output = join(home.path, 'backup.db');
  await backupDatabase({ path, output });
  whole = await readFile(output);
  file = join(home.path, 'damaged.db');
});
afterAll(() => home.remove());

/** What SQLite itself says of the file, through a connection of its own. */
function integrity(): Promise<string> {
  return new Promise((resolve) => {
    const database = new sqlite3.Database(file, sqlite3.OPEN_READWRITE, (failed) => {
      if (failed) resolve(failed.message);
    });
    database.get('PRAGMA integrity_check(1)', (error: Error | null, row?: object) => {
      database.close(() => {
        resolve(error?.message ?? String(Object.values(row ?? {})[0]));
      });
    });
  });
}

const accepted = async () => {
  try {
    await examineBackup(file);
    return true;
  } catch (error) {
    // A sentence, whatever it is: anything else would be a fault of ours.
    expect(error).toBeInstanceOf(BackupError);
    return false;
  }
};

it('bytes that were turned over are never accepted where SQLite finds damage', async () => {
  const flips = fc.array(
    fc.record({
      // Headers of the file and of pages matter more than what is in the middle of them.
      at: fc.oneof(
        fc.nat(99),
        fc.nat(whole.length - 1),
        fc.nat(whole.length / 4096 - 1).map((page) => page * 4096 + (page % 12)),
      ),
      mask: fc.integer({ min: 1, max: 255 }),
    }),
    { minLength: 1, maxLength: 8 },
  );
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(flips, async (all) => {
      const bytes = Buffer.from(whole);
      for (const { at, mask } of all) bytes[at] = (bytes[at] ?? 0) ^ mask;
      await writeFile(file, bytes);
      if (await accepted()) expect(await integrity()).toBe('ok');
      else refused += 1;
    }),
    { numRuns: RUNS },
  );
  expect(refused).toBeGreaterThan(RUNS / 4);
});

it('pages that change places are never accepted where SQLite finds damage', async () => {
  const page = fc.nat(whole.length / 4096 - 1);
  await fc.assert(
    fc.asyncProperty(page, page, async (one, other) => {
      const bytes = Buffer.from(whole);
      whole.copy(bytes, one * 4096, other * 4096, (other + 1) * 4096);
      whole.copy(bytes, other * 4096, one * 4096, (one + 1) * 4096);
      await writeFile(file, bytes);
      if (await accepted()) expect(await integrity()).toBe('ok');
    }),
    { numRuns: Math.ceil(RUNS / 3) },
  );
});
