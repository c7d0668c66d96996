import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { loadKeys } from './keys.js';

let home: TemporaryFolder;
let path: string;
beforeEach(async () => {
  home = await temporaryFolder();
  path = join(home.path, 'secret.key');
});
afterEach(() => home.remove());

describe('the keys of an installation', () => {
  it('are made at the first start, for their owner alone', async () => {
    await loadKeys(home.path);
    expect(await readdir(home.path)).toEqual(['secret.key']);
    const { mode, size } = await stat(path);
    expect([mode & 0o777, size]).toEqual([0o600, 32]);
  });

  it('are the same at the next start', async () => {
    const before = (await loadKeys(home.path)).derive('jwt').reveal();
    const after = (await loadKeys(home.path)).derive('jwt').reveal();
    expect(after).toEqual(before);
    expect(after).toHaveLength(32);
  });

  it('differ by purpose and by installation', async () => {
    const keys = await loadKeys(home.path);
    await writeFile(path, Buffer.alloc(32, 1));
    const others = await loadKeys(home.path);
    const derived = [
      keys.derive('jwt'),
      keys.derive('totp'),
      keys.derive('api-token'),
      others.derive('jwt'),
    ];
    const texts = derived.map((key) => key.reveal().toString('hex'));
    expect(new Set(texts).size).toBe(4);
    expect(texts).not.toContain((await readFile(path)).toString('hex'));
  });

  it('follow RFC 5869, so that they outlive this program', async () => {
    await writeFile(path, Buffer.alloc(32, 7), { mode: 0o600 });
    const key = (await loadKeys(home.path)).derive('jwt').reveal().toString('hex');
    // openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt hexkey:0707… -kdfopt info:mcm/jwt/v1 HKDF
    expect(key).toBe('82b1f442fb20a4ab4408744bbf2ff7f7e214fcbd73959af845ca58dda422d986');
  });

  it('are refused when others can read them', async () => {
    await loadKeys(home.path);
    await chmod(path, 0o640);
    await expect(loadKeys(home.path)).rejects.toMatchObject({
      kind: 'key-file',
      message: `the key ${path} can be read by other users: run chmod 600 ${path}`,
    });
  });

  it('are refused when they are incomplete', async () => {
    await loadKeys(home.path);
    await truncate(path, 31);
    await expect(loadKeys(home.path)).rejects.toThrow(
      'has 31 bytes instead of 32: restore it, or remove it',
    );
  });

  it('are refused when they can be neither read nor made', async () => {
    await expect(loadKeys('/dev/null')).rejects.toMatchObject({ kind: 'key-file' });
    await expect(loadKeys(join(home.path, 'absent'))).rejects.toThrow('cannot be written');
  });
});
