import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { loggedIn } from './people.js';
import { bearer, serve, type Served } from './served.js';

interface Told {
  readonly backups: readonly { readonly name: string; readonly kind: string }[];
  readonly schedule: object;
}

let served: Served;
let admin: string;
let ask: ReturnType<Served['as']>;
beforeAll(async () => {
  served = await serve();
  admin = await served.logIn();
  ask = served.as(admin);
  await mkdir(folder(), { mode: 0o700 });
});
afterAll(() => served.stop());

const folder = () => served.config.backup.folder;
const list = async () => (await ask('GET', '/api/v1/backups')).body as Told;
const make = async () => {
  const { status, body } = await ask('POST', '/api/v1/backups');
  expect(status).toBe(201);
  return (body as { name: string }).name;
};
async function trail(action: string) {
  const { body } = await ask('GET', `/api/v1/audit-events?action=${action}&limit=1`);
  return (body as { events: readonly object[] }).events[0];
}

describe('backups', () => {
  it('are none at first, with the schedule by which they will be made', async () => {
    const schedule = { enabled: true, folder: folder(), intervalSeconds: 86_400, keep: 7 };
    expect(await list()).toEqual({ backups: [], schedule });
  });

  it('are made when somebody asks, listed and recorded', async () => {
    const name = await make();
    expect(name).toMatch(/^mcm-\d{8}T\d{6}\.\d{3}Z-manual\.db$/);
    const { size } = await stat(join(folder(), name));
    const [backup] = (await list()).backups;
    expect(backup).toEqual({
      ...{ name, kind: 'manual', sizeBytes: size, schemaVersion: expect.any(Number) },
      madeAt: expect.stringMatching(/Z$/),
    });
    expect(await trail('backup.create')).toMatchObject({ result: 'success', resourceId: name });
  });

  it('are downloaded as they are, as a file for nobody but who asked, and that is recorded', async () => {
    const name = await make();
    const answer = await fetch(`${served.url}/api/v1/backups/${name}/content`, {
      headers: bearer(admin),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.equals(await readFile(join(folder(), name)))).toBe(true);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${name}"`,
      'content-length': String(bytes.length),
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    const entry = await trail('backup.download');
    expect(entry).toMatchObject({ result: 'success', resourceId: name });
  });

  it('are deleted, and that is recorded', async () => {
    const name = await make();
    expect((await ask('DELETE', `/api/v1/backups/${name}`)).status).toBe(204);
    expect((await list()).backups.map((one) => one.name)).not.toContain(name);
    expect(await trail('backup.delete')).toMatchObject({ result: 'success', resourceId: name });
    const again = await ask('DELETE', `/api/v1/backups/${name}`);
    expect([again.status, again.problem.type]).toEqual([404, '/problems/backup-not-found']);
  });

  it('are made one at a time', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => ask('POST', '/api/v1/backups')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.problem.type).toBe('/problems/backup-running');
  });

  it('are for admins, and their content not for API tokens', async () => {
    const name = await make();
    const operator = await loggedIn(served, admin, 'operator');
    const asOperator = served.as(operator.token);
    for (const [method, path] of [
      ['GET', '/api/v1/backups'],
      ['POST', '/api/v1/backups'],
      ['GET', `/api/v1/backups/${name}/content`],
      ['DELETE', `/api/v1/backups/${name}`],
    ] as const) {
      expect([method, path, (await asOperator(method, path)).status]).toEqual([method, path, 403]);
    }
    const { password, token } = await loggedIn(served, admin, 'admin');
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const wish = { name: 'ci', role: 'admin', expiresAt, password };
    const { body } = await served.as(token)('POST', '/api/v1/auth/tokens', wish);
    const asToken = served.as((body as { token: string }).token);
    expect((await asToken('GET', '/api/v1/backups')).status).toBe(200);
    const { status, problem } = await asToken('GET', `/api/v1/backups/${name}/content`);
    expect([status, problem.type]).toEqual([403, '/problems/session-required']);
  });
});

describe('a name', () => {
  it.each([
    '..%2fmcm.db',
    '%2e%2e%2fsecret.key',
    '..%5cmcm.db',
    '%2fetc%2fpasswd',
    'secret.key',
    'mcm.db',
    'mcm-20261126T031500.000Z.db%00',
    'mcm-20261126T031500.000Z.db%2f..%2f..%2fmcm.db',
    'x%0amcm-20261126T031500.000Z.db',
    'mcm-20261126T031500.000Z.db%0a',
  ])('that is none of a backup is refused: %s', async (name) => {
    const before = await readdir(dirname(served.config.database.path));
    for (const [method, path] of [
      ['GET', `/api/v1/backups/${name}/content`],
      ['DELETE', `/api/v1/backups/${name}`],
    ] as const) {
      const { status } = await ask(method, path);
      expect([400, 404]).toContain(status);
    }
    expect(await readdir(dirname(served.config.database.path))).toEqual(before);
  });

  it('of a file that is a link leads nowhere', async () => {
    const name = 'mcm-20200101T000000.000Z.db';
    await symlink(served.config.database.path, join(folder(), name));
    expect((await ask('GET', `/api/v1/backups/${name}/content`)).status).toBe(404);
    expect((await ask('DELETE', `/api/v1/backups/${name}`)).status).toBe(404);
    await rm(join(folder(), name));
  });

  it('of a file that is no backup is listed without a version, and can be deleted', async () => {
    const name = 'mcm-20200101T000000.000Z.db';
    await writeFile(join(folder(), name), 'not a database');
    const listed = (await list()).backups.find((one) => one.name === name);
    expect(listed).toMatchObject({ kind: 'scheduled' });
    expect(listed).not.toHaveProperty('schemaVersion');
    expect((await ask('DELETE', `/api/v1/backups/${name}`)).status).toBe(204);
  });
});

describe('a folder that cannot be written to', () => {
  it('is told, and nothing is left half done', async () => {
    await rm(folder(), { recursive: true });
    await writeFile(folder(), 'no folder');
    const { status, problem } = await ask('POST', '/api/v1/backups');
    expect([status, problem.type]).toEqual([503, '/problems/backup-failed']);
    expect(problem.detail).toContain(folder());
    expect((await ask('GET', '/api/v1/backups')).problem.type).toBe('/problems/backup-failed');
    expect(await trail('backup.create')).toMatchObject({
      ...{ result: 'failure', reason: 'backup-failed' },
    });
    await rm(folder());
    await make();
  });
});
