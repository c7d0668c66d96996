import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { asProblem } from '#platform';
import { temporaryFolder, until, type TemporaryFolder } from '#testing';
import { auditRow } from './api/audit.dto.js';
import { act, done, keepLog, openTrail, type OpenTrail } from './fixtures.js';

let home: TemporaryFolder;
let open: OpenTrail;
beforeEach(async () => {
  keepLog();
  home = await temporaryFolder();
  open = await openTrail(home.path);
  await pragma('busy_timeout = 50');
});
afterEach(async () => {
  await open.close();
  await home.remove();
});

const pragma = (setting: string) => open.database.write((tx) => tx.query(`PRAGMA ${setting}`));

/** From here on the file cannot grow, as on a full disk; answers what ends that. */
async function fillDisk(): Promise<() => Promise<unknown>> {
  const [row] = await open.database.read.query<{ page_count: number }[]>('PRAGMA page_count');
  await pragma(`max_page_count = ${row?.page_count ?? 0}`);
  return () => pragma('max_page_count = 1000000');
}

/** Another process takes the write lock, and keeps it until it is told to let go. */
async function lockFromOutside(): Promise<() => Promise<unknown>> {
  const script = `
    const { Database } = require('sqlite3');
    const database = new Database(process.argv[1]);
    database.run('BEGIN IMMEDIATE', (error) => console.log(error ? error.message : 'locked'));
    process.stdin.once('data', () => database.run('ROLLBACK', () => database.close()));
    process.stdin.once('data', () => process.stdin.destroy());`;
  const child = spawn(process.execPath, ['-e', script, join(home.path, 'mcm.db')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString()).toBe('locked\n');
  return () => {
    child.stdin.end('go');
    return closed;
  };
}

/** A name long enough that its entry needs a page that the full disk does not have. */
const long = (resourceName = 'x'.repeat(20_000)) => act({ resourceName });
const kindOf = (failing: Promise<unknown>) =>
  failing.then(
    () => 'no failure',
    (error: unknown) => asProblem(error).kind,
  );
const acts = async () => (await open.reader.page({}, 500)).entries.map(auditRow);

describe.each([
  ['the disk is full', fillDisk],
  ['another process has the lock', lockFromOutside],
])('while %s', (_, begin) => {
  it('nothing can be begun, and whoever asks is told to come back later', async () => {
    await done(open.trail);
    const end = await begin();
    expect(await kindOf(open.trail.begin(long()))).toBe('database-unavailable');
    expect(await kindOf(open.trail.record(long(), { result: 'success' }))).toBe(
      'database-unavailable',
    );
    await end();
    await done(open.trail);
    expect(await acts()).toMatchObject([{ id: 4 }, { id: 2 }]);
    expect((await open.trail.verify()).valid).toBe(true);
  });

  it('nobody hears of success who cannot be believed later; why something failed is heard all the same', async () => {
    const one = await open.trail.begin(act());
    const two = await open.trail.begin(act());
    const end = await begin();
    const success = open.trail.end(one, long(), { result: 'success' });
    const failure = open.trail.end(two, long(), { result: 'failure', reason: 'name-taken' });
    const heard = await Promise.all([kindOf(success), kindOf(failure)]);
    await end();
    expect(heard).toEqual(['database-unavailable', 'no failure']);
    await open.trail.begin(act());
    expect(await acts()).toMatchObject([
      { id: 5, result: 'started' },
      { id: 4, intent: 2, result: 'failure', reason: 'name-taken' },
      { id: 3, intent: 1, result: 'success' },
    ]);
  });

  it('what has happened is kept, and stands before the next entry as soon as there is room', async () => {
    const intents = await Promise.all([open.trail.begin(act()), open.trail.begin(act())]);
    const end = await begin();
    await Promise.all(
      intents.map((one) =>
        open.trail.end(one, long(), { result: 'failure', reason: 'name-taken' }),
      ),
    );
    expect(await acts()).toMatchObject([{ result: 'started' }, { result: 'started' }]);
    await end();
    expect(await open.trail.begin(act())).toBe(5);
    expect(await acts()).toMatchObject([
      { id: 5, result: 'started' },
      { id: 4, intent: 2, result: 'failure' },
      { id: 3, intent: 1, result: 'failure' },
    ]);
    expect((await open.trail.verify()).valid).toBe(true);
    expect(await open.metrics.registry.metrics()).toContain(
      'mcm_audit_events_total{result="failure"} 2',
    );
  });

  it('a stop writes what is left when it can', async () => {
    const intent = await open.trail.begin(act());
    const end = await begin();
    await kindOf(open.trail.end(intent, long(), { result: 'success' }));
    await end();
    await open.close();
    open = await openTrail(home.path);
    expect(await acts()).toMatchObject([{ id: 2, intent: 1, result: 'success' }]);
  });

  it('an act that could not be ended is interrupted after a stop that could not write either', async () => {
    const intent = await open.trail.begin(act());
    const end = await begin();
    await kindOf(open.trail.end(intent, long(), { result: 'success' }));
    await open.close();
    await end().catch(() => undefined); // the file's limit went with its connection
    open = await openTrail(home.path);
    expect(await acts()).toMatchObject([{ id: 2, intent: 1, result: 'interrupted' }]);
  });
});

it('an outcome that is kept is written by and by, when nothing else is recorded', async () => {
  const intent = await open.trail.begin(act());
  const end = await fillDisk();
  await kindOf(open.trail.end(intent, long(), { result: 'success' }));
  await end();
  await until(async () => (await acts())[0]?.id === 2);
});

it('a start while another process has the lock is made up for with the first entry', async () => {
  await open.trail.begin(act());
  await open.close();
  const end = await lockFromOutside();
  await expect(openTrail(home.path)).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
  await end();
  open = await openTrail(home.path);
  expect(await acts()).toMatchObject([{ id: 2, result: 'interrupted' }]);
});
