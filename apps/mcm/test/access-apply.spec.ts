import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { until } from '#testing';
import { USERNAME } from './served.js';
import type { AccessApi, Apply } from './access-api.js';
import { observing, PASSWORDS, RULES, startPlant, type Plant } from './plant.js';

let plant: Plant;
let admin: AccessApi;
beforeAll(async () => {
  plant = await startPlant();
  ({ admin } = plant);
  await observing(plant);
});
afterAll(() => plant.stop());
beforeEach(async () => {
  await admin.got('DELETE', 'access/draft');
});

interface Revision {
  readonly number: number;
  readonly state: string;
  readonly author?: string;
  readonly note?: string;
}
interface Entry {
  readonly action: string;
  readonly result: string;
  readonly reason?: string;
  readonly resourceId?: string;
  readonly changes: readonly { readonly pointer: string; readonly after?: unknown }[];
}
const revisions = async () =>
  (await admin.got<{ revisions: readonly Revision[] }>('GET', 'access/revisions')).revisions;
const newest = async () => (await revisions())[0]!;
const trail = async (action: string) =>
  (await admin.got<{ events: Entry[] }>('GET', `audit-events?action=${action}&limit=20`)).events;
const ruleOf = async (name: string) =>
  (await admin.rules()).find(({ principal }) => principal === name)?.id ?? '';

/** Brings the first revision back. */
async function backToTheFirst(): Promise<Apply> {
  await admin.got('POST', 'access/draft/revision', { revision: 1 });
  return admin.apply();
}

describe('a plan', () => {
  it('says who loses and gains what, of those who are there and what was observed', async () => {
    const [hmi, plc] = [await plant.client('hmi'), await plant.client('plc-7')];
    await hmi.subscribeAsync('line7/#');
    await plc.publishAsync('line7/temperature', '21', { qos: 1, retain: true });
    await until(async () => {
      const { body } = await admin.ask('GET', 'topics?filter=line7/%23');
      return JSON.stringify(body).includes('temperature');
    });
    await admin.createUser('ann', { password: 'x' });
    await admin.createRule('ann', 'read', 'line7/#');
    await admin.ask('DELETE', `acls/${await ruleOf('hmi')}`);
    const { version } = await admin.draft();
    expect(await admin.got('POST', 'access/plan')).toMatchObject({
      ...{ version, base: 1, backend: 'file', problems: [], lockout: [], obstacles: [] },
      difference: {
        aclFile: { path: plant.acl, added: 3, removed: 1 },
        passwordFile: plant.passwords,
        users: [{ username: 'ann', change: 'created' }],
      },
      impact: { gained: 1, lost: 1, topics: 1 },
      clients: {
        ...{ known: true, connected: 2 },
        clients: [{ username: 'hmi', effect: 'loses', filters: ['line7/#'] }],
      },
      risk: { level: 'high', sentence: expect.stringContaining('1 client loses') },
    });
    await Promise.all([hmi.endAsync(), plc.endAsync()]);
  });

  it('finds what is new about the rules, and nothing that was there before', async () => {
    await admin.createRule('hmi', 'read', 'line7/temperature');
    const { findings } = await admin.got<{ findings: { rule: string }[] }>('POST', 'access/plan');
    expect(findings).toMatchObject([{ rule: 'redundant' }]);
  });
});

