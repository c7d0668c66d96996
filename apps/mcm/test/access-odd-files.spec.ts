import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { appendFile } from 'node:fs/promises';
import { until } from '#testing';
import { observing, startPlant, type Plant } from './plant.js';

let plant: Plant;
beforeAll(async () => {
  plant = await startPlant();
  await observing(plant);
});
afterAll(() => plant.stop());

it('says of files that were broken by hand why nothing can be applied', async () => {
  const { admin } = plant;
  await admin.users();
  await appendFile(plant.passwords, 'x\0y:z\n');
  const drifted = async () =>
    (await admin.got<{ drifted: boolean }>('GET', 'access/drift')).drifted;
  await until(drifted);
  await admin.got('POST', 'access/drift/adopt');
  await admin.createRule('hmi', 'read', 'line8/#');
  const { version } = await admin.draft();
  const { status, problem } = await admin.ask('POST', 'access/apply', { version });
  expect([status, problem.type]).toEqual([422, '/problems/policy-invalid']);
  expect(problem.detail).toMatch(/password_file.*line 4.*NUL/s);
});
