import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, until, type TemporaryFolder } from '#testing';
import { changesFrom, FileWatch } from './file-watch.js';

let home: TemporaryFolder;
let file: string;
const watches: FileWatch[] = [];
beforeEach(async () => {
  home = await temporaryFolder();
  file = join(home.path, 'file');
  await writeFile(file, 'a');
});
afterEach(async () => {
  for (const watch of watches.splice(0)) watch.stop();
  await home.remove();
});

/** A watch of the file that counts. */
async function watch() {
  const seen = { changes: 0, stop: () => watching.stop() };
  const watching = await FileWatch.of([file], 10);
  watches.push(watching);
  watching.start(() => {
    seen.changes += 1;
    return Promise.resolve();
  });
  return seen;
}

/**
 * In one go, so that no two looks see a file that is only half written; and of other lengths than before, since the
 * time of a change is no finer than a tick of the system's clock in older kernels.
 */
const write = (text: string) => writeFileSync(file, text);

describe('a watch of files', () => {
  it('tells each change once, to one that goes and comes as well', async () => {
    const seen = await watch();
    for (const [change, count] of [
      [() => write('bb'), 1],
      [() => rmSync(file), 2],
      [() => write('bb'), 3],
    ] as const) {
      change();
      await until(() => seen.changes === count);
    }
  });

  it('tells nothing once it is stopped', async () => {
    const [stopped, fence] = [await watch(), await watch()];
    stopped.stop();
    write('bb');
    await until(() => fence.changes === 1);
    write('ccc');
    await until(() => fence.changes === 2);
    expect(stopped.changes).toBe(0);
  });
});

describe('a change', () => {
  it.each([
    ['a a a', ''],
    ['a b b b', '3'],
    ['a b c d d', '5'],
    ['a b a a', ''],
    ['a b b a a', '3 5'],
  ])('is, of what was seen as %s, that at %s', (states, told) => {
    const isChange = changesFrom('a');
    const changes = states.split(' ').flatMap((state, at) => (isChange(state) ? at + 1 : []));
    expect(changes.join(' ')).toBe(told);
  });
});
