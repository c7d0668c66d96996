import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFile, writeFile } from 'node:fs/promises';
import { replaceFile } from '#link/host';
import { until } from '#testing';
import type { AccessApi } from './access-api.js';
import { observing, RULES, startPlant, type Plant } from './plant.js';
import { USERNAME } from './served.js';

/** MCM runs in this process: in such a clock, time in which it stands still does not pass. */
const BEAT_MS = 50;
const NOTICED_MS = 10_000;

let plant: Plant;
let admin: AccessApi;
beforeAll(async () => {
  plant = await startPlant();
  ({ admin } = plant);
  await observing(plant);
  await admin.users(); // is the first to need what is in force: it is taken over
});
afterAll(() => plant.stop());
beforeEach(async () => {
  await admin.got('DELETE', 'access/draft');
});

interface Drift {
  readonly drifted: boolean;
  readonly applied?: number;
  readonly seen?: number;
}
const drift = () => admin.got<Drift>('GET', 'access/drift');
const external = async () =>
  (
    await admin.got<{ events: readonly { resourceId?: string }[] }>(
      'GET',
      'audit-events?action=access.external&limit=100',
    )
  ).events;
const newest = async () => {
  const { revisions } = await admin.got<{ revisions: readonly object[] }>(
    'GET',
    'access/revisions?limit=1',
  );
  return revisions[0];
};

/** As somebody does who knows the files. */
async function byHand(acl: string): Promise<void> {
  await plant.broker.reload(acl);
  expect(await drift()).toMatchObject({ drifted: true });
}

/** Brings back what was applied last. */
async function overwrite() {
  const { number } = await admin.got<{ number: number }>('POST', 'access/drift/overwrite');
  return admin.end(number);
}

describe('a change by hand', () => {
  it('is noticed within ten seconds, told on the stream and in the trail, and shown', async () => {
    const stream = plant.served.stream(plant.adminToken);
    await stream.frame(({ type }) => type === 'broker_status');
    let beats = 0;
    const clock = setInterval(() => (beats += 1), BEAT_MS);
    // In one piece: a look at a file that is half written would be a revision of its own.
    await replaceFile(plant.acl, `${RULES}\nuser ghost\ntopic read #\n`, { mode: 0o644 });
    await stream.frame((one) => one.type === 'access_drift' && one.drifted);
    clearInterval(clock);
    expect(beats).toBeLessThan(NOTICED_MS / BEAT_MS);
    expect(await external()).toMatchObject([
      {
        ...{ actor: { name: 'system', via: 'system' }, resourceId: '2', result: 'success' },
        changes: [{ pointer: '/parts', after: ['aclFile'] }],
      },
    ]);
    expect(await drift()).toMatchObject({
      ...{ drifted: true, applied: 1, seen: 2 },
      difference: {
        aclFile: { path: plant.acl, added: 3, removed: 0 },
        users: [],
      },
    });
    await writeFile(plant.acl, RULES);
    await admin.got('GET', 'access/policy');
    await stream.frame((one) => one.type === 'access_drift' && !one.drifted);
    expect(await drift()).toEqual({ drifted: false, applied: 1 });
    stream.socket.close();
  });

  it('of a password is noticed as well; neither hash is shown', async () => {
    const [, before] = await plant.files();
    const hash = before
      .split('\n')
      .find((line) => line.startsWith('mcm:'))!
      .slice('mcm:'.length);
    await writeFile(
      plant.passwords,
      `${before.replace(/^hmi:.*$/m, `hmi:${hash}`)}ghost:${hash}\n`,
    );
    const { status, body } = await admin.ask('GET', 'access/drift');
    expect([status, body]).toMatchObject([
      200,
      {
        drifted: true,
        difference: {
          users: [
            { username: 'ghost', change: 'created' },
            { username: 'hmi', change: 'password' },
          ],
        },
      },
    ]);
    expect(JSON.stringify(body)).not.toContain('$7$');
    expect((await external())[0]).toMatchObject({
      changes: [{ pointer: '/parts', after: ['passwordFile'] }],
    });
    await writeFile(plant.passwords, before);
    expect(await drift()).toMatchObject({ drifted: false });
  });

  it('keeps MCM from writing over it, and everybody from applying what was made for something else', async () => {
    await admin.createUser('ann', { password: 'x' });
    const { version } = await admin.draft();
    await byHand(RULES.replace('status/%u', 'state/%u'));
    const files = await plant.files();
    const { status, problem } = await admin.ask('POST', 'access/apply', { version });
    expect([status, problem.type]).toEqual([409, '/problems/access-drifted']);
    expect(problem.detail).toMatch(/adopt or overwrite it first/);
    const plan = await admin.got<{ obstacles: string[] }>('POST', 'access/plan');
    expect(plan.obstacles).toEqual([expect.stringMatching(/adopt or overwrite it first/)]);
    expect(await plant.files()).toEqual(files);
    expect((await overwrite()).state).toBe('committed');
  });

  it('that was made between the plan and the apply is not lost either', async () => {
    await admin.createUser('ann', { password: 'x' });
    const { version } = await admin.draft();
    await admin.got('POST', 'access/plan');
    const theirs = `${(await plant.files())[0]}# a note\n`;
    await writeFile(plant.acl, theirs);
    expect(await admin.refused('POST', 'access/apply', { version })).toEqual([
      ...[409, 'access-drifted'],
    ]);
    expect((await plant.files())[0]).toBe(theirs);
    expect((await overwrite()).state).toBe('committed');
  });
});

