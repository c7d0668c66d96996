import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { loadKeys, readAuditKey } from './keys.js';

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
    expect((await readdir(home.path)).toSorted()).toEqual(['audit.key.new', 'secret.key']);
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

  it('are not asked for their mode on Windows, which has none', async () => {
    await loadKeys(home.path);
    await chmod(path, 0o666);
    const { platform } = process;
    Object.defineProperty(process, 'platform', { value: 'win32' });
    try {
      await expect(loadKeys(home.path)).resolves.toBeDefined();
    } finally {
      Object.defineProperty(process, 'platform', { value: platform });
    }
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

describe('the key of the audit trail', () => {
  const auditKey = async () => (await loadKeys(home.path)).audit;
  const names = async () => (await readdir(home.path)).filter((name) => name.includes('audit'));

  it("is 32 bytes that are nobody else's, and cannot be derived from the others", async () => {
    const keys = await loadKeys(home.path);
    const master = await readFile(path);
    expect(keys.audit.secret.reveal()).toHaveLength(32);
    expect(keys.audit.secret.reveal()).not.toEqual(master);
    expect((await stat(join(home.path, 'audit.key.new'))).mode & 0o777).toBe(0o600);
  });

  it('is new until the trail has begun with it, however often the process dies before', async () => {
    const first = await auditKey();
    const second = await auditKey();
    expect([first.isNew, second.isNew]).toEqual([true, true]);
    expect(second.secret.reveal()).toEqual(first.secret.reveal());

    await second.settle();
    await second.settle();
    expect(await names()).toEqual(['audit.key']);
    const third = await auditKey();
    expect([second.isNew, third.isNew]).toEqual([false, false]);
    expect(third.secret.reveal()).toEqual(first.secret.reveal());
  });

  it('is read by those who only look, who make none', async () => {
    expect(await readAuditKey(home.path)).toBeUndefined();
    expect(await names()).toEqual([]);
    const { secret } = await auditKey();
    expect((await readAuditKey(home.path))?.reveal()).toEqual(secret.reveal());
  });

  it('is refused when it is incomplete, and what would be lost is said', async () => {
    await (await auditKey()).settle();
    await truncate(join(home.path, 'audit.key'), 5);
    await expect(loadKeys(home.path)).rejects.toThrow(
      'has 5 bytes instead of 32: restore it, or remove it to have a new one made (the audit trail so far',
    );
    await expect(readAuditKey(home.path)).rejects.toMatchObject({ kind: 'key-file' });
  });
});
