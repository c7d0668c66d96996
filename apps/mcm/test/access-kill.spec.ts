import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  Asker,
  freePort,
  startMosquitto,
  temporaryFolder,
  until,
  type TemporaryFolder,
  type TestBroker,
} from '#testing';
import { AccessApi, type Apply } from './access-api.js';
import { McmProcess } from './mcm-process.js';
import type { Answer, Served } from './served.js';

/** `make nightly` kills more often. */
const KILLS = process.env['MCM_SEARCH_RUNS'] === undefined ? 10 : 100;
/** A little longer than an apply takes. */
const LONGEST_MS = 600;
const PASSWORD = 'correct horse battery staple';
const USERS = { mcm: 'of mcm', plc: 'of plc' };
/** What decides is on which of two topics the user may publish; both files change with it. */
const rules = (topic: string) =>
  `user mcm\ntopic read #\ntopic read $SYS/#\n\nuser plc\ntopic write ${topic}\n`;

jest.setTimeout(KILLS * 60_000);

interface Entry {
  readonly action: string;
  readonly result: string;
  readonly resourceId?: string;
  readonly changes: readonly { readonly pointer: string }[];
}

let home: TemporaryFolder;
let broker: TestBroker;
let mcm: McmProcess;
let api: AccessApi;
let acl: string;
let url: string;
let token: string | undefined;
beforeAll(async () => {
  home = await temporaryFolder();
  const conf = [`pid_file ${join(home.path, 'pid')}`];
  broker = await startMosquitto({ aclFile: rules('even'), users: USERS, conf, quiet: true });
  acl = join(broker.folder, 'acl');
});
afterAll(async () => {
  await mcm.end('SIGTERM');
  await broker.stop();
  await home.remove();
});

async function start(): Promise<void> {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  mcm = new McmProcess(['server'], {
    MCM_DATABASE_PATH: join(home.path, 'mcm.db'),
    MCM_HTTP_PORT: String(port),
    MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD: PASSWORD,
    MCM_MOSQUITTO_PORT: String(broker.port),
    MCM_MOSQUITTO_USERNAME: 'mcm',
    MCM_MOSQUITTO_PASSWORD: USERS.mcm,
    MCM_MOSQUITTO_ACCESS_BACKEND: 'file',
    MCM_MOSQUITTO_ACCESS_ACL_FILE: acl,
    MCM_MOSQUITTO_ACCESS_PASSWORD_FILE: join(broker.folder, 'passwords'),
    MCM_MOSQUITTO_ACCESS_RELOAD_PID_FILE: join(home.path, 'pid'),
  });
  await mcm.prints('MCM is at');
  token ??= await logIn(); // sessions outlive the process
  const as: Served['as'] = (mine) => (method, path, body) => send(mine, method, path, body);
  api = new AccessApi({ as }, token);
}

async function logIn(): Promise<string> {
  const who = { username: 'admin', password: PASSWORD };
  return ((await send('', 'POST', '/api/v1/auth/login', who)).body as { token: string }).token;
}

async function send(mine: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(mine !== '' && { authorization: `Bearer ${mine}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer: unknown = text === '' ? '' : JSON.parse(text);
  const { status, headers } = response;
  return { status, headers, body: answer, problem: answer as Answer['problem'] };
}

/** Where the broker lets the user publish, asked of the broker itself; `password` is which of the two is right. */
async function enforced(passwords: readonly string[]) {
  const seen: { readonly password: string; readonly topics: readonly string[] }[] = [];
  for (const password of passwords) {
    const asker = await Asker.connect(broker.port, { clientId: '', username: 'plc', password });
    if (asker.reason === 0) {
      const topics = ['even', 'odd', 'else'];
      const reasons = await asker.publish(topics);
      seen.push({ password, topics: topics.filter((_, at) => (reasons[at] ?? 0xff) < 0x80) });
    }
    asker.end();
  }
  return seen;
}

it('kill -9 at any moment of an apply leaves the old rules or the new, and the next start agrees', async () => {
  await start();
  await api.users();
  let now = { password: USERS.plc, topics: ['even'] };
  const ends = new Map<string, number>();
  for (let kill = 0; kill < KILLS; kill++) {
    const wanted = {
      password: `password ${kill}`,
      topics: [now.topics[0] === 'even' ? 'odd' : 'even'],
    };
    await api.got('DELETE', 'access/draft');
    await api.got('POST', `mqtt-users/${await api.userId('plc')}/reset-password`, {
      password: wanted.password,
    });
    await api.got('POST', 'access/draft/acl-text', { text: rules(wanted.topics[0] ?? '') });
    const { number } = await api.begin({ note: `Kill ${kill}` });
    await pause(randomInt(LONGEST_MS));
    await mcm.end('SIGKILL');

    await start();
    const { state, outcome } = await api.end(number);
    expect([kill, ['committed', 'restored', 'refused'].includes(state), outcome]).toEqual([
      ...[kill, true, outcome],
    ]);
    ends.set(state, (ends.get(state) ?? 0) + 1);
    const isNew = state === 'committed';
    const expected = isNew ? wanted : now;
    expect([kill, state, await enforced([now.password, wanted.password])]).toEqual([
      ...[kill, state, [expected]],
    ]);
    const text = await readFile(acl, 'utf8');
    expect(await api.got('GET', 'access/policy')).toMatchObject({ aclFile: { text } });
    expect(text.startsWith(rules(expected.topics[0] ?? ''))).toBe(true);
    expect(await api.got('GET', 'access/drift')).toMatchObject({ drifted: false });
    expect((await api.draft()).changes).toHaveLength(isNew ? 0 : 2);
    now = expected;
  }
  process.stdout.write(`${KILLS} kills: ${JSON.stringify(Object.fromEntries(ends))}\n`);

  const trail = async () =>
    (await api.got<{ events: Entry[] }>('GET', 'audit-events?limit=500')).events;
  const ended = (all: readonly Entry[]) =>
    all.filter(({ changes }) => changes.some(({ pointer }) => pointer === '/state'));
  // The entry of the last comes a moment after its end can be seen.
  await until(async () => ended(await trail()).length >= KILLS);
  const events = await trail();
  expect(events.filter(({ action }) => action === 'access.external')).toEqual([]);
  const told = ended(events);
  expect(new Set(told.map(({ resourceId }) => resourceId)).size).toBe(KILLS);
  expect(told).toHaveLength(KILLS);
  const committed = ends.get('committed') ?? 0;
  expect(told.filter(({ result }) => result === 'success')).toHaveLength(committed);
  expect(events.filter(({ result }) => result === 'started')).toEqual([]);
});

it('a change by hand while MCM was away is noticed by its next start', async () => {
  await mcm.end('SIGKILL');
  await writeFile(acl, `${await readFile(acl, 'utf8')}\nuser ghost\ntopic write #\n`);
  await start();
  await until(async () => (await api.got<{ drifted: boolean }>('GET', 'access/drift')).drifted);
  const { events } = await api.got<{ events: object[] }>(
    ...(['GET', 'audit-events?action=access.external'] as const),
  );
  expect(events).toHaveLength(1);
  const { number } = await api.got<Apply>('POST', 'access/drift/overwrite');
  expect(await api.end(number)).toMatchObject({ state: 'committed' });
});
