import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { appendFile } from 'node:fs/promises';
import { until } from '#testing';
import { RULES, startPlant, type Plant } from './plant.js';

let plant: Plant;
beforeAll(async () => {
  // Without $SYS, the broker does not say which version it is.
  plant = await startPlant({ rules: RULES.replace('topic read $SYS/#\n', '') });
});
afterAll(() => plant.stop());

it('applies nothing that one of the versions would not take, when it is not known which it is', async () => {
  const { admin } = plant;
  await admin.users();
  const [, passwords] = await plant.files();
  const [first = ''] = passwords.split('\n');
  // Of a name that is there twice, 2.0 takes the last; 2.1 would end at the reload.
  await appendFile(plant.passwords, `${first}\n`);
  const drifted = async () =>
    (await admin.got<{ drifted: boolean }>('GET', 'access/drift')).drifted;
  await until(drifted);
  await admin.got('POST', 'access/drift/adopt');
  await admin.createRule('hmi', 'read', 'line8/#');
  const { version } = await admin.draft();
  expect(await admin.refused('POST', 'access/apply', { version })).toEqual([
    ...[422, 'policy-invalid', ''],
  ]);
  const plan = await admin.got<{ problems: readonly { reason: string }[] }>('POST', 'access/plan');
  expect(plan.problems).not.toEqual([]);
});
