import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { AccessApi } from './access-api.js';
import { RULES, startPlant, type Plant } from './plant.js';
import { USERNAME } from './served.js';

const SALT = Buffer.alloc(12, 's').toString('base64');
const HASH = `$7$101$${SALT}$${Buffer.alloc(64, 'h').toString('base64')}`;

let plant: Plant;
let api: AccessApi;
beforeAll(async () => {
  plant = await startPlant();
  api = plant.operator;
});
afterAll(() => plant.stop());
beforeEach(async () => {
  await api.got('DELETE', 'access/draft');
});

describe('the draft', () => {
  it('lists what was done by whom, in words, and takes one back', async () => {
    await api.createUser('ann');
    await plant.admin.createRule('ann', 'read', 'a');
    await api.createRule('plc-7', 'read', 'b');
    expect(await api.draft()).toMatchObject({
      ...{ base: 1, author: expect.stringMatching(/^operator/) },
      changes: [
        { number: 1, kind: 'create-user', summary: 'Add user ann' },
        { number: 2, kind: 'create-rule', summary: 'Add rule: ann read a', author: USERNAME },
        { number: 3, summary: 'Add rule: plc-7 read b' },
      ],
    });
    await api.got('DELETE', 'access/draft/changes/2');
    expect(await api.summaries()).toEqual(['Add user ann', 'Add rule: plc-7 read b']);
    expect((await api.planned()).lines).toEqual(['+topic read b']);
    expect(await api.refused('DELETE', 'access/draft/changes/3')).toEqual([
      404,
      'change-not-found',
    ]);
  });

  it('keeps what builds on a change that was taken back, says why it cannot be made, and makes it again', async () => {
    await api.createUser('ann');
    const { role } = await api.createRole('sensors', 'a');
    const id = await api.userId('ann');
    await api.got('PUT', `mqtt-users/${id}`, { roles: ['sensors'] });
    await api.got('DELETE', 'access/draft/changes/2');
    expect((await api.draft()).changes).toMatchObject([
      { summary: 'Add user ann' },
      {
        summary: 'Set the roles of ann: sensors',
        conflict: 'There is no role sensors. Create it first.',
      },
    ]);
    const { obstacles } = await api.got<{ obstacles: string[] }>('POST', 'access/plan');
    expect(obstacles).toContain(
      'Change 2 cannot be made any more: There is no role sensors. Create it first.',
    );
    expect(await api.refused('GET', `mqtt-roles/${role.id}`)).toEqual([404, 'mqtt-role-not-found']);
    const { version } = await api.draft();
    expect(await plant.admin.refused('POST', 'access/apply', { version })).toEqual([
      ...[409, 'draft-outdated'],
    ]);
  });

  it('has another version after each edit, and refuses one that was made for an earlier', async () => {
    const edit = (version: number | string, username: string) =>
      plant.served.ask('/api/v1/mqtt-users', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${plant.adminToken}`,
          'content-type': 'application/json',
          'if-match': `"${version}"`,
        },
        body: JSON.stringify({ username }),
      });
    const { version } = await api.draft();
    expect((await edit(version, 'ann')).status).toBe(201);
    const late = await edit(version, 'bob');
    expect([late.status, late.problem.type]).toEqual([409, '/problems/draft-changed']);
    expect(late.problem.detail).toContain(`version ${version + 1}`);
    const strange = await edit('x', 'bob');
    expect([strange.status, strange.problem.type]).toEqual([412, '/problems/stale-version']);
    expect(await api.summaries()).toEqual(['Add user ann']);
    await api.ask('DELETE', 'access/draft');
    expect((await api.draft()).version).toBe(version + 2);
  });

  it('takes edits that come at once, one after the other', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `user-${at}`);
    const before = (await api.draft()).version;
    await Promise.all(names.map((username) => api.createUser(username, { password: 'x' })));
    const { version, changes } = await api.draft();
    expect([version, changes.length]).toEqual([before + 20, 20]);
    expect(new Set(await api.summaries())).toEqual(
      new Set(names.map((name) => `Add user ${name}`)),
    );
    expect(await api.users()).toHaveLength(23);
  });

  it('may have the acl_file written anew, but not with a fault', async () => {
    const text = RULES.replace('pattern write status/%u', 'pattern read status/#');
    await api.got('POST', 'access/draft/acl-text', { text });
    expect((await api.planned()).lines).toEqual([
      ...['-pattern write status/%u', '+pattern read status/#'],
    ]);
    const faulty = await api.ask('POST', 'access/draft/acl-text', {
      text: 'user a\ntopic wirte b\n',
    });
    expect(faulty.problem.errors).toEqual([
      { pointer: '/text', detail: expect.stringMatching(/^Line 2: "wirte" is no kind of access/) },
    ]);
    expect(await api.summaries()).toEqual(['Edit the acl_file']);
  });
});

describe('an import of users', () => {
  const imported = (format: string, text: string) =>
    api.got<{ passwords: readonly { password: string }[] }>('POST', 'mqtt-users/import', {
      format,
      text,
    });

  it('takes the good lines of a CSV and names the others', async () => {
    await api.createRole('sensors', 'line/%u/#');
    const text =
      'username,password,roles\nann,secret,sensors\na/b,x,\nbob,,\nplc-7,new,\ncarol,"x\n';
    const { passwords, ...rest } = await imported('csv', text);
    expect(rest).toMatchObject({
      ...{ created: 2, changed: 1 },
      refused: [
        { line: 3, reason: expect.stringContaining('cannot contain /') },
        { line: 6, reason: expect.stringContaining('quote is not closed') },
      ],
    });
    expect(passwords).toEqual([
      { username: 'bob', password: expect.stringMatching(/^[\w-]{24}$/) },
    ]);
    const plan = await api.planned();
    expect(plan.users).toEqual([
      { username: 'ann', change: 'created' },
      { username: 'bob', change: 'created' },
      { username: 'plc-7', change: 'password' },
    ]);
    expect(plan.lines).toContain('+topic write line/ann/#');
  });

  it('is one change: an empty cell of roles takes them away, and without the column they stay', async () => {
    await api.createRole('sensors', 'line/%u/#');
    await api.createUser('ann', { password: 'x', roles: ['sensors'] });
    await api.createUser('bob', { password: 'x', roles: ['sensors'] });
    await api.createUser('carol', { password: 'x' });
    const rolesOf = async () => {
      const { users } = await api.got<{ users: { username: string; roles: string[] }[] }>(
        ...(['GET', 'mqtt-users'] as const),
      );
      return users.flatMap(({ username, roles }) => (roles.length > 0 ? [username] : []));
    };
    const before = await api.summaries();
    await imported('csv', 'username,password\nann,y\nbob,y\ndave,y\n');
    expect(await rolesOf()).toEqual(['ann', 'bob']);
    await imported('csv', 'username,password,roles\nann,z,\ncarol,z,sensors\neve,z,\nfay,z\n');
    expect(await rolesOf()).toEqual(['bob', 'carol']);
    expect(await api.summaries()).toEqual([...before, 'Import 3 users', 'Import 4 users']);
  });

  it('takes hashes of a password_file as they are, and says of a line why it cannot', async () => {
    const long = `$7$101$${Buffer.alloc(64).toString('base64')}$${Buffer.alloc(64).toString('base64')}`;
    const text = `# theirs\nann:${HASH}\nbob:secret\n\ncarol:${long}\nno colon\nmcm-probe:${HASH}\n`;
    const answer = await imported('password_file', text);
    expect(answer).toMatchObject({
      ...{ created: 1, changed: 0, passwords: [] },
      refused: [{ line: 3 }, { line: 5 }, { line: 6 }, { line: 7 }],
    });
    expect((await api.planned()).users).toEqual([{ username: 'ann', change: 'created' }]);
    expect(await api.summaries()).toEqual(['Import 1 user']);
  });

  it('takes ten thousand with their roles, as one change', async () => {
    await api.createRole('sensors', 'line/%u/#');
    const names = Array.from({ length: 10_000 }, (_, at) => `u${at}`);
    const lines = names.map((name) => `${name},secret,sensors`);
    const text = `username,password,roles\n${lines.join('\n')}`;
    expect(await imported('csv', text)).toMatchObject({ created: 10_000, refused: [] });
    expect(await api.summaries()).toEqual(['Add role sensors', 'Import 10000 users']);
    expect(await api.got('GET', 'mqtt-users?role=sensors&limit=1')).toMatchObject({
      total: 10_000,
    });
  });

  it('names the first thousand lines that it leaves out, and says how many there are', async () => {
    const text = `username\nann\n${'a/b\n'.repeat(1_200)}`;
    const answer = await imported('csv', text);
    expect(answer).toMatchObject({ created: 1, refusedTotal: 1_200 });
    expect((answer as unknown as { refused: object[] }).refused).toHaveLength(1_000);
  });

  it('of nothing good changes nothing', async () => {
    const { version } = await api.draft();
    expect(await imported('csv', 'name\nann\n')).toMatchObject({
      ...{ draftVersion: version, created: 0, changed: 0, refused: [{ line: 1 }] },
    });
    expect((await api.draft()).version).toBe(version);
  });
});

it('no password and no hash is in any answer, in the log, in the trail or in the database, but for the answer that makes it', async () => {
  const { password: made = '', user } = await api.createUser('ann');
  await api.createUser('bob', { password: 'a given password' });
  await api.got('POST', `mqtt-users/${user.id}/reset-password`, { password: 'another given one' });
  await api.got('POST', 'mqtt-users/import', {
    format: 'csv',
    text: 'username,password\ncarol,an imported one\n',
  });
  const answers = await Promise.all(
    [
      ...['mqtt-users', `mqtt-users/${user.id}`, 'mqtt-roles', 'acls', 'access/draft'],
      ...['access/revisions', 'access/revisions/1', 'access/policy', 'access/backend'],
    ].map((path) => api.ask('GET', path)),
  );
  const plan = await api.ask('POST', 'access/plan');
  const trail = await plant.admin.ask('GET', 'audit-events?limit=500');
  const seen =
    JSON.stringify([...answers, plan, trail].map(({ body }) => body)) + plant.served.log();
  const words = [made, 'a given password', 'another given one', 'an imported one', '$7$101$', SALT];
  expect(words.filter((word) => seen.includes(word))).toEqual([]);
  expect(seen).toContain('carol');
  const { path } = plant.served.config.database;
  const stored = await Promise.all([path, `${path}-wal`].map((file) => readFile(file, 'latin1')));
  expect(words.filter((word) => stored.join('').includes(word))).toEqual([]);
  expect(stored.join('')).toContain('mqtt_user.import');
});

it('each edit is in the trail, with what it changed', async () => {
  const { user } = await api.createUser('ann');
  await api.createRule('ann', 'read', 'a');
  await api.refused('POST', 'mqtt-users', { username: 'ann' });
  await api.ask('DELETE', 'access/draft');
  const { body } = await plant.admin.ask('GET', 'audit-events?limit=4');
  expect(body).toMatchObject({
    events: [
      { action: 'access_draft.discard', result: 'success' },
      { action: 'mqtt_user.create', result: 'failure', resourceName: 'ann' },
      {
        ...{ action: 'acl.create', result: 'success', resourceName: 'ann read a' },
        changes: expect.arrayContaining([{ pointer: '/topicFilter', after: 'a' }]),
      },
      {
        ...{ action: 'mqtt_user.create', result: 'success' },
        ...{ resourceId: user.id, resourceName: 'ann' },
        changes: expect.arrayContaining([{ pointer: '/username', after: 'ann' }]),
      },
    ],
  });
});
