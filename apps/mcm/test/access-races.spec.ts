import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { Database } from '#platform';
import { observing, startPlant, type Plant } from './plant.js';

const IMPORTED = 2_000;
const DELAYS_MS = [50, 100, 150, 200, 250, 300, 400];

let plant: Plant;
beforeAll(async () => {
  plant = await startPlant();
  await observing(plant);
});
afterAll(() => plant.stop());

/** To write the draft down takes about a second from now on. */
const SLOWLY = `CREATE TRIGGER slow BEFORE UPDATE ON access_draft BEGIN
  SELECT count(*) FROM (
    WITH RECURSIVE many (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM many WHERE x < 4000000)
    SELECT x FROM many);
END`;

it('loses no edit that is on its way when somebody begins to apply the draft', async () => {
  const { admin, operator } = plant;
  const edits = new Set<number>();
  await plant.served.app.get(Database).write((tx) => tx.query(SLOWLY));
  let round = 0;
  const edit = async (delay: number) => {
    round += 1;
    await admin.createUser(`known-${round}`);
    const { version } = await admin.draft();
    const names = Array.from({ length: IMPORTED }, (_, at) => `late-${round}-${at}`);
    const text = ['username', ...names, ''].join('\n');
    const answer = operator.ask('POST', 'mqtt-users/import', { format: 'csv', text });
    await pause(delay);
    const begun = await admin.ask('POST', 'access/apply', { version });
    const { status } = await answer;
    if (begun.status === 202) await admin.end((begun.body as { number: number }).number);
    const { total } = await admin.got<{ total: number }>('GET', `mqtt-users?search=late-${round}-`);
    edits.add(status);
    expect([delay, total]).toEqual([delay, status === 200 ? IMPORTED : 0]);
  };
  for (const delay of DELAYS_MS) await edit(delay);
  // Where the passwords take longer than that to be made, none was let in yet.
  for (let delay = 2 * Math.max(...DELAYS_MS); !edits.has(200); delay *= 2) await edit(delay);
  expect(edits).toContain(200);
});
