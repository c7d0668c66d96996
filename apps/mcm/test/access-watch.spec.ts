import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Database } from '#platform';
import { temporaryFolder, until, type TemporaryFolder } from '#testing';
import { serve, type Served } from './served.js';

const LOOK_MS = 5_000;

let home: TemporaryFolder;
let aclFile: string;
let served: Served;
beforeAll(async () => {
  home = await temporaryFolder();
  aclFile = join(home.path, 'acl');
  // The test turns the clock of `setInterval`, and of nothing else.
  jest.useFakeTimers({
    doNotFake: [
      ...(['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask'] as const),
      ...(['setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout'] as const),
    ],
  });
  served = await serve({ env: { MCM_MOSQUITTO_ACCESS_ACL_FILE: aclFile } });
});
afterAll(async () => {
  jest.useRealTimers();
  await served.stop();
  await home.remove();
});

const newest = async () => {
  const rows = await served.app
    .get(Database)
    .read.query<{ number: number | null }[]>('SELECT max(number) AS number FROM policy_revisions');
  return rows[0]?.number ?? 0;
};
const told = () => served.log().split(`not known: ${aclFile} does not exist.`).length - 1;

it('a file that cannot be read is told of in the log, once, and read when it can be', async () => {
  await until(() => told() === 1);
  jest.advanceTimersByTime(LOOK_MS);
  const { body } = await served.as(await served.logIn())('GET', '/api/v1/access/policy');
  expect(body).toMatchObject({ status: 503, type: '/problems/policy-unreadable' });
  await writeFile(aclFile, 'user a\n');
  expect(await newest()).toBe(0);
  jest.advanceTimersByTime(LOOK_MS);
  await until(async () => (await newest()) === 1);
  expect(told()).toBe(1);
});

it('a change is seen within ten seconds, though nobody asks', async () => {
  await writeFile(aclFile, 'user b\n');
  expect(await newest()).toBe(1);
  jest.advanceTimersByTime(LOOK_MS);
  await until(async () => (await newest()) === 2);
  expect(served.log()).toContain('Policy revision 2 is in force; it differs in aclFile.');
});

it('nothing is looked at any more once MCM stops', async () => {
  expect(jest.getTimerCount()).toBeGreaterThan(0);
  await served.app.close();
  expect(jest.getTimerCount()).toBe(0);
});
