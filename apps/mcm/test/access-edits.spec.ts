import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AccessApi, RoleDetail, Rule, User, UserDetail } from './access-api.js';
import { startPlant, type Plant } from './plant.js';

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

describe('what is in force', () => {
  it('is taken over whole as the first revision, and stays as it is while it is only edited', async () => {
    const before = await plant.files();
    expect(await api.users()).toMatchObject([
      { username: 'hmi', hasPassword: true, disabled: false, rules: 1, roles: [] },
      { username: 'mcm', hasPassword: true, rules: 2 },
      { username: 'plc-7', hasPassword: true, rules: 2 },
    ]);
    expect(await api.rules()).toMatchObject([
      { principalType: 'user', principal: 'mcm', permission: 'read', topicFilter: '#', line: 3 },
      { topicFilter: '$SYS/#', line: 4 },
      { principal: 'plc-7', topicFilter: 'line7/#', description: 'what it measures', line: 9 },
      { principal: 'plc-7', permission: 'read', topicFilter: 'cmd/plc-7/#' },
      { principal: 'hmi', permission: 'read', topicFilter: 'line7/#' },
      { principalType: 'all', permission: 'write', topicFilter: 'status/%u', line: 15 },
    ]);
    const pending = [...(await api.users()), ...(await api.rules())].map((one) => one.pending);
    expect(pending.filter((one) => one !== undefined)).toEqual([]);
    expect(await api.got('GET', 'access/revisions')).toMatchObject({
      revisions: [{ number: 1, origin: 'imported', state: 'in-force', isKept: true }],
    });
    await api.createUser('ann');
    await api.createRule('ann', 'read', 'line7/#');
    expect(await plant.files()).toEqual(before);
  });
});

describe('a user', () => {
  it('is created, changed and deleted in the draft, under the id that its name has', async () => {
    const { user, password, draftVersion } = await api.createUser('ann');
    expect(user).toMatchObject({ username: 'ann', disabled: false, pending: 'created' });
    expect(password).toMatch(/^[\w-]{24}$/);
    expect((await api.draft()).version).toBe(draftVersion);
    expect(await api.got('GET', `mqtt-users/${user.id}`)).toEqual({ draftVersion, user });

    await api.createRole('sensors', 'line/%u/#');
    const wish = { roles: ['sensors'], disabled: true };
    const changed = await api.got<UserDetail>('PUT', `mqtt-users/${user.id}`, wish);
    expect(changed.user).toMatchObject({ id: user.id, ...wish, pending: 'created' });
    expect((await api.ask('DELETE', `mqtt-users/${user.id}`)).status).toBe(204);
    expect(await api.refused('GET', `mqtt-users/${user.id}`)).toEqual([404, 'mqtt-user-not-found']);
    expect((await api.createUser('ann')).user.id).toBe(user.id);
  });

  it('of the broker is marked when the draft changes it, and not when it is changed back', async () => {
    const id = await api.userId('plc-7');
    const set = async (disabled: boolean) =>
      (await api.got<UserDetail>('PUT', `mqtt-users/${id}`, { disabled })).user;
    expect(await set(true)).toMatchObject({ disabled: true, pending: 'changed' });
    expect((await api.planned()).users).toEqual([{ username: 'plc-7', change: 'disabled' }]);
    expect(await set(false)).not.toHaveProperty('pending');
    expect((await api.planned()).users).toEqual([]);
  });

  it('that is deleted takes all rules for it along, with their comments', async () => {
    const id = await api.userId('plc-7');
    await api.ask('DELETE', `mqtt-users/${id}`);
    const { lines, users: gone } = await api.planned();
    expect(gone).toEqual([{ username: 'plc-7', change: 'deleted' }]);
    expect(lines).toEqual(
      expect.arrayContaining(['-user plc-7', '-# what it measures', '-topic write line7/#']),
    );
    expect(lines.filter((line) => line.startsWith('+'))).toEqual([]);
  });

  it('gets a password that is made, or the one that is given', async () => {
    const id = await api.userId('plc-7');
    const reset = (body: object) =>
      api.got<UserDetail>('POST', `mqtt-users/${id}/reset-password`, body);
    expect((await reset({})).password).toMatch(/^[\w-]{24}$/);
    const marked = (await api.users()).filter(({ pending }) => pending === 'changed');
    expect(marked.map(({ username }) => username)).toEqual(['plc-7']);
    expect(await api.got('GET', `mqtt-users/${id}`)).toMatchObject({
      user: { pending: 'changed' },
    });
    expect(await reset({ password: 'given' })).not.toHaveProperty('password');
    const path = 'audit-events?action=mqtt_user.reset_password&limit=1';
    expect(await api.got('GET', path)).toMatchObject({
      events: [
        {
          ...{ resourceId: id, resourceName: 'plc-7' },
          changes: [{ pointer: '/password', before: '[secret]', after: '[secret]' }],
        },
      ],
    });
    expect((await api.planned()).users).toEqual([{ username: 'plc-7', change: 'password' }]);
    expect(await api.refused('POST', `mqtt-users/${id}/reset-password`, { password: '' })).toEqual([
      ...[400, 'validation-failed', '/password'],
    ]);
  });

  it('is listed by name, page by page, and found by a part of it', async () => {
    for (const name of ['zoe', 'ann']) await api.createUser(name, { password: 'x' });
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await api.got<{ users: readonly User[]; nextCursor?: string; total: number }>(
        'GET',
        `mqtt-users?limit=2${cursor}`,
      );
      expect(page.total).toBe(5);
      seen.push(...page.users.map(({ username }) => username));
      cursor = page.nextCursor === undefined ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect(seen).toEqual(['ann', 'hmi', 'mcm', 'plc-7', 'zoe']);
    expect(await api.got('GET', 'mqtt-users?search=LC')).toMatchObject({
      ...{ total: 1, users: [{ username: 'plc-7' }] },
    });
  });

  it.each([
    ['', 'at least one character'],
    ['a/b', 'select other topics'],
    ['a+', 'select other topics'],
    ['#', 'select other topics'],
    ['$SYS', 'reach into $SYS'],
    ['a:b', 'ends the name'],
    [' ann', 'cuts off'],
    ['ann\t', 'U+0009'],
    ['a\u0000b', 'U+0000'],
    ['a\nuser mcm', 'U+000A'],
    ['\uFEFFann', 'byte order mark'],
    ['\uD800', ''],
    ['mcm-probe', 'proves which rules'],
  ])('cannot be called %j, which the broker takes for something else', async (username, why) => {
    const { status, problem } = await api.ask('POST', 'mqtt-users', { username });
    expect([status, problem.errors]).toEqual([
      400,
      [{ pointer: '/username', detail: expect.stringContaining(why) }],
    ]);
    expect((await api.draft()).changes).toEqual([]);
  });

  it.each<[string, object, readonly unknown[]]>([
    ['of the same name', { username: 'plc-7' }, [409, 'name-taken', '/username']],
    [
      'with a role that is not there',
      { username: 'a', roles: ['x'] },
      [404, 'mqtt-role-not-found', '/roles/0'],
    ],
    ['without a name', {}, [400, 'validation-failed', '/username']],
    [
      'with an empty password',
      { username: 'a', password: '' },
      [400, 'validation-failed', '/password'],
    ],
    ['with a member too many', { username: 'a', hash: 'x' }, [400, 'validation-failed', '/hash']],
  ])('%s is refused', async (_, body, answer) => {
    expect(await api.refused('POST', 'mqtt-users', body)).toEqual(answer);
    expect((await api.draft()).changes).toEqual([]);
  });
});