describe('what is applied', () => {
  it('is what the broker does from then on, for real clients', async () => {
    const stream = plant.served.stream(plant.adminToken);
    await stream.frame(({ type }) => type === 'broker_status');
    const { password = '' } = await admin.createUser('ann');
    await admin.createRule('ann', 'read', 'line7/#');
    await admin.ask('DELETE', `mqtt-users/${await admin.userId('plc-7')}`);
    expect(await plant.letsIn('ann', password)).toBe(false);

    const apply = await admin.apply({ note: 'Ann in, line 7 out' });
    expect(apply).toMatchObject({
      ...{ number: 2, state: 'committed', actor: USERNAME, note: 'Ann in, line 7 out' },
      outcome: 'Revision 2 is in force and proven.',
    });
    expect(apply.steps.map(({ step, state }) => [step, state])).toEqual([
      ...['parse', 'shadow', 'replace', 'reload', 'confirm', 'probe', 'commit'].map((step) => [
        ...[step, 'done'],
      ]),
    ]);
    const ann = await plant.broker.connect({ username: 'ann', password });
    expect(await plant.letsPublish(ann, 'line7/temperature')).toBe(false);
    expect(await plant.letsPublish(ann, 'status/ann')).toBe(true);
    expect(await plant.letsIn('plc-7', PASSWORDS['plc-7'])).toBe(false);
    expect(await plant.letsIn('hmi', PASSWORDS.hmi)).toBe(true);
    const heard: string[] = [];
    ann.on('message', (topic) => heard.push(topic));
    await ann.subscribeAsync('line7/#');
    await until(() => heard.includes('line7/temperature'));
    await ann.endAsync();

    await stream.frame((one) => one.type === 'access_apply' && one.state === 'committed');
    const { version } = await admin.draft();
    await stream.frame((one) => one.type === 'access_draft_changed' && one.version === version);
    await stream.frame((one) => one.type === 'access_changed' && one.revision === 2);
    const told = stream.frames.flatMap((one) => (one.type === 'access_apply' ? [one.step] : []));
    expect([...new Set(told)]).toEqual([
      ...['parse', 'shadow', 'replace', 'reload', 'confirm', 'probe', 'commit'],
    ]);
    expect(stream.frames.filter(({ type }) => type === 'access_drift')).toEqual([]);
    stream.socket.close();
  });

  it('is a revision with an author and a note, which is the policy in force', async () => {
    expect(await revisions()).toMatchObject([
      {
        ...{ number: 2, origin: 'applied', state: 'in-force', isKept: true },
        ...{ author: USERNAME, note: 'Ann in, line 7 out', changed: ['aclFile', 'passwordFile'] },
      },
      { number: 1, origin: 'imported' },
    ]);
    expect(await admin.got('GET', 'access/policy')).toMatchObject({ revision: 2 });
    expect(await admin.got('GET', 'access/drift')).toEqual({ drifted: false, applied: 2 });
    expect(await admin.got('GET', 'access/revisions/1/difference?to=2')).toMatchObject({
      users: [
        { username: 'ann', change: 'created' },
        { username: 'plc-7', change: 'deleted' },
      ],
    });
    const begun = (await trail('access.apply')).find(({ changes }) => changes.length > 0);
    expect(begun).toMatchObject({
      ...{ result: 'success', resourceId: '2' },
      changes: expect.arrayContaining([{ pointer: '/state', after: 'committed' }]),
    });
  });

  it('can be undone to the letter: an earlier revision is a new one', async () => {
    await admin.got('POST', 'access/draft/revision', { revision: 1 });
    expect(await admin.summaries()).toEqual(['Roll back to revision 1']);
    expect(await admin.apply()).toMatchObject({ number: 3, state: 'committed' });
    expect(await plant.letsIn('plc-7', PASSWORDS['plc-7'])).toBe(true);
    const exported = await admin.got<{ aclFile: string }>('GET', 'access/export');
    expect(exported.aclFile).toBe(RULES);
    expect((await plant.files())[0].startsWith(RULES)).toBe(true);
    expect((await newest()).number).toBe(3);
  });

  it('keeps a user out who is disabled, and lets the user in again by the same password', async () => {
    const id = await admin.userId('hmi');
    await admin.got('PUT', `mqtt-users/${id}`, { disabled: true });
    await admin.apply();
    expect(await plant.letsIn('hmi', PASSWORDS.hmi)).toBe(false);
    expect(await admin.got('GET', `mqtt-users/${id}`)).toMatchObject({ user: { disabled: true } });
    await admin.got('PUT', `mqtt-users/${id}`, { disabled: false });
    await admin.apply();
    expect(await plant.letsIn('hmi', PASSWORDS.hmi)).toBe(true);
  });

  it('is looked at for subscriptions that outlive their right; with files nothing reaches them', async () => {
    const [hmi, plc] = [
      await plant.client('hmi', { clientId: 'panel' }),
      await plant.client('plc-7'),
    ];
    const heard: string[] = [];
    hmi.on('message', (_, payload) => heard.push(payload.toString()));
    await hmi.subscribeAsync('line7/#');
    await plc.publishAsync('line7/a', 'before', { qos: 1 });
    await until(() => heard.includes('before'));
    await admin.ask('DELETE', `acls/${await ruleOf('hmi')}`);
    const { number } = await admin.apply();
    await until(async () => (await admin.end(number)).survivors !== undefined);
    expect(await admin.end(number)).toMatchObject({
      survivors: {
        ...{ known: true, canDisconnect: false },
        clients: [{ clientId: 'panel', filters: ['line7/#'], stillReceives: false }],
      },
    });
    const path = `access/applies/${number}/disconnect`;
    expect(await admin.refused('POST', path, { usernames: ['hmi'] })).toEqual([
      ...[409, 'cannot-disconnect'],
    ]);
    await plc.publishAsync('line7/a', 'after', { qos: 1 });
    await hmi.subscribeAsync('line7/b');
    await plc.publishAsync('line7/b', 'after', { qos: 1 });
    await hmi.publishAsync('status/hmi', 'x', { qos: 1 });
    expect(heard).not.toContain('after');
    expect(hmi.connected).toBe(true);
    await Promise.all([hmi.endAsync(), plc.endAsync()]);
    expect((await backToTheFirst()).state).toBe('committed');
  });
});

