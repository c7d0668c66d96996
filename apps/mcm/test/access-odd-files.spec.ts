import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { appendFile, writeFile } from 'node:fs/promises';
import { until } from '#testing';
import { observing, startPlant, type Plant } from './plant.js';

let plant: Plant;
beforeAll(async () => {
  plant = await startPlant();
  await observing(plant);
});
afterAll(() => plant.stop());

it('names the user and the remedy of a hash that the broker may not take, which keeps everything from being applied', async () => {
  const { admin } = plant;
  await admin.users();
  const [, before] = await plant.files();
  const hash = `$7$101$${Buffer.alloc(12).toString('base64')}$${Buffer.alloc(64).toString('base64')}`;
  await appendFile(plant.passwords, `old:${hash}=\n`);
  const drifted = async () =>
    (await admin.got<{ drifted: boolean }>('GET', 'access/drift')).drifted;
  await until(drifted);
  await admin.got('POST', 'access/drift/adopt');
  await admin.createRule('hmi', 'read', 'line8/#');
  const { version } = await admin.draft();
  const { status, problem } = await admin.ask('POST', 'access/apply', { version });
  expect([status, problem.type]).toEqual([422, '/problems/policy-invalid']);
  expect(problem.detail).toContain(`${plant.passwords}, line 4, column`);
  const remedy = /Give old a new password with mosquitto_passwd, or delete the line, and adopt/;
  expect(problem.detail).toMatch(remedy);
  expect(await admin.got('POST', 'access/plan')).toMatchObject({
    problems: [{ file: 'passwordFile', line: 4, consequence: expect.stringMatching(remedy) }],
  });
  await writeFile(plant.passwords, before);
  await until(drifted);
  await admin.got('DELETE', 'access/draft');
  await admin.got('POST', 'access/drift/adopt');
});

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
