import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { AccessApi } from './access-api.js';
import { RULES, startPlant, type Plant } from './plant.js';
import { serve, type Served } from './served.js';

let plant: Plant | undefined;
afterEach(async () => {
  await plant?.stop();
  plant = undefined;
});

/** Latin-1, line ends of Windows, and what nobody understands. */
const ODD = Buffer.from(
  `${RULES.replaceAll('\n', '\r\n')}# caf\u00e9\r\n\r\n#mcm is no mark\r\nuser zo\u00eb\r\ntopic   read   a b\r\n`,
  'latin1',
);

describe('the broker’s files, seen for the first time', () => {
  it('are taken over when they can be read, and not before', async () => {
    plant = await startPlant({
      prepare: ({ folder }) => rename(join(folder, 'acl'), join(folder, 'away')),
    });
    const { admin, acl } = plant;
    for (const [method, path, body] of [
      ['GET', 'mqtt-users'],
      ['GET', 'access/draft'],
      ['POST', 'mqtt-users', { username: 'ann' }],
      ['POST', 'access/plan'],
      ['POST', 'access/apply', { version: 1 }],
    ] as const) {
      const { status, problem } = await admin.ask(method, path, body);
      expect([path, status, problem.type]).toEqual([path, 503, '/problems/policy-unreadable']);
      expect(problem.detail).toContain(`${acl} does not exist`);
    }
    const { checks } = await admin.got<{ checks: object[] }>('GET', 'access/backend');
    expect(checks).toMatchObject([
      { check: 'the broker’s files can be read', result: 'fail', detail: `${acl} does not exist.` },
      { check: 'the broker can be told to reload', result: 'ok' },
      { check: 'a mosquitto is here to try changes on', result: 'ok' },
    ]);
    await rename(join(plant.broker.folder, 'away'), acl);
    expect(await admin.users()).toHaveLength(3);
    expect(await admin.got('GET', 'access/drift')).toEqual({ drifted: false, applied: 1 });
  });

  it('lose not a byte, whatever is in them, when something else is changed', async () => {
    plant = await startPlant({ prepare: ({ folder }) => writeFile(join(folder, 'acl'), ODD) });
    const { admin, acl, passwords } = plant;
    const before = await readFile(passwords);
    await admin.createUser('ann', { password: 'x' });
    const { id } = (await admin.rules()).find(({ principal }) => principal === 'hmi')!;
    const rule = { principal: 'hmi', permission: 'readwrite', topicFilter: 'line7/#' };
    await admin.got('PUT', `acls/${id}`, rule);
    expect(await admin.apply()).toMatchObject({ state: 'committed' });
    const from = 'user hmi\r\ntopic read line7/#\r\n';
    const wanted = ODD.toString('latin1').replace(from, from.replace('read', 'readwrite'));
    expect(wanted).not.toBe(ODD.toString('latin1'));
    expect((await readFile(acl, 'latin1')).startsWith(wanted)).toBe(true);
    expect((await readFile(passwords)).subarray(0, before.length)).toEqual(before);
  });

  it('with a fault are taken over as they are, and nothing is applied until it is mended', async () => {
    const faulty = RULES.replace('topic write line7/#', 'topic wirte line7/#');
    plant = await startPlant({ prepare: ({ folder }) => writeFile(join(folder, 'acl'), faulty) });
    const { admin } = plant;
    const { aclFile } = await admin.got<{ aclFile: string }>('GET', 'access/export');
    expect(aclFile).toBe(faulty);
    await admin.createUser('ann', { password: 'x' });
    const rule = { principal: 'ann', permission: 'read', topicFilter: 'a' };
    const edit = await admin.ask('POST', 'acls', rule);
    expect([edit.status, edit.problem.detail]).toEqual([
      400,
      expect.stringMatching(/fault in line 9: "wirte" is no kind of access.* Mend it/),
    ]);
    expect(await admin.got('POST', 'access/plan')).toMatchObject({
      problems: [{ file: 'aclFile', line: 9 }],
      risk: { level: 'high', sentence: expect.stringContaining('would not take it') },
    });
    const { version } = await admin.draft();
    const apply = await admin.ask('POST', 'access/apply', { version });
    expect([apply.status, apply.problem.type]).toEqual([422, '/problems/policy-invalid']);
    expect(apply.problem.errors).toEqual([
      expect.objectContaining({ detail: expect.stringMatching(/acl, line 9, column 7: "wirte"/) }),
    ]);
    expect((await plant.files())[0]).toBe(faulty);
    expect(await admin.got('GET', 'audit-events?limit=1')).toMatchObject({
      events: [{ action: 'access.apply', result: 'failure', reason: 'policy-invalid' }],
    });
    await admin.got('POST', 'access/draft/acl-text', { text: RULES });
    expect(await admin.apply()).toMatchObject({ state: 'committed' });
    expect(await plant.letsIn('ann', 'x')).toBe(true);
  });
});

describe('without a backend', () => {
  let home: TemporaryFolder;
  let served: Served;
  beforeAll(async () => {
    home = await temporaryFolder();
    await writeFile(join(home.path, 'acl'), RULES);
    served = await serve({ env: { MCM_MOSQUITTO_ACCESS_ACL_FILE: join(home.path, 'acl') } });
  });
  afterAll(async () => {
    await served.stop();
    await home.remove();
  });

  it('MCM says who may do what and changes nothing', async () => {
    const api = new AccessApi(served, await served.logIn());
    expect(await api.got('GET', 'access/policy')).toMatchObject({ revision: 1 });
    expect(await api.got('GET', 'access/backend')).toEqual({ checks: [] });
    for (const [method, path, body] of [
      ...[['GET', 'mqtt-users'] as const, ['GET', 'mqtt-roles'] as const, ['GET', 'acls'] as const],
      ['POST', 'mqtt-users', { username: 'ann' }],
      ['POST', 'mqtt-users/import', { format: 'csv', text: 'username\nann' }],
      ['POST', 'acls', { principal: 'a', permission: 'read', topicFilter: 'a' }],
      ['GET', 'access/draft'],
      ['DELETE', 'access/draft'],
      ['POST', 'access/plan'],
      ['POST', 'access/apply', { version: 1 }],
      ['GET', 'access/drift'],
      ['POST', 'access/drift/adopt'],
      ['POST', 'access/drift/overwrite'],
      ['GET', 'access/declaration'],
      ['GET', 'access/export'],
      ['GET', 'access/revisions/1/difference?to=1'],
    ] as const) {
      expect([path, ...(await api.refused(method, path, body))]).toEqual([
        ...[path, 409, 'access-read-only'],
      ]);
    }
    expect(await api.got('GET', 'access/applies')).toEqual({ applies: [] });
    expect(await readFile(join(home.path, 'acl'), 'utf8')).toBe(RULES);
  });
});
