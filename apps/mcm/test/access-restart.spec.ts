import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { APPLY_STEPS } from '#contract';
import { Database } from '#platform';
import {
  startMosquitto,
  temporaryFolder,
  until,
  type TemporaryFolder,
  type TestBroker,
} from '#testing';
import { AccessApi, type Apply } from './access-api.js';
import { startPluginBroker } from './plugin-broker.js';
import { serve, type Served } from './served.js';

const PASSWORD = 'of mcm';
const RULES = `user mcm
topic read #
topic read $SYS/#
`;

const FILES = ['acl', 'passwords'];

/** Before which step MCM is ended, by its place. */
const ENDS = [
  { before: 'reload', at: 3 },
  { before: 'confirm', at: 4 },
];

interface Event {
  readonly changes: readonly { readonly pointer: string }[];
}

let home: TemporaryFolder;
let broker: TestBroker;
let served: Served | undefined;
beforeEach(async () => {
  home = await temporaryFolder();
  broker = await startMosquitto({ aclFile: RULES, users: { mcm: PASSWORD } });
  const lines = [
    '#!/bin/sh',
    `[ -e ${join(home.path, 'acl')} ] || cp ${FILES.map((file) => join(broker.folder, file)).join(' ')} ${home.path}`,
    `kill -HUP ${broker.pid}`,
  ];
  await writeFile(join(home.path, 'reload'), lines.join('\n'), { mode: 0o700 });
});
afterEach(async () => {
  await served?.stop();
  await broker.stop();
  await home.remove();
});

/** MCM, with the database of all other starts of the test. The first reload keeps copies of what it reads. */
async function start(): Promise<AccessApi> {
  return startWith(
    `mosquitto: { access: { reload: { command: [${join(home.path, 'reload')}] } } }`,
    {
      MCM_MOSQUITTO_ACCESS_BACKEND: 'file',
      MCM_MOSQUITTO_ACCESS_ACL_FILE: join(broker.folder, 'acl'),
      MCM_MOSQUITTO_ACCESS_PASSWORD_FILE: join(broker.folder, 'passwords'),
    },
  );
}

async function startWith(yaml: string, env: Readonly<Record<string, string>>): Promise<AccessApi> {
  served = await serve({
    yaml,
    env: {
      MCM_DATABASE_PATH: join(home.path, 'data', 'mcm.db'),
      MCM_MOSQUITTO_PORT: String(broker.port),
      MCM_MOSQUITTO_USERNAME: 'mcm',
      MCM_MOSQUITTO_PASSWORD: PASSWORD,
      ...env,
    },
  });
  return new AccessApi(served, await served.logIn());
}

async function stop(): Promise<void> {
  await served?.stop();
  served = undefined;
}

/** As after a restore of a backup, which has no keys. */
const loseKey = () => rm(join(home.path, 'data', 'secret.key'));
const names = async (api: AccessApi) => (await api.users()).map(({ username }) => username);

/**
 * Stops MCM before the step at this place, with the files as the broker read them first since, so that the next start has
 * to go on.
 */
async function leaveUnended(api: AccessApi, at: number): Promise<number> {
  const refuse = `CREATE TRIGGER full BEFORE UPDATE ON access_applies
    WHEN json_extract(NEW.steps, '$[${at}].state') <> 'waiting'
    BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`;
  await served!.app.get(Database).write((tx) => tx.query(refuse));
  const { number } = await api.begin();
  const last = async () => (await api.got<Apply>('GET', `access/applies/${number}`)).steps[at];
  await until(async () => (await last())?.state === 'failed');
  await stop();
  for (const file of FILES) await copyFile(join(home.path, file), join(broker.folder, file));
  return number;
}

async function mend(): Promise<void> {
  const path = join(home.path, 'data', 'mcm.db');
  const database = await Database.open({ path, entities: [] });
  await database.write((tx) => tx.query('DROP TRIGGER full'));
  await database.close();
}

it('has the draft and the revisions of before after a restart', async () => {
  let api = await start();
  await api.createUser('ann');
  await api.apply();
  await api.createUser('bob');
  const [drafted, { revisions }] = [await api.summaries(), await kept(api)];
  expect([drafted, revisions.length]).toEqual([['Add user bob'], 2]);
  await stop();
  api = await start();
  expect(await api.summaries()).toEqual(drafted);
  expect(await names(api)).toEqual(['ann', 'bob', 'mcm']);
  expect((await kept(api)).revisions).toEqual(revisions);
});

const kept = (api: AccessApi) => api.got<{ revisions: object[] }>('GET', 'access/revisions');

