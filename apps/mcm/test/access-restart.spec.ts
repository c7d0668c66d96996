import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shadowState } from '#domain/change';
import { passwordHash } from '#link/host';
import { Database } from '#platform';
import {
  dynsecPlugin,
  startMosquitto,
  temporaryFolder,
  until,
  type TemporaryFolder,
  type TestBroker,
} from '#testing';
import { AccessApi, type Apply } from './access-api.js';
import { serve, type Served } from './served.js';

const PASSWORD = 'of mcm';
const RULES = `user mcm
topic read #
topic read $SYS/#
`;

interface Event {
  readonly changes: readonly { readonly pointer: string }[];
}

let home: TemporaryFolder;
let broker: TestBroker;
let served: Served | undefined;
beforeEach(async () => {
  home = await temporaryFolder();
  const conf = [`pid_file ${join(home.path, 'pid')}`];
  broker = await startMosquitto({ aclFile: RULES, users: { mcm: PASSWORD }, conf });
});
afterEach(async () => {
  await served?.stop();
  await broker.stop();
  await home.remove();
});

/** MCM, with the database of all other starts of the test. */
async function start(env: Readonly<Record<string, string>> = {}): Promise<AccessApi> {
  served = await serve({
    env: {
      MCM_DATABASE_PATH: join(home.path, 'data', 'mcm.db'),
      MCM_MOSQUITTO_PORT: String(broker.port),
      MCM_MOSQUITTO_USERNAME: 'mcm',
      MCM_MOSQUITTO_PASSWORD: PASSWORD,
      MCM_MOSQUITTO_ACCESS_BACKEND: 'file',
      MCM_MOSQUITTO_ACCESS_RELOAD_PID_FILE: join(home.path, 'pid'),
      MCM_MOSQUITTO_ACCESS_ACL_FILE: join(broker.folder, 'acl'),
      MCM_MOSQUITTO_ACCESS_PASSWORD_FILE: join(broker.folder, 'passwords'),
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
/** Of a plugin that everybody with a role may use and command. */
async function pluginState(): Promise<string> {
  const hash = Buffer.from((await passwordHash(PASSWORD)).reveal()).toString();
  const [, , iterations = '', salt = '', password = ''] = hash.split('$');
  const topics = ['#', '$SYS/#', '$CONTROL/#'];
  const acls = topics.flatMap((topic) =>
    ['publishClientSend', 'publishClientReceive', 'subscribePattern'].map((acltype) => ({
      ...{ acltype, topic, priority: 0, allow: true },
    })),
  );
  const model = {
    clients: ['admin', 'mcm'].map((username) => ({ username, roles: [{ rolename: 'all' }] })),
    groups: [],
    roles: [{ rolename: 'all', acls }],
    defaultACLAccess: {
      ...{ publishClientSend: false, publishClientReceive: true },
      ...{ subscribe: false, unsubscribe: true },
    },
  };
  return shadowState(model, { password, salt, iterations: Number(iterations) });
}

const names = async (api: AccessApi) => (await api.users()).map(({ username }) => username);

/** Stops MCM on the way, so that the next start has to go on. */
async function leaveUnended(api: AccessApi): Promise<number> {
  const refuse = `CREATE TRIGGER full BEFORE UPDATE ON access_applies
    WHEN json_extract(NEW.steps, '$[3].state') <> 'waiting'
    BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`;
  await served!.app.get(Database).write((tx) => tx.query(refuse));
  const { number } = await api.begin();
  const last = async () => (await api.got<Apply>('GET', `access/applies/${number}`)).steps[3];
  await until(async () => (await last())?.state === 'failed');
  await stop();
  return number;
}

async function mend(): Promise<void> {
  const path = join(home.path, 'data', 'mcm.db');
  const database = await Database.open({ path, entities: [] });
  await database.write((tx) => tx.query('DROP TRIGGER full'));
  await database.close();
}

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

it('starts when its secret.key is another and something was on its way, and says that it is left', async () => {
  let api = await start();
  await api.createUser('ann');
  const number = await leaveUnended(api);
  await mend();
  await loseKey();
  api = await start();
  expect(await api.end(number)).toMatchObject({
    state: 'failed',
    outcome: expect.stringContaining('another secret.key'),
  });
  await api.createUser('carol');
  expect(await api.apply()).toMatchObject({ state: 'committed' });
});

it('restores what was on its way, and takes nothing of it for a change by others', async () => {
  let api = await start();
  await api.createUser('ann');
  const number = await leaveUnended(api);
  await mend();
  api = await start();
  const apply = await api.end(number);
  expect(apply).toMatchObject({ state: 'restored' });
  expect(apply.steps).toMatchObject([
    { state: 'done' },
    { state: 'done' },
    { state: 'failed', detail: 'MCM was ended.' },
    ...Array.from({ length: 4 }, () => ({ state: 'waiting' })),
  ]);
  const { events } = await api.got<{ events: object[] }>(
    'GET',
    'audit-events?action=access.external',
  );
  expect(events).toEqual([]);
  const restored = await api.got<{ events: Event[] }>('GET', 'audit-events?action=access.restore');
  expect(restored.events).toMatchObject([
    { actor: { name: 'system' }, resourceId: String(number) },
  ]);
  expect(await api.summaries()).toEqual(['Add user ann']);
});

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
  broker = await startMosquitto({ quiet: true });
  const state = join(broker.folder, 'dynamic-security.json');
  await writeFile(state, await pluginState());
  const lines = [
    `listener ${broker.port} 127.0.0.1`,
    ...['allow_anonymous true', 'user root', `plugin ${dynsecPlugin()}`],
    `plugin_opt_config_file ${state}`,
  ];
  await writeFile(join(broker.folder, 'mosquitto.conf'), lines.join('\n'));
  await broker.restart();
  api = await start({
    MCM_MOSQUITTO_ACCESS_BACKEND: 'dynamic-security',
    MCM_MOSQUITTO_ACCESS_RELOAD_PID_FILE: '',
    MCM_MOSQUITTO_ACCESS_ACL_FILE: '',
    MCM_MOSQUITTO_ACCESS_PASSWORD_FILE: '',
    MCM_MOSQUITTO_ACCESS_CONTROL_USERNAME: 'admin',
    MCM_MOSQUITTO_ACCESS_CONTROL_PASSWORD: PASSWORD,
  });
  expect(await names(api)).toEqual(['admin', 'mcm']);
});
