import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startPlant, type Plant } from './plant.js';

let plant: Plant;
beforeAll(async () => {
  plant = await startPlant();
});
afterAll(() => plant.stop());
beforeEach(() => plant.operator.got('DELETE', 'access/draft'));

it('takes ten thousand users with their roles in one change', async () => {
  const { operator } = plant;
  await operator.createRole('sensors', 'line/%u/#');
  const rows = Array.from({ length: 10_000 }, (_, at) => `sensor-${at},sensors`);
  const text = ['username,roles', ...rows, ''].join('\n');
  const imported = await operator.got<object>('POST', 'mqtt-users/import', { format: 'csv', text });
  expect(imported).toMatchObject({ created: 10_000, refused: [] });
  expect(await operator.summaries()).toEqual(['Add role sensors', 'Import 10000 users']);
  const last = await operator.got<{ users: readonly object[] }>(
    'GET',
    'mqtt-users?search=sensor-9999',
  );
  expect(last.users).toMatchObject([{ username: 'sensor-9999', roles: ['sensors'] }]);
});

it('lets others have their turn while it makes very many edits', async () => {
  const { operator, admin } = plant;
  const users = Array.from({ length: 3_000 }, (_, at) => ({ name: `u-${at}`, roles: [] }));
  await operator.got('POST', 'access/draft/declaration', { declaration: { version: 1, users } });
  const emptied = operator
    .got('POST', 'access/draft/declaration', { declaration: { version: 1, users: [] } })
    .then(() => 'done' as const);
  let turns = 0;
  const turn = () => admin.got('GET', 'access/applies').then(() => 'turn' as const);
  while ((await Promise.race([emptied, turn()])) === 'turn') turns++;
  expect(turns).toBeGreaterThan(10);
});

it('refuses a declaration when somebody edits the draft while it is compared', async () => {
  const { operator, admin } = plant;
  const users = Array.from({ length: 3_000 }, (_, at) => ({ name: `u-${at}`, roles: [] }));
  await operator.got('POST', 'access/draft/declaration', { declaration: { version: 1, users } });
  const declared = operator.refused('POST', 'access/draft/declaration', {
    declaration: { version: 1, users: [] },
  });
  // It has begun when it lets this have its turn.
  await admin.draft();
  await admin.createUser('ann');
  expect(await declared).toEqual([409, 'draft-changed']);
  expect(await operator.userId('ann')).not.toBe('none');
});

it('has room for large changes, but not for ever', async () => {
  const { operator } = plant;
  const text = (at: number) => `# ${at}\n${'# A long comment.\n'.repeat(45_000)}`;
  const answers: unknown[] = [];
  for (let at = 0; answers.at(-1) !== 400 && at < 50; at++) {
    answers.push((await operator.ask('POST', 'access/draft/acl-text', { text: text(at) })).status);
  }
  expect(answers.length).toBeGreaterThan(10);
  expect(answers.at(-1)).toBe(400);
  await operator.got('DELETE', 'access/draft/changes/1');
  expect((await operator.ask('POST', 'access/draft/acl-text', { text: text(0) })).status).toBe(200);
});

describe('what is larger than other requests may be', () => {
  const MIB = 1 << 20;
  /** Rules for everybody; their topics have as many characters as there may be. */
  const declaration = (size: number) => ({
    version: 1,
    rules: Array.from({ length: Math.ceil(size / 60_000) }, (_, at) => ({
      ...{ all: true, permission: 'read', topic: `${at}/${'x'.repeat(60_000)}` },
    })),
  });

  it('is taken where it is a whole file', async () => {
    const { operator } = plant;
    const text = `${'# A short line\n'.repeat(MIB / 8)}user mcm\ntopic read #\n`;
    expect(text.length).toBeGreaterThan(1.8 * MIB);
    await operator.got('POST', 'access/draft/acl-text', { text });
    await operator.got('DELETE', 'access/draft');
    const declared = { declaration: declaration(3 * MIB) };
    await operator.got('POST', 'access/draft/declaration', declared);
    await operator.got('DELETE', 'access/draft');
    const csv = `username,password\nann,x\n"${'x'.repeat(3 * MIB)}\n`;
    expect(
      await operator.got('POST', 'mqtt-users/import', { format: 'csv', text: csv }),
    ).toMatchObject({ created: 1, refused: [{ line: 3 }] });
  });

  it('is refused beyond 16 MiB, which the answer says, and elsewhere beyond 1 MiB', async () => {
    const { operator } = plant;
    const refusal = async (path: string, body: object) => {
      const { status, problem } = await operator.ask('POST', path, body);
      return [status, problem.type, problem.detail];
    };
    const most = (size: string) => [413, '/problems/body-too-large', `It may have ${size} here.`];
    const text = 'x'.repeat(16 * MIB);
    for (const [path, body] of [
      ['access/draft/acl-text', { text }],
      ['access/draft/declaration', { declaration: { version: text } }],
      ['mqtt-users/import', { format: 'csv', text }],
    ] as const) {
      expect(await refusal(path, body)).toEqual(most('16 MiB'));
    }
    expect(await refusal('mqtt-users', { username: 'x'.repeat(MIB) })).toEqual(most('1 MiB'));
    expect(
      await operator.refused('POST', 'access/draft/acl-text', { text: text.slice(1000) }),
    ).toEqual([400, 'validation-failed', '/text']);
  });
});
