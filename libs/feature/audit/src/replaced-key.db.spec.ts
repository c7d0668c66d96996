import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { auditRow } from './api/audit.dto.js';
import { act, DAY_MS, done, keepLog, openTrail, type OpenTrail } from './fixtures.js';

let home: TemporaryFolder;
let open: OpenTrail;
beforeEach(async () => {
  log = keepLog();
  home = await temporaryFolder();
  open = await openTrail(home.path);
  await done(open.trail);
  await open.trail.begin(act());
});
afterEach(async () => {
  await open.close();
  await home.remove();
});

let log: string[];
const key = () => join(home.path, 'audit.key');
async function reopened(between: () => Promise<unknown>): Promise<void> {
  await open.close();
  await between();
  open = await openTrail(home.path, open.clock.now);
}
const lost = () => reopened(() => rm(key()));
const problems = async () => (await open.trail.verify()).problems;
const tamper = (sql: string) => open.database.write((tx) => tx.query(sql));

describe('a trail whose key is gone', () => {
  it('goes on with a new one, and says from where on it is proven', async () => {
    await lost();
    await done(open.trail);
    expect(await problems()).toEqual([
      {
        ...{ kind: 'not-provable', number: 1 },
        detail: 'Entries 1 to 3 cannot be proven: the key was replaced after them.',
      },
    ]);
    const { entries } = await open.reader.page({}, 10);
    expect(entries.map(auditRow)).toMatchObject([
      { id: 7, action: 'admin_user.update', result: 'success' },
      { id: 5, intent: 3, result: 'interrupted' },
      {
        ...{ id: 4, action: 'audit.key_replaced', actor: { name: 'system' } },
        changes: [{ pointer: '/head', before: { number: 3, hash: expect.any(String) } }],
      },
      { id: 2, result: 'success' },
    ]);
  });

  it('is told in the log, once and loud', async () => {
    await lost();
    await reopened(() => Promise.resolve());
    expect(log.filter((line) => line.startsWith('error'))).toEqual([
      'error The audit trail before entry 4 can no longer be proven: audit.key was missing, or is another one.',
    ]);
  });

  it('says so once, and the next start has nothing to add', async () => {
    await lost();
    await reopened(() => Promise.resolve());
    expect((await open.trail.verify()).entries).toBe(5);
  });

  it('says so again when that key goes as well', async () => {
    await lost();
    await lost();
    expect(await problems()).toMatchObject([{ kind: 'not-provable', number: 1 }]);
    expect((await problems())[0]?.detail).toContain('Entries 1 to 5');
  });

  it('still shows what is removed from before, and what is altered after', async () => {
    await lost();
    await done(open.trail);
    await tamper('DELETE FROM audit_entries WHERE number = 2');
    await tamper("UPDATE audit_entries SET body = '{}' WHERE number = 6");
    expect((await problems()).map(({ kind, number }) => `${kind} ${number}`)).toEqual([
      ...['missing 2', 'not-provable 1', 'altered 6'],
    ]);
  });

  it('cannot lose the entry that says so', async () => {
    await lost();
    await done(open.trail);
    await tamper('DELETE FROM audit_entries WHERE number <= 4');
    expect(await problems()).toMatchObject([{ kind: 'start-unproven', number: 1 }]);
  });

  it('shows an end that was cut off before the key was thrown away', async () => {
    await tamper('DELETE FROM audit_entries WHERE number > 1');
    await lost();
    const found = await problems();
    expect(found.map(({ kind, number }) => `${kind} ${number}`)).toEqual([
      ...['missing 2', 'not-provable 1'],
    ]);
    expect(found[0]?.detail).toContain('Entries 2 to 3 are missing');
  });

  it('keeps its cut start under the new key, and is whole again when retention has passed', async () => {
    open.clock.now += 100 * DAY_MS;
    await done(open.trail);
    await open.trail.cut(90 * DAY_MS);
    await lost();
    expect((await problems()).map(({ kind, number }) => `${kind} ${number}`)).toEqual([
      'not-provable 4',
    ]);
    open.clock.now += 80 * DAY_MS;
    await open.trail.cut(90 * DAY_MS);
    expect(await problems()).toHaveLength(1);
    open.clock.now += 20 * DAY_MS;
    await open.trail.cut(90 * DAY_MS);
    expect(await open.trail.verify()).toMatchObject({ valid: true, entries: 1 });
  });

  it('is refused no key of another trail: that counts as a new one', async () => {
    await reopened(() => writeFile(key(), Buffer.alloc(32, 9), { mode: 0o600 }));
    expect(await problems()).toMatchObject([{ kind: 'not-provable', number: 1 }]);
  });

  it('is proven again by a look with the key that was put back in time', async () => {
    const kept = await readFile(key());
    await open.close();
    await rm(key());
    await writeFile(key(), kept, { mode: 0o600 });
    open = await openTrail(home.path);
    expect(await problems()).toEqual([]);
  });
});