describe('a role', () => {
  it('gives each who has it its rules, with the name filled in, and changes for all at once', async () => {
    const { role } = await api.createRole('sensors', 'line/%u/#');
    expect(role.pending).toBe('created');
    await api.createUser('s1', { roles: ['sensors'] });
    await api.createUser('s2', { roles: ['sensors'] });
    expect(await api.got('GET', `mqtt-roles/${role.id}`)).toMatchObject({
      role: { users: ['s1', 's2'] },
    });
    const rules = [{ permission: 'write', topicFilter: 'hall/%u' }];
    const wish = { name: 'hall-sensors', description: 'In the hall', rules };
    const changed = await api.got<RoleDetail>('PUT', `mqtt-roles/${role.id}`, wish);
    expect(changed.role).toMatchObject({ ...wish, users: ['s1', 's2'], pending: 'created' });
    expect(changed.role.id).not.toBe(role.id);
    const { lines } = await api.planned();
    expect(lines).toEqual(expect.arrayContaining(['+topic write hall/s1', '+topic write hall/s2']));
    expect(lines.join()).not.toContain('line/');
    expect(await api.got('GET', 'mqtt-users?role=hall-sensors')).toMatchObject({ total: 2 });
    expect((await api.ask('DELETE', `mqtt-roles/${changed.role.id}`)).status).toBe(204);
    expect((await api.planned()).lines).toEqual([]);
    expect(await api.got('GET', 'mqtt-users?role=hall-sensors')).toMatchObject({ total: 0 });
  });

  it.each<[string, object, readonly unknown[]]>([
    ['of a name with a blank', { name: 'a b', rules: [] }, [400, 'validation-failed', '/name']],
    ['of a name MCM needs', { name: 'anonymous', rules: [] }, [400, 'validation-failed', '/name']],
    [
      'with %c, which an acl_file cannot fill in for it',
      { name: 'r', rules: [{ permission: 'read', topicFilter: 'a/%c' }] },
      [400, 'validation-failed', '/rules/0/topicFilter'],
    ],
    [
      'with %u in a part of a level',
      { name: 'r', rules: [{ permission: 'read', topicFilter: 'a/x%u' }] },
      [400, 'validation-failed', '/rules/0/topicFilter'],
    ],
    [
      'with a priority',
      { name: 'r', rules: [{ permission: 'read', topicFilter: 'a', priority: 1 }] },
      [409, 'not-supported', '/rules/0/priority'],
    ],
    [
      'with no such permission',
      { name: 'r', rules: [{ permission: 'subscribe', topicFilter: 'a' }] },
      [400, 'validation-failed', '/rules/0/permission'],
    ],
  ])('%s is refused', async (_, body, answer) => {
    expect(await api.refused('POST', 'mqtt-roles', body)).toEqual(answer);
    expect((await api.draft()).changes).toEqual([]);
  });

  it('of the same name is refused, and one that is not there is not found', async () => {
    await api.createRole('sensors');
    expect(await api.refused('POST', 'mqtt-roles', { name: 'sensors', rules: [] })).toEqual([
      ...[409, 'name-taken', '/name'],
    ]);
    expect(await api.refused('GET', `mqtt-roles/${'x'.repeat(22)}`)).toEqual([
      ...[404, 'mqtt-role-not-found'],
    ]);
  });
});

