import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { keepLog, openTrail, type OpenTrail } from '../fixtures.js';
import { freeNumber } from './trail-tables.js';

let home: TemporaryFolder;
let open: OpenTrail;
beforeEach(async () => {
  keepLog();
  home = await temporaryFolder();
  open = await openTrail(home.path);
});
afterEach(async () => {
  await open.close();
  await home.remove();
});

/** What is free behind `number`, and how many questions that took. */
const free = (number: number, count: number) =>
  open.database.write(async (tx) => {
    let asked = 0;
    const counting = Object.create(tx, {
      query: {
        value: (...args: Parameters<typeof tx.query>) => {
          asked += 1;
          return tx.query(...args);
        },
      },
    }) as typeof tx;
    return { number: await freeNumber(counting, number, count), asked };
  });
const plant = (sql: string) =>
  open.database.write((tx) =>
    tx.query(`INSERT INTO audit_entries (number, body, hash) SELECT n, '{}', x'00' FROM (${sql})`),
  );
const numbers = (first: number, last: number, step = 1) =>
  `WITH RECURSIVE c(n) AS (SELECT ${first} UNION ALL SELECT n + ${step} FROM c WHERE n < ${last}) SELECT n FROM c`;

describe('the next free number', () => {
  it('is the next one, where nobody planted any', async () => {
    expect(await free(7, 3)).toEqual({ number: 8, asked: 1 });
  });

  it('is found with one question behind many that were planted with gaps too small', async () => {
    await plant(numbers(10, 20_000, 2));
    await plant('SELECT 30000 AS n');
    expect(await free(9, 1)).toEqual({ number: 11, asked: 1 });
    expect(await free(9, 2)).toEqual({ number: 20_001, asked: 1 });
    expect(await free(7, 2)).toEqual({ number: 8, asked: 1 });
    expect(await free(7, 3)).toEqual({ number: 20_001, asked: 1 });
    expect(await free(7, 20_000)).toEqual({ number: 30_001, asked: 1 });
  });
});