describe('to overwrite', () => {
  it('brings back what was applied last, for real clients, as a new revision', async () => {
    const hmi = await plant.client('hmi');
    const [before] = await plant.files();
    await byHand(`${before}\nuser hmi\ntopic write line7/#\n`);
    expect(await plant.letsPublish(hmi, 'line7/x')).toBe(true);
    const { applied, seen } = await drift();
    const apply = await overwrite();
    expect(apply).toMatchObject({
      ...{ state: 'committed', base: seen, note: `Revision ${applied} brought back` },
    });
    expect(await plant.letsPublish(hmi, 'line7/x')).toBe(false);
    expect((await plant.files())[0].startsWith(RULES)).toBe(true);
    expect(await drift()).toEqual({ drifted: false, applied: apply.number });
    expect(await newest()).toMatchObject({ number: apply.number, origin: 'applied' });
    await until(async () => {
      const { events } = await admin.got<{ events: object[] }>('GET', 'audit-events?limit=2');
      const acts = events.map((one) => 'action' in one && one.action);
      return acts.join() === 'access.apply,access.overwrite';
    });
    await hmi.endAsync();
  });

  it('mends a file that the broker would not read any more', async () => {
    await writeFile(plant.acl, 'user a\ntopic wirte b\n');
    expect(await drift()).toMatchObject({ drifted: true });
    expect((await overwrite()).state).toBe('committed');
    expect((await plant.files())[0].startsWith(RULES)).toBe(true);
  });

  it('keeps the draft, which gets another version', async () => {
    await admin.createUser('ann', { password: 'x' });
    const { version } = await admin.draft();
    await byHand('# nothing\n');
    expect((await overwrite()).state).toBe('committed');
    const draft = await admin.draft();
    expect(draft).toMatchObject({ changes: [{ summary: 'Add user ann' }] });
    expect(draft.version).toBeGreaterThan(version);
  });
});

describe('to adopt', () => {
  it('makes what is there what is wanted, comments and all; the draft is made upon it', async () => {
    await admin.createRule('hmi', 'read', 'line8/#');
    const rule = (await admin.rules()).find(({ topicFilter }) => topicFilter === 'cmd/plc-7/#')!;
    await admin.ask('DELETE', `acls/${rule.id}`);
    const { version } = await admin.draft();
    const theirs = `# by hand\n${RULES.replace('topic read cmd/plc-7/#\n', '')}`;
    await byHand(theirs);
    expect(await admin.got('POST', 'access/drift/adopt')).toMatchObject({ drifted: false });
    expect(await newest()).toMatchObject({ origin: 'adopted', author: USERNAME, isKept: true });
    const { aclFile } = await admin.got<{ aclFile: string }>('GET', 'access/export');
    expect(aclFile).toBe(theirs);
    expect(await admin.got('GET', 'audit-events?action=access.adopt&limit=1')).toMatchObject({
      events: [{ action: 'access.adopt', result: 'success' }],
    });
    const draft = await admin.draft();
    expect(draft.version).toBeGreaterThan(version);
    expect(draft.changes).toMatchObject([
      { summary: 'Add rule: hmi read line8/#' },
      { conflict: expect.stringMatching(/no such rule/) },
    ]);
    expect(await admin.refused('POST', 'access/apply', { version: draft.version })).toEqual([
      ...[409, 'draft-outdated'],
    ]);
    await admin.got('DELETE', 'access/draft/changes/2');
    expect((await admin.planned()).lines).toEqual(['+topic read line8/#']);
    expect((await admin.apply()).state).toBe('committed');
    expect((await plant.files())[0].startsWith('# by hand\n')).toBe(true);
  });

  it('takes over a file with a fault as well, which is mended in its text before anything else', async () => {
    const [before] = await plant.files();
    await appendFile(plant.acl, 'topic wirte x\n');
    expect(await admin.got('POST', 'access/drift/adopt')).toMatchObject({ drifted: false });
    const edit = await admin.ask('POST', 'acls', {
      ...{ principal: 'hmi', permission: 'read', topicFilter: 'x' },
    });
    expect([edit.status, edit.problem.detail]).toEqual([
      400,
      expect.stringMatching(/fault in line \d+: "wirte" .* Mend it in the text of the file first/),
    ]);
    await admin.got('POST', 'access/draft/acl-text', { text: before });
    expect((await admin.apply()).state).toBe('committed');
    expect(await drift()).toMatchObject({ drifted: false });
  });
});

it.each(['adopt', 'overwrite'])(
  'where nothing is different, there is nothing to %s',
  async (what) => {
    expect(await admin.refused('POST', `access/drift/${what}`)).toEqual([409, 'not-drifted']);
    expect(await plant.operator.refused('POST', `access/drift/${what}`)).toEqual([
      ...[403, 'role-too-low'],
    ]);
  },
);

it('what MCM applies itself is no change by hand', async () => {
  const before = (await external()).length;
  await admin.createUser('zoe', { password: 'x' });
  await admin.apply();
  await until(async () => (await admin.users()).some(({ username }) => username === 'zoe'));
  await admin.got('GET', 'access/policy');
  expect(await drift()).toMatchObject({ drifted: false });
  expect(await external()).toHaveLength(before);
});
