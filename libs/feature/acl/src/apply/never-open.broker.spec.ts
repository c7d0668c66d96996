import { expect, it } from '@jest/globals';
import { edited, EditRefused, type AccessDocument } from '#domain/change';
import { bytesOf, SecretBytes } from '#domain/mosquitto';
import { passwordHash } from '#link/host';
import { AccessDesk, PASSWORD, type DeskBackend } from '../../test/access-desk.js';
import { dynsecDesk } from '../../test/dynsec-desk.js';
import { fileDesk } from '../../test/file-desk.js';
import { until } from '#testing';
import { Intruder } from '../../test/intruder.js';
import { plantAcl, plantModel } from '../../test/plant.js';
import { randomEdit, randomness } from '../../test/random-edits.js';

/** `make nightly` has time for more of them. */
const APPLIES = process.env['MCM_SEARCH_RUNS'] === undefined ? 50 : 500;
const TOPICS = ['a', 'b/c', 'line/1'];
const NAMES = ['ann', 'bob', 'carol', 'dave'];
const BACKENDS: readonly (readonly [string, () => Promise<DeskBackend>])[] = [
  ['files', () => fileDesk({ acl: plantAcl, users: ['sender', 'stranger', 'ann', 'bob'] })],
  ['plugin', () => dynsecDesk({ model: plantModel })],
];

it.each(BACKENDS)(
  'a client without rights gets nothing in or out while access is changed: %s',
  async (kind, start) => {
    const backend = await start();
    const desk = await AccessDesk.open(backend);
    const intruder = await Intruder.enter(backend.broker, TOPICS);
    const random = randomness(20_261_126);
    const credential =
      kind === 'files' ? await passwordHash(PASSWORD, 1) : new SecretBytes(bytesOf(PASSWORD));
    const wish = { names: NAMES, topics: TOPICS, credential };
    const ends: string[] = [];
    try {
      while (ends.length < APPLIES) {
        const document = changed(desk.document, wish, random);
        if (document === desk.document) continue;
        const disturb = () => {
          const { pid } = backend.broker;
          // Somebody rotates logs just now.
          if (random(4) === 0 && pid !== undefined) process.kill(pid, 'SIGHUP');
          return Promise.resolve();
        };
        const { state, outcome } = await desk.apply(document, { atStep: disturb });
        ends.push(state === 'committed' ? state : outcome);
      }
    } finally {
      const { breaches, tries, messages } = await intruder.leave();
      await desk.stop();
      expect(breaches).toEqual([]);
      expect(Math.min(tries, messages)).toBeGreaterThan(APPLIES * 10);
    }
    expect(ends).toEqual(Array.from({ length: APPLIES }, () => 'committed'));
  },
  1_800_000,
);

it('would be noticed', async () => {
  const acl = `${plantAcl}\nuser stranger\ntopic readwrite line/1\n`;
  const backend = await fileDesk({ acl, users: ['sender', 'stranger'] });
  const intruder = await Intruder.enter(backend.broker, TOPICS);
  await until(() => intruder.breached('received') && intruder.breached('published'));
  const { breaches } = await intruder.leave();
  await backend.stop();
  expect(new Set(breaches.map(({ topic }) => topic))).toEqual(new Set(['line/1']));
});

function changed(
  document: AccessDocument,
  wish: Parameters<typeof randomEdit>[1],
  random: (below: number) => number,
): AccessDocument {
  let next = document;
  for (let count = 1 + random(3); count > 0; count--) {
    try {
      next = edited(next, randomEdit(next, wish, random));
    } catch (error) {
      // EditRefused: the same rule again.
      if (!(error instanceof EditRefused)) throw error;
    }
  }
  return next;
}