describe('a rule', () => {
  it('is one line of the file, in the section of its user, with its comment', async () => {
    const rule = { principal: 'plc-7', permission: 'deny', topicFilter: 'cmd/all/#' };
    const made = await api.got<Rule>('POST', 'acls', { ...rule, description: 'not from here' });
    expect(made).toMatchObject({ ...rule, principalType: 'user', line: 12, pending: 'created' });
    expect((await api.planned()).lines).toEqual(['+# not from here', '+topic deny cmd/all/#']);
    expect(await api.got('GET', `acls/${made.id}`)).toEqual(made);
    const changed = await api.got<Rule>('PUT', `acls/${made.id}`, { ...rule, permission: 'read' });
    expect(changed.id).not.toBe(made.id);
    expect(await api.refused('GET', `acls/${made.id}`)).toEqual([404, 'rule-not-found']);
    expect((await api.planned()).lines).toEqual(['+topic read cmd/all/#']);
    expect(await api.refused('PUT', `acls/${made.id}`, rule)).toEqual([404, 'rule-not-found']);
    expect((await api.ask('DELETE', `acls/${changed.id}`)).status).toBe(204);
    expect((await api.planned()).lines).toEqual([]);
  });

  it('changes nothing but its own line', async () => {
    const id = (await api.rules()).find(({ principal }) => principal === 'plc-7')?.id ?? '';
    await api.got('PUT', `acls/${id}`, {
      ...{ principal: 'plc-7', permission: 'readwrite', topicFilter: 'line7/#' },
      description: 'what it measures',
    });
    expect((await api.planned()).lines).toEqual([
      '-topic write line7/#',
      '+topic readwrite line7/#',
    ]);
  });

  it('may be for everybody and for those without a name', async () => {
    for (const [principalType, topicFilter] of [
      ['all', 'cmd/%u/%c/#'],
      ['anonymous', 'public/#'],
    ]) {
      await api.got('POST', 'acls', { principalType, permission: 'read', topicFilter });
    }
    const { lines } = await api.planned();
    expect(lines).toEqual(
      expect.arrayContaining(['+pattern read cmd/%u/%c/#', '+topic read public/#']),
    );
    expect(await api.got('GET', 'acls?principalType=anonymous')).toMatchObject({
      ...{ total: 1, rules: [{ topicFilter: 'public/#' }] },
    });
    expect(await api.got('GET', 'acls?principal=plc-7&search=CMD')).toMatchObject({
      ...{ total: 1, rules: [{ topicFilter: 'cmd/plc-7/#' }] },
    });
  });

  const rule = { principal: 'plc-7', permission: 'read', topicFilter: 'a' };
  it.each<[string, object, string]>([
    ['a filter that is none', { ...rule, topicFilter: 'a#' }, '/topicFilter'],
    ['an empty filter', { ...rule, topicFilter: '' }, '/topicFilter'],
    ['a line break', { ...rule, topicFilter: 'a\ntopic #' }, '/topicFilter'],
    ['a shared subscription', { ...rule, topicFilter: '$share/g/a' }, '/topicFilter'],
    ['a blank at the end', { ...rule, topicFilter: 'a ' }, '/topicFilter'],
    ['%u, where nothing is filled in', { ...rule, topicFilter: 'a/%u' }, '/topicFilter'],
    ['nobody to be for', { permission: 'read', topicFilter: 'a' }, '/principal'],
    ['a name for all', { ...rule, principalType: 'all' }, '/principal'],
    ['the name of the probe', { ...rule, principal: 'mcm-probe' }, '/principal'],
    ['two lines to say', { ...rule, description: 'a\nuser mcm' }, '/description'],
    ['a mark of MCM to say', { ...rule, description: 'mcm begin role x' }, '/description'],
  ])('with %s is refused', async (_, body, pointer) => {
    expect(await api.refused('POST', 'acls', body)).toEqual([400, 'validation-failed', pointer]);
    expect((await api.draft()).changes).toEqual([]);
  });
});
