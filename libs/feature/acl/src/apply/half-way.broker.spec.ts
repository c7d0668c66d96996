import { expect, it } from '@jest/globals';
import {
  dynsecCommands,
  edited,
  withProbe,
  writeOrder,
  type AccessDocument,
  type DynsecDocument,
} from '#domain/change';
import { bytesOf, SecretBytes } from '#domain/mosquitto';
import { DynsecControl } from '#link/broker';
import { passwordHash, rewriteFile } from '#link/host';
import { AccessDesk, PASSWORD } from '../../test/access-desk.js';
import { dynsecDesk } from '../../test/dynsec-desk.js';
import { fileDesk } from '../../test/file-desk.js';
import { plantAcl, plantModel } from '../../test/plant.js';
import { PLANT_QUESTIONS, plantEdits } from '../../test/plant-questions.js';

it('between two files, nobody has more than before or after, and the next start restores', async () => {
  for (let written = 1; written <= 3; written++) {
    const backend = await fileDesk({ acl: plantAcl, users: ['sender', 'ann', 'bob', 'stranger'] });
    const desk = await AccessDesk.open(backend);
    const old = desk.document;
    const now = plantEdits(await passwordHash(PASSWORD, 1)).reduce<AccessDocument>(edited, old);
    const { from, to } = await desk.beginToReplace(now);
    const order = writeOrder(backend.files!(from), backend.files!(to));
    expect(order).toHaveLength(3);
    for (const { file, content } of order.slice(0, written)) {
      const bytes = content instanceof SecretBytes ? content.reveal() : content;
      await rewriteFile(backend.paths![file], bytes);
    }
    // Somebody rotates logs just now.
    process.kill(backend.broker.pid!, 'SIGHUP');
    const asked = () => desk.excess(PLANT_QUESTIONS, [old, now]);
    for (let tries = 0; tries < 5; tries++) expect(await asked()).toEqual([]);
    expect(await desk.recover()).toMatchObject({ state: 'restored' });
    expect(await desk.enforced(PLANT_QUESTIONS, [old, now])).toBe('old');
    await desk.stop();
  }
});

it('between two commands, nobody has more than before or after, and the next start restores', async () => {
  for (let sent = 1; ; sent++) {
    const backend = await dynsecDesk({ model: plantModel });
    const desk = await AccessDesk.open(backend);
    const old = desk.document;
    const password = new SecretBytes(bytesOf(PASSWORD));
    const now = plantEdits(password).reduce<AccessDocument>(edited, old) as DynsecDocument;
    const { to } = await desk.beginToReplace(now);
    const wanted = withProbe(now.state, to.number);
    const commands = dynsecCommands(plantModel, wanted, now.newPasswords, 'admin').filter(
      ({ effect }) => effect !== 'last',
    );
    const { host, port } = backend.broker;
    const target = { host, port, username: 'admin', password: PASSWORD };
    const link = new DynsecControl({ target: () => Promise.resolve(target) });
    await link.run(commands.slice(0, sent).map(({ command }) => command));
    await link.close();
    expect(await desk.excess(PLANT_QUESTIONS, [old, now])).toEqual([]);
    expect(await desk.recover()).toMatchObject({ state: 'restored' });
    expect(await desk.enforced(PLANT_QUESTIONS, [old, now])).toBe('old');
    await desk.stop();
    if (sent >= commands.length) break;
  }
});
