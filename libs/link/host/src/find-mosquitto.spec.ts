import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { findMosquitto } from './find-mosquitto.js';

let home: TemporaryFolder;
beforeEach(async () => {
  home = await temporaryFolder();
});
afterEach(() => home.remove());

describe('the search for Mosquitto', () => {
  it('finds nothing where it is not installed', async () => {
    expect(await findMosquitto(`${home.path}${delimiter}/no/such/folder`, [])).toBeUndefined();
  });

  it('passes over a file that cannot be run', async () => {
    const [first, second] = [join(home.path, 'first'), join(home.path, 'second')];
    for (const folder of [first, second]) {
      await mkdir(folder);
      await writeFile(join(folder, 'mosquitto'), '');
    }
    await chmod(join(second, 'mosquitto'), 0o755);
    expect(await findMosquitto(first, [second])).toBe(join(second, 'mosquitto'));
  });
});
