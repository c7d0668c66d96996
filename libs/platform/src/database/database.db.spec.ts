import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource, EntitySchema, type EntityManager } from 'typeorm';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { Database } from './database.js';

interface Entry {
  id: number;
  batch: number;
}

const entries = new EntitySchema<Entry>({
  name: 'entries',
  columns: { id: { type: 'integer', primary: true, generated: true }, batch: { type: 'integer' } },
});

const migrations = [
  {
    version: 1,
    name: 'entries',
    statements: [
      'CREATE TABLE entries (id INTEGER PRIMARY KEY, batch INTEGER NOT NULL UNIQUE) STRICT',
    ],
  },
];

let home: TemporaryFolder;
let database: Database;
beforeEach(async () => {
  home = await temporaryFolder();
  database = await open();
});
afterEach(async () => {
  await database.close();
  await home.remove();
});

const file = () => join(home.path, 'new/data/mcm.db');
const open = () => Database.open({ path: file(), entities: [entries], migrations });
const add = (batch: number) => (tx: EntityManager) => tx.insert(entries, { batch });
const batches = async () => (await database.read.find(entries)).map(({ batch }) => batch);

async function reopened(): Promise<number[]> {
  await database.close();
  database = await open();
  return batches();
}

describe('a write', () => {
  it('is there when it resolves, also after reopening', async () => {
    await database.write(add(1));
    expect(await batches()).toEqual([1]);
    expect(await reopened()).toEqual([1]);
  });

  it('answers what its work answers', async () => {
    expect(await database.write((tx) => tx.count(entries))).toBe(0);
  });

  it('leaves nothing behind when its work throws', async () => {
    const failing = database.write(async (tx) => {
      await tx.insert(entries, { batch: 1 });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await batches()).toEqual([]);
  });

  it('leaves nothing behind when its work throws before it begins', async () => {
    const failing = database.write(() => {
      throw new Error('at once');
    });
    await expect(failing).rejects.toThrow('at once');
    await database.write(add(1));
    expect(await reopened()).toEqual([1]);
  });

  it('that finds the file locked leaves the next one as it would be', async () => {
    await database.write((tx) => tx.query('PRAGMA busy_timeout = 1'));
    const stranger = new DataSource({ type: 'sqlite', database: file() });
    await stranger.initialize();
    await stranger.query('BEGIN IMMEDIATE');
    await expect(database.write(add(1))).rejects.toThrow('SQLITE_BUSY');
    await stranger.query('ROLLBACK');
    await stranger.destroy();
    await database.write(add(2));
    expect(await reopened()).toEqual([2]);
  });

  it('leaves nothing behind when one of several statements at once fails', async () => {
    await database.write(add(1));
    const failing = database.write((tx) =>
      Promise.all([1, 2, 3, 4, 5].map((batch) => tx.insert(entries, { batch }))),
    );
    await expect(failing).rejects.toThrow('UNIQUE constraint failed');
    expect(await batches()).toEqual([1]);
    await database.write(add(6));
    expect(await reopened()).toEqual([1, 6]);
  });

  it('leaves nothing behind when its work throws while statements are still on their way', async () => {
    for (let round = 0; round < 10; round++) {
      const failing = database.write((tx) => {
        const inserts = Array.from({ length: 20 }, (_, n) => tx.insert(entries, { batch: n }));
        return Promise.all([...inserts, Promise.reject(new Error('not waiting'))]);
      });
      await expect(failing).rejects.toThrow('not waiting');
    }
    expect(await batches()).toEqual([]);
  });

  it('can be undone in part by a savepoint', async () => {
    await database.write(async (tx) => {
      await tx.insert(entries, { batch: 1 });
      const part = tx.transaction(async (inner) => {
        await inner.insert(entries, { batch: 2 });
        throw new Error('only this part');
      });
      await expect(part).rejects.toThrow('only this part');
    });
    expect(await batches()).toEqual([1]);
  });

  it('loses nothing when many overlap, and keeps nothing that was rolled back', async () => {
    const numbers = Array.from({ length: 300 }, (_, n) => n);
    const rolledBack = (n: number) => n % 10 === 3;
    const writes = numbers.map((n) =>
      database.write(async (tx) => {
        await tx.insert(entries, { batch: n });
        await tx.findOneByOrFail(entries, { batch: n }); // gives the others a chance to come between
        if (rolledBack(n)) throw new Error('rolled back');
      }),
    );
    const reads = Array.from({ length: 200 }, () => batches());

    const outcomes = await Promise.allSettled(writes);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(30);
    expect((await Promise.all(reads)).flat().filter(rolledBack)).toEqual([]);
    expect(await reopened()).toEqual(numbers.filter((n) => !rolledBack(n)));
  });

  it('inside a write is an error, not a wait for ever', async () => {
    const nested = database.write(async (tx) => {
      await tx.insert(entries, { batch: 1 });
      await database.write(add(2));
    });
    await expect(nested).rejects.toThrow('would wait for itself: use its tx');
    expect(await batches()).toEqual([]);
  });

  it('may be started by a write that has ended when it runs', async () => {
    const { promise: ended, resolve: end } = Promise.withResolvers<undefined>();
    let following: Promise<unknown> | undefined;
    await database.write((tx) => {
      following = ended.then(() => database.write(add(2)));
      return tx.insert(entries, { batch: 1 });
    });
    end(undefined);
    await following;
    expect(await batches()).toEqual([1, 2]);
  });

  it('cannot be added to when it has ended', async () => {
    let kept: EntityManager | undefined;
    await database.write((tx) => {
      kept = tx;
      return Promise.resolve();
    });
    await expect(kept?.insert(entries, { batch: 1 })).rejects.toThrow('already released');
    expect(await batches()).toEqual([]);
  });

  it('survives kill -9 and power cuts: write-ahead log, synced at each commit', async () => {
    const pragmas = await database.write(async (tx) => [
      await tx.query<unknown[]>('PRAGMA journal_mode'),
      await tx.query<unknown[]>('PRAGMA synchronous'),
      await tx.query<unknown[]>('PRAGMA foreign_keys'),
      await tx.query<unknown[]>('PRAGMA busy_timeout'),
    ]);
    expect(pragmas.flat()).toEqual([
      { journal_mode: 'wal' },
      { synchronous: 2 },
      { foreign_keys: 1 },
      { timeout: 5000 },
    ]);
  });
});

describe('a read', () => {
  it('never sees what is not committed', async () => {
    const { promise: looked, resolve: go } = Promise.withResolvers<undefined>();
    const { promise: inserted, resolve: tell } = Promise.withResolvers<undefined>();
    const writing = database.write(async (tx) => {
      await tx.insert(entries, { batch: 1 });
      tell(undefined);
      await looked;
    });
    await inserted;
    expect(await batches()).toEqual([]);
    go(undefined);
    await writing;
    expect(await batches()).toEqual([1]);
  });

  it('cannot write', async () => {
    await expect(database.read.insert(entries, { batch: 1 })).rejects.toThrow(
      'attempt to write a readonly database',
    );
    await expect(database.read.query('DROP TABLE entries')).rejects.toThrow('readonly');
  });
});

describe('a search', () => {
  /** Some time of counting, which nobody stops. */
  const counting = (to: number) => (read: EntityManager) =>
    read.query<unknown[]>(
      `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ${to}) SELECT max(n) AS n FROM c`,
    );
  const long = counting(2_000_000);

  it('lets nobody wait who only wants to read', async () => {
    let ended: string[] = [];
    // Where the machine stands still meanwhile, a short search is over first, and a longer one is not.
    for (let to = 2_000_000; ended[0] !== 'read and write' && to <= 128_000_000; to *= 4) {
      ended = [];
      const searching = database.search(counting(to)).then(() => ended.push('search'));
      await database.search(() => Promise.resolve()); // its connection is open
      await database.read.find(entries);
      await database.write(add(to));
      ended.push('read and write');
      await searching;
    }
    expect(ended).toEqual(['read and write', 'search']);
  });

  it('sees what is committed, and cannot write', async () => {
    await database.write(add(1));
    expect(await database.search((read) => read.find(entries))).toMatchObject([{ batch: 1 }]);
    await expect(database.search((read) => read.query('DROP TABLE entries'))).rejects.toThrow(
      'readonly',
    );
  });

  it('that still runs is waited for at the end, and none begins after', async () => {
    const searching = database.search(long);
    await database.search(() => Promise.resolve());
    await database.close();
    expect(await searching).toEqual([{ n: 2_000_000 }]);
    await expect(database.search(long)).rejects.toThrow('the database is closed');
    database = await open();
  });
});

describe('the database', () => {
  it('answers a ping until it is closed', async () => {
    await expect(database.ping()).resolves.toBeUndefined();
    await database.close();
    await expect(database.ping()).rejects.toThrow();
    database = await open();
  });

  it('lets queued writes end before it closes, and takes none after', async () => {
    const writes = [1, 2, 3].map((batch) => database.write(add(batch)));
    const closing = database.close();
    await expect(database.write(add(4))).rejects.toThrow('the database is closed');
    await Promise.all([...writes, closing]);
    database = await open();
    expect(await batches()).toEqual([1, 2, 3]);
  });

  it('is readable by its owner alone', async () => {
    await database.write(add(1));
    const modes = ['.', 'mcm.db', 'mcm.db-wal', 'mcm.db-shm'].map(async (name) => {
      return (await stat(join(home.path, 'new/data', name))).mode & 0o777;
    });
    expect(await Promise.all(modes)).toEqual([0o700, 0o600, 0o600, 0o600]);
  });

  it('takes a folder that is there already', async () => {
    await mkdir(join(home.path, 'there'));
    const other = await Database.open({ path: join(home.path, 'there/mcm.db'), entities: [] });
    await other.close();
  });
});
