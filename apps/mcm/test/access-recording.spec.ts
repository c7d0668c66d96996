import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Database } from '#platform';
import { until } from '#testing';
import type { Apply } from './access-api.js';
import { observing, startPlant, type Plant } from './plant.js';

let plant: Plant;
beforeEach(async () => {
  plant = await startPlant();
  await observing(plant);
});
afterEach(() => plant.stop());

/** From now on, SQLite refuses to write down such changes, until the function that is answered is called. */
async function refusingRecords(when: string): Promise<() => Promise<void>> {
  const database = plant.served.app.get(Database);
  const on = `CREATE TRIGGER full BEFORE UPDATE ON access_applies WHEN ${when}
    BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`;
  await database.write((tx) => tx.query(on));
  return () => database.write((tx) => tx.query('DROP TRIGGER full'));
}

const begun = (step: number) => `json_extract(NEW.steps, '$[${step}].state') <> 'waiting'`;
/** What the audit trail says of a change. */
const entries = async (number: number) => {
  const { events } = await plant.admin.got<{
    events: readonly { resourceId?: string; result: string }[];
  }>('GET', 'audit-events?limit=50&action=access.apply');
  return events.filter(({ resourceId }) => resourceId === String(number));
};

const applied = (number: number) => plant.admin.got<Apply>('GET', `access/applies/${number}`);

it.each([
  ['reload', 3],
  ['commit', 6],
] as const)(
  'brings back what was before when the database fails before the step %s, and says so as soon as it can',
  async (step, at) => {
    const { admin } = plant;
    const before = (await plant.files()).join('');
    const { password = '' } = await admin.createUser('ann');
    const mended = await refusingRecords(begun(at));
    const { number } = await admin.begin();
    const failed = async () => (await applied(number)).steps[at]?.state === 'failed';
    await until(async () => (await failed()) && (await plant.files()).join('') === before);
    await until(async () => !(await plant.letsIn('ann', password)));
    expect(await admin.refused('POST', 'mqtt-users', { username: 'bob' })).toEqual([
      ...[409, 'apply-running'],
    ]);
    await mended();
    const { state, outcome } = await admin.end(number);
    expect([step, state, outcome]).toEqual([step, 'restored', expect.stringContaining('full')]);
    expect(await admin.summaries()).toEqual(['Add user ann']);
  },
);

it('is committed as soon as the database takes it, when all is proven', async () => {
  const { admin } = plant;
  const { password = '' } = await admin.createUser('ann');
  const mended = await refusingRecords("NEW.state = 'committed'");
  const { number } = await admin.begin();
  await until(async () => (await applied(number)).steps.at(-1)?.state === 'done');
  expect((await applied(number)).state).toBe('running');
  expect(await plant.letsIn('ann', password)).toBe(true);
  await mended();
  expect(await admin.end(number)).toMatchObject({ state: 'committed' });
  expect(await admin.summaries()).toEqual([]);
});

it('has ended, also in the audit trail, whether it is known or not who holds what was taken', async () => {
  const { admin } = plant;
  await admin.createUser('ann');
  await refusingRecords('NEW.survivors IS NOT NULL');
  const { number, state } = await admin.apply();
  expect(state).toBe('committed');
  // The entry of the request, and the one of how it ended.
  await until(async () => (await entries(number)).length === 2);
  expect(await admin.got('GET', 'access/drift')).toMatchObject({ drifted: false });
});
