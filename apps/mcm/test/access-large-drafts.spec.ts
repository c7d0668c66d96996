import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
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