it('goes on with what is in force when its secret.key is another, and forgets the draft', async () => {
  let api = await start();
  await api.createUser('ann');
  await api.apply();
  await api.createUser('bob');
  await stop();
  await loseKey();
  api = await start();
  expect(await names(api)).toEqual(['ann', 'mcm']);
  expect(await api.draft()).toMatchObject({ changes: [] });
  expect(await api.got('GET', 'access/drift')).toMatchObject({ drifted: false });
  await api.createUser('carol');
  expect(await api.apply()).toMatchObject({ state: 'committed' });
  expect(await names(api)).toEqual(['ann', 'carol', 'mcm']);
});

it.each(ENDS)(
  'starts with another secret.key when it was ended before $before, and says that it is left',
  async ({ at }) => {
    let api = await start();
    await api.createUser('ann');
    const number = await leaveUnended(api, at);
    await mend();
    await loseKey();
    api = await start();
    expect(await api.end(number)).toMatchObject({
      state: 'failed',
      outcome: expect.stringContaining('another secret.key'),
    });
    await api.createUser('carol');
    expect(await api.apply()).toMatchObject({ state: 'committed' });
  },
);

it.each(ENDS)(
  'restores what was on its way when it was ended before $before, and takes nothing of it for a change by others',
  async ({ at }) => {
    let api = await start();
    await api.createUser('ann');
    const number = await leaveUnended(api, at);
    await mend();
    api = await start();
    const apply = await api.end(number);
    expect(apply).toMatchObject({ state: 'restored' });
    expect(apply.steps).toMatchObject([
      ...Array.from({ length: at - 1 }, () => ({ state: 'done' })),
      { state: 'failed', detail: 'MCM was ended.' },
      ...Array.from({ length: APPLY_STEPS.length - at }, () => ({ state: 'waiting' })),
    ]);
    expect(await readFile(join(broker.folder, 'acl'), 'utf8')).toBe(RULES);
    const { events } = await api.got<{ events: object[] }>(
      'GET',
      'audit-events?action=access.external',
    );
    expect(events).toEqual([]);
    // The entry comes when the end is kept, a moment after it can be seen.
    const path = 'audit-events?action=access.restore';
    const restored = async () => (await api.got<{ events: Event[] }>('GET', path)).events;
    await until(async () => (await restored()).length > 0);
    expect(await restored()).toMatchObject([
      { actor: { name: 'system' }, resourceId: String(number) },
    ]);
    expect(await api.summaries()).toEqual(['Add user ann']);
  },
);

it('says once in the audit trail how a change ended, though MCM ended before it could say so', async () => {
  let api = await start();
  await api.createUser('ann');
  const refuse = `CREATE TRIGGER full BEFORE INSERT ON audit_entries
    WHEN NEW.body LIKE '%"requestId":"apply-%'
    BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`;
  await served!.app.get(Database).write((tx) => tx.query(refuse));
  const { number, state } = await api.apply();
  expect(state).toBe('committed');
  const told = async () => {
    const { events } = await api.got<{ events: Event[] }>('GET', 'audit-events?limit=100');
    return events.filter(({ changes }) => changes.some(({ pointer }) => pointer === '/state'));
  };
  await stop();
  await mend();
  for (let starts = 0; starts < 2; starts++) {
    api = await start();
    expect(await told()).toMatchObject([
      {
        ...{ action: 'access.apply', actor: { name: 'admin' }, result: 'success' },
        ...{ resourceId: String(number) },
      },
    ]);
    await stop();
  }
});

it('goes on with another backend when the configuration names one', async () => {
  let api = await start();
  await api.createUser('ann');
  await api.apply();
  await api.createUser('bob');
  await stop();
  await broker.stop();
  broker = await startPluginBroker(PASSWORD);
  api = await startWith('', {
    MCM_MOSQUITTO_ACCESS_BACKEND: 'dynamic-security',
    MCM_MOSQUITTO_ACCESS_CONTROL_USERNAME: 'admin',
    MCM_MOSQUITTO_ACCESS_CONTROL_PASSWORD: PASSWORD,
  });
  expect(await names(api)).toEqual(['admin', 'mcm']);
  expect(await api.draft()).toMatchObject({ changes: [] });
  expect(await api.got('GET', 'access/drift')).toMatchObject({ drifted: false });
  expect(await api.refused('POST', 'access/draft/revision', { revision: 1 })).toEqual([
    ...[409, 'revision-not-kept'],
  ]);
  await api.got('GET', 'access/revisions/1/difference?to=2');
  await api.createUser('carol');
  expect(await api.apply()).toMatchObject({ state: 'committed' });
  expect(await names(api)).toEqual(['admin', 'carol', 'mcm']);
});
