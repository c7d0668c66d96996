import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { edited, type AccessDocument } from '#domain/change';
import { bytesOf, SecretBytes } from '#domain/mosquitto';
import { passwordHash } from '#link/host';
import { startMosquitto, type TestBroker } from '#testing';
import { AccessDesk, PASSWORD, type DeskBackend } from '../../test/access-desk.js';
import { dynsecDesk } from '../../test/dynsec-desk.js';
import { fileDesk } from '../../test/file-desk.js';
import { Loopback } from '../../test/loopback.js';
import { plantAcl, plantModel } from '../../test/plant.js';

/** `make nightly` has time for more of them. */
const isLong = process.env['MCM_SEARCH_RUNS'] !== undefined;
const USERS = isLong ? 10_000 : 500;
/**
 * What 99 of 100 messages wait at most, of the time that it all takes, beside what the machine costs; `make bench` tells
 * how many milliseconds.
 */
const MOST_SHARE = 1 / 10;
const LOG_IN_EVERY_MS = 50;

/** Nothing happens there: how long it takes to answer is what the machine costs. */
let idle: TestBroker;
beforeAll(async () => {
  idle = await startMosquitto({ quiet: true });
});
afterAll(() => idle.stop());

const nameOf = (at: number) => `machine-${at}`;

function withUsers(document: AccessDocument, credential: SecretBytes): AccessDocument {
  const users = Array.from({ length: USERS }, (_, at) => ({ username: nameOf(at), credential }));
  return edited(document, { kind: 'import-users', users });
}

function logsIn({ broker }: DeskBackend, username: string): Promise<boolean> {
  return broker.connect({ username, password: PASSWORD }).then(
    (client) => client.endAsync().then(() => true),
    () => false,
  );
}

it(`${USERS} users come through the plugin while others hardly notice`, async () => {
  const backend = await dynsecDesk({ model: plantModel });
  const desk = await AccessDesk.open(backend);
  const login = { username: 'sender', password: PASSWORD };
  const others = await Loopback.begin(backend.broker, 'loopback', login);
  const machine = await Loopback.begin(idle, 'loopback');
  const begun = performance.now();
  const end = await desk.apply(withUsers(desk.document, new SecretBytes(bytesOf(PASSWORD))));
  const took = performance.now() - begun;
  const [noticed, anyway] = [others.end(), machine.end()];
  const [first, last] = [
    await logsIn(backend, nameOf(0)),
    await logsIn(backend, nameOf(USERS - 1)),
  ];
  const stranger = await logsIn(backend, nameOf(USERS));
  await desk.stop();
  process.stdout.write(
    `${USERS} users through the plugin: ${(took / 1000).toFixed(1)} s, p99 of a message ${noticed.p99.toFixed(0)} ms, on an idle broker ${anyway.p99.toFixed(0)} ms\n`,
  );
  expect({ ...end, first, last, stranger }).toMatchObject({
    ...{ state: 'committed', first: true, last: true, stranger: false },
  });
  expect(noticed.messages).toBeGreaterThan(took / 50);
  expect(noticed.p99).toBeLessThan(took * MOST_SHARE + anyway.p99);
}, 3_600_000);

it(`${USERS} users come through files at once`, async () => {
  const backend = await fileDesk({ acl: plantAcl, users: ['sender', 'ann', 'bob'] });
  const desk = await AccessDesk.open(backend);
  const document = withUsers(desk.document, await passwordHash(PASSWORD, 1));
  const begun = performance.now();
  const applied = desk.apply(document);
  while (!(await logsIn(backend, nameOf(USERS - 1)))) {
    await new Promise((resolve) => setTimeout(resolve, LOG_IN_EVERY_MS));
  }
  const took = performance.now() - begun;
  const end = await applied;
  const stranger = await logsIn(backend, nameOf(USERS));
  await desk.stop();
  process.stdout.write(`${USERS} users through files: ${(took / 1000).toFixed(1)} s\n`);
  expect({ ...end, stranger }).toMatchObject({ state: 'committed', stranger: false });
});
