import { afterEach, expect, it } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { edited, writeOrder, type AccessDocument, type DynsecCommand } from '#domain/change';
import { bytesOf, SecretBytes } from '#domain/mosquitto';
import { DynsecControl } from '#link/broker';
import { passwordHash, rewriteFile } from '#link/host';
import { AccessDesk, PASSWORD, type DeskBackend } from '../../test/access-desk.js';
import { dynsecDesk } from '../../test/dynsec-desk.js';
import { fileDesk } from '../../test/file-desk.js';
import { plantAcl, plantModel } from '../../test/plant.js';
import { PLANT_QUESTIONS, plantEdits } from '../../test/plant-questions.js';

const USERS = ['sender', 'ann', 'bob', 'stranger'];
const BY_HAND = plantAcl.replace('topic read b/#', 'topic read b/only');

const opened: AccessDesk[] = [];
afterEach(async () => {
  for (const desk of opened.splice(0)) await desk.stop();
});

async function files() {
  const backend = await fileDesk({ acl: plantAcl, users: USERS });
  const desk = await AccessDesk.open(backend);
  opened.push(desk);
  const { document } = desk;
  const now = plantEdits(await passwordHash(PASSWORD, 1)).reduce<AccessDocument>(edited, document);
  return { backend, desk, now };
}

async function plugin() {
  const backend = await dynsecDesk({ model: plantModel });
  const desk = await AccessDesk.open(backend);
  opened.push(desk);
  const { document } = desk;
  const now = plantEdits(new SecretBytes(bytesOf(PASSWORD))).reduce<AccessDocument>(
    edited,
    document,
  );
  return { backend, desk, now };
}

async function byHand({ broker }: DeskBackend, ...commands: readonly DynsecCommand[]) {
  const { host, port } = broker;
  const target = { host, port, username: 'admin', password: PASSWORD };
  const link = new DynsecControl({ target: () => Promise.resolve(target) });
  const answers = await link.run(commands);
  await link.close();
  return answers.map(({ error }) => error);
}

it('keeps what somebody writes while a change is on its way to the files', async () => {
  const { backend, desk, now } = await files();
  const atStep = async (step: string) => {
    if (step === 'replace') await writeFile(backend.paths!.acl, BY_HAND);
  };
  const { state, outcome } = await desk.apply(now, { atStep });
  expect(state).toBe('refused');
  expect(outcome).toMatch(/acl was changed by somebody else.*The broker was not touched/s);
  expect(await readFile(backend.paths!.acl, 'utf8')).toBe(BY_HAND);
});

it('keeps what somebody writes after MCM was killed, and restores the other file', async () => {
  const { backend, desk, now } = await files();
  const { from, to } = await desk.beginToReplace(now);
  const order = writeOrder(backend.files!(from), backend.files!(to));
  for (const { file, content } of order) {
    const bytes = content instanceof SecretBytes ? content.reveal() : content;
    await rewriteFile(backend.paths![file], bytes);
  }
  await writeFile(backend.paths!.acl, BY_HAND);
  const end = await desk.recover();
  expect(end?.state).toBe('failed');
  expect(end?.outcome).toMatch(/not proven that revision 1.*acl was changed by somebody else/s);
  expect(await readFile(backend.paths!.acl, 'utf8')).toBe(BY_HAND);
  const passwords = await readFile(backend.paths!.passwords, 'utf8');
  expect(passwords.match(/^[^:]+/gm)).toEqual(USERS);
});

it('does not undo what somebody commands while a change is on its way to the plugin', async () => {
  const { backend, desk, now } = await plugin();
  const atStep = async (step: string) => {
    const command = { command: 'createClient', username: 'dave' } as const;
    if (step === 'replace') await byHand(backend, command);
  };
  const { state, outcome } = await desk.apply(now, { atStep });
  expect([state, outcome]).toEqual(['refused', expect.stringContaining('by somebody else')]);
  expect(await byHand(backend, { command: 'getClient', username: 'dave' })).toEqual([undefined]);
});

it.each(['replace', 'commit'] as const)(
  'leaves alone what was commanded since MCM was killed in the step %s',
  async (step) => {
    const { backend, desk, now } = await plugin();
    const old = desk.document;
    const killed = Promise.withResolvers<undefined>();
    const atStep = async (taken: string) => {
      if (taken !== step) return;
      killed.resolve(undefined);
      await new Promise(() => undefined);
    };
    void desk.apply(now, { atStep });
    await killed.promise;
    const password = new SecretBytes(bytesOf(PASSWORD));
    const commands = [
      { command: 'createClient', username: 'dave', password },
      { command: 'addClientRole', username: 'stranger', rolename: 'bob' },
    ] as const;
    expect(await byHand(backend, ...commands)).toEqual([undefined, undefined]);
    const end = await desk.recover();
    expect(end?.state).toBe(step === 'commit' ? 'committed' : 'restored');
    if (step === 'replace')
      expect(end?.outcome).toMatch(/somebody else has changed meanwhile stays/);
    const others = PLANT_QUESTIONS.filter(({ client }) => client.username !== 'stranger');
    const enforced = await desk.enforced(others, [old, now]);
    expect(enforced).toBe(step === 'commit' ? 'new' : 'old');
    expect(await byHand(backend, { command: 'getClient', username: 'dave' })).toEqual([undefined]);
  },
);

it('never has the broker read again what it would not take, such as rules broken by hand', async () => {
  const { backend, desk, now } = await files();
  const old = desk.document;
  // 2.0 would go on without any rules, and let everybody do everything.
  await writeFile(backend.paths!.acl, `${plantAcl}no rule\n`);
  const atStep = (step: string) =>
    step === 'probe' ? Promise.reject(new Error('Stopped.')) : Promise.resolve();
  const { state, outcome } = await desk.apply(now, { atStep });
  expect(outcome).toMatch(/Stopped.*cannot be brought back.*Revision 2 is in force and proven/s);
  expect(state).toBe('committed');
  expect(await desk.enforced(PLANT_QUESTIONS, [old, now])).toBe('new');
});