describe('what cannot be applied', () => {
  it.each([
    ['an empty draft', () => Promise.resolve(), 0, [409, 'nothing-to-apply']],
    ['an earlier version', () => admin.createUser('ann'), -1, [409, 'draft-changed']],
  ])('%s is refused', async (_, prepare, offset, answer) => {
    await prepare();
    const { version } = await admin.draft();
    const wish = { version: version + offset };
    expect(await admin.refused('POST', 'access/apply', wish)).toEqual(answer);
    expect((await trail('access.apply'))[0]).toMatchObject({
      ...{ result: 'failure', reason: answer[1] },
    });
  });

  it('asks for a version and a note that can be read', async () => {
    expect(await admin.refused('POST', 'access/apply', { note: 'x'.repeat(201) })).toEqual([
      ...[400, 'validation-failed', '/version', '/note'],
    ]);
    expect(await admin.refused('POST', 'access/applies/999/stop')).toEqual([
      404,
      'apply-not-found',
    ]);
    expect(await admin.refused('POST', 'access/applies/2/stop')).toEqual([409, 'nothing-to-apply']);
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'log in',
      async () => admin.ask('DELETE', `mqtt-users/${await admin.userId('mcm')}`),
      /account mcm may no longer log in/,
    ],
    [
      'log in by its password',
      async () => admin.got('POST', `mqtt-users/${await admin.userId('mcm')}/reset-password`, {}),
      /password of MCM's account mcm becomes another/,
    ],
    [
      'observe',
      async () => admin.ask('DELETE', `acls/${await ruleOf('mcm')}`),
      /account mcm no longer receives/,
    ],
  ])('does not let MCM %s, unless that is meant', async (_, edit, why) => {
    const { number } = await newest();
    await edit();
    const { version } = await admin.draft();
    const plan = await admin.got<{ lockout: string[] }>('POST', 'access/plan');
    expect(plan).toMatchObject({ risk: { level: 'high' }, lockout: [expect.stringMatching(why)] });
    const { status, problem } = await admin.ask('POST', 'access/apply', { version });
    expect([status, problem.type]).toEqual([409, '/problems/would-lock-out']);
    expect(problem.detail).toMatch(why);
    expect((await newest()).number).toBe(number);

    expect(await admin.apply({ force: true })).toMatchObject({ state: 'committed' });
    expect((await backToTheFirst()).state).toBe('committed');
    await observing(plant);
  });
});

it('of two admins who apply at once, one does; nobody edits meanwhile', async () => {
  await admin.createUser('ann', { password: 'x' });
  const { version } = await admin.draft();
  const answers = await Promise.all(
    Array.from({ length: 3 }, () => admin.ask('POST', 'access/apply', { version })),
  );
  const edit = await plant.operator.ask('POST', 'mqtt-users', { username: 'bob' });
  const won = answers.filter(({ status }) => status === 202);
  expect(won).toHaveLength(1);
  const others = [...answers.filter((one) => one !== won[0]), edit];
  expect(others.map(({ status, problem }) => [status, problem.type])).toEqual([
    ...Array.from({ length: 3 }, () => [409, '/problems/apply-running']),
  ]);
  const { number } = won[0]!.body as Apply;
  expect((await admin.end(number)).state).toBe('committed');
  expect((await newest()).number).toBe(number);
  await plant.operator.createUser('bob');
});

it('no password and no hash is told of anything that was applied', async () => {
  const { password: made = '' } = await admin.createUser('carol');
  const { number } = await admin.apply();
  const hash = /^carol:(.+)$/m.exec((await plant.files())[1])?.[1] ?? 'no hash';
  const [, , , salt = '', key = ''] = hash.split('$');
  const paths = [
    ...['access/applies', `access/applies/${number}`, `access/revisions/${number}`],
    ...['access/revisions', 'access/revisions/1/difference?to=2', 'access/policy'],
    ...['access/declaration', 'access/drift', 'mqtt-users', 'audit-events?limit=500'],
  ];
  const answers = await Promise.all(paths.map((path) => admin.got('GET', path)));
  const { path } = plant.served.config.database;
  const stored = await Promise.all([path, `${path}-wal`].map((file) => readFile(file, 'latin1')));
  const seen = JSON.stringify(answers) + plant.served.log() + stored.join('');
  expect(seen).toContain('carol');
  const words = [made, salt, key, ...Object.values(PASSWORDS), plant.adminToken];
  expect(words.filter((word) => word === '' || seen.includes(word))).toEqual([]);
  // Whoever may have them asks for them, and needs to be an admin.
  const { passwordFile } = await admin.got<{ passwordFile: string }>('GET', 'access/export');
  expect(passwordFile).toContain(`carol:${hash}`);
  expect(passwordFile).not.toContain('mcm-probe');
  expect((await trail('access.export'))[0]).toMatchObject({
    ...{ result: 'success', resourceId: String(number) },
  });
  expect(await plant.operator.refused('GET', 'access/export')).toEqual([403, 'role-too-low']);
});
