import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { replaceFile } from './replace-file.js';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

describe('replaceFile', () => {
  it('writes a new file that only its owner may read', async () => {
    const path = join(folder.path, 'secret');
    await replaceFile(path, 'one');
    expect(await readFile(path, 'utf8')).toBe('one');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('replaces a file and its mode, and leaves nothing else behind', async () => {
    const path = join(folder.path, 'acl');
    await writeFile(path, 'old');
    await chmod(path, 0o666);
    await replaceFile(path, new Uint8Array([0, 255]), { mode: 0o640 });
    expect([...(await readFile(path))]).toEqual([0, 255]);
    expect((await stat(path)).mode & 0o777).toBe(0o640);
    expect(await readdir(folder.path)).toEqual(['acl']);
  });

  it('shows a reader the old content or the new, never a mixture', async () => {
    const path = join(folder.path, 'state');
    const contents = ['a', 'b'].map((letter) => letter.repeat(200_000));
    await replaceFile(path, contents[0]!);
    const seen = new Set<string>();
    const written = new AbortController();
    const reading = (async () => {
      while (!written.signal.aborted) seen.add(await readFile(path, 'utf8'));
    })();
    for (let i = 0; i < 20; i++) await replaceFile(path, contents[i % 2]!);
    written.abort();
    await reading;
    expect([...seen].filter((text) => !contents.includes(text))).toEqual([]);
  });

  it('leaves the old file and no other when it cannot write', async () => {
    const path = join(folder.path, 'taken');
    await replaceFile(join(folder.path, 'kept'), 'x');
    const tooMuch = { length: 1 } as unknown as Uint8Array;
    await expect(replaceFile(path, tooMuch)).rejects.toThrow();
    expect(await readdir(folder.path)).toEqual(['kept']);
  });
});
