import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { readDeletion, writeDeletion, type Deletion } from './deletion.js';
import { UndoFolder } from './undo-folder.js';
import type { UndoRecord } from './undo-format.js';

let home: TemporaryFolder;
let folder: UndoFolder;
beforeEach(async () => {
  home = await temporaryFolder();
  folder = new UndoFolder(join(home.path, 'undo'));
  await folder.load();
});
afterEach(() => home.remove());

const deletion: Deletion = {
  ...{ id: '3b241101-e2bb-4255-8caf-4136c566a962', filter: 'plant/#', state: 'deleted' },
  ...{ actor: { name: 'olga', via: 'session' }, username: 'olga', startedAt: 1, endedAt: 2 },
  ...{ messages: 1, payloadBytes: 3, deleted: 1, refused: 0, leftAlone: 0, remaining: 0 },
  ...{ sha256: 'ab', undoUntil: 3, reason: 'none' },
};
const record: UndoRecord = {
  ...{ topic: 'plant/größe', qos: 2, readAt: 1_700_000_000_000 },
  properties: Uint8Array.of(1, 0),
  payload: Uint8Array.of(0, 255, 1),
};
const names = () => readdir(join(home.path, 'undo'));

describe('the folder of undo files', () => {
  it('gives back states and messages, readable by their owner alone', async () => {
    await folder.keep(deletion);
    const writer = await folder.write(deletion.id);
    await writer.add([record]);
    await writer.add([{ ...record, payload: new Uint8Array() }]);
    const hash = await writer.finish();
    const found = [];
    for await (const { payload } of folder.read(deletion.id)) found.push([...payload]);
    expect(found).toEqual([[0, 255, 1], []]);
    expect(await folder.size()).toBe(writer.bytes);
    expect(await new UndoFolder(join(home.path, 'undo')).load()).toEqual({
      ...{ deletions: [deletion], unreadable: [] },
    });
    const modes = await Promise.all(
      ['', ...(await names())].map(
        async (name) => (await stat(join(home.path, 'undo', name))).mode,
      ),
    );
    expect(modes.map((mode) => mode & 0o777)).toEqual([0o700, 0o600, 0o600]);

    const nothing = folder.writeNothing();
    await nothing.add([record, { ...record, payload: new Uint8Array() }]);
    expect(await nothing.finish()).toBe(hash);
  });

  it('keeps what it cannot read, and removes what belongs to nothing', async () => {
    const place = join(home.path, 'undo');
    await folder.keep(deletion);
    await writeFile(join(place, 'torn.json'), '{"id":');
    await writeFile(join(place, 'torn.undo'), 'x');
    await writeFile(join(place, 'stray.undo'), 'x');
    await writeFile(join(place, `.${deletion.id}.json.ab12`), '{');
    const { deletions, unreadable } = await folder.load();
    expect(deletions).toEqual([deletion]);
    expect(unreadable).toEqual([join(place, 'torn.json')]);
    expect((await names()).sort()).toEqual([`${deletion.id}.json`, 'torn.json', 'torn.undo']);
  });

  it('does not take another file for the state of a deletion', () => {
    expect(readDeletion(writeDeletion(deletion))).toEqual(deletion);
    const wrong: Record<string, unknown>[] = [
      ...[{ id: '../../etc/passwd' }, { state: 'done' }, { deleted: -1 }, { messages: '1' }],
      ...[{ actor: 'olga' }, { actor: { name: 'olga', via: 'magic' } }, { filter: 1 }],
      ...[{ undoUntil: 1.5 }, { reason: 7 }],
    ];
    for (const change of wrong) {
      expect(readDeletion(JSON.stringify({ ...deletion, ...change }))).toBeUndefined();
    }
    expect(readDeletion('[]')).toBeUndefined();
  });
});
