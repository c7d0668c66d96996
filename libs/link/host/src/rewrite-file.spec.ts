import { execFile } from 'node:child_process';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  readdir,
  readFile,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asNobody, temporaryFolder, type TemporaryFolder } from '#testing';
import { FileNotReplaced, type FileFault } from './file-fault.js';
import { canRewrite, removeLeftovers, rewriteFile } from './rewrite-file.js';

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;
/** Another user and another group, whose names do not matter. */
const [SOMEBODY, SOME_GROUP] = [1883, 1884];
const NOBODY = 65_534;

let home: TemporaryFolder;
let acl: string;
beforeEach(async () => {
  home = await temporaryFolder();
  acl = join(home.path, 'acl');
  await writeFile(acl, 'old');
});
afterEach(() => home.remove());

/** Needs two users. */
const itAsRoot = isRoot ? it : it.skip;
/** Needs the right to mount, which root has unless a container takes it away. */
const itWithMounts = (await mayMount()) ? it : it.skip;

async function mayMount(): Promise<boolean> {
  const folder = await temporaryFolder();
  try {
    await mounted(['-t', 'tmpfs', 'tmpfs', folder.path], folder.path, () => Promise.resolve());
    return true;
  } catch {
    // EPERM, as mount says it.
    return false;
  } finally {
    await folder.remove();
  }
}

async function mounted(
  options: readonly string[],
  at: string,
  work: () => Promise<void>,
): Promise<void> {
  await run('mount', [...options, ...(options.at(-1) === at ? [] : [at])]);
  try {
    await work();
  } finally {
    await run('umount', [at]);
  }
}

const bytes = (text: string) => Buffer.from(text);

/** Neither the question nor the deed gets by, both for this reason, and nothing has changed. */
async function expectRefused(
  path: string,
  reason: FileFault,
  words: RegExp,
  size = 3,
): Promise<void> {
  for (const work of [() => canRewrite(path), () => rewriteFile(path, Buffer.alloc(size))]) {
    const error: unknown = await work().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FileNotReplaced);
    expect(error).toMatchObject({ reason, message: expect.stringMatching(words) });
  }
}

describe('a file of the broker, rewritten', () => {
  it('holds the new bytes, with the owner, the group and the mode of before', async () => {
    await chmod(acl, 0o640);
    if (isRoot) await chown(acl, SOMEBODY, SOME_GROUP);
    const { uid, gid } = await stat(acl);
    const made = await rewriteFile(acl, new Uint8Array([0, 255]));
    expect(made).toEqual({ path: acl, uid, gid, mode: 0o640, ownerKept: true });
    expect([...(await readFile(acl))]).toEqual([0, 255]);
    expect(await stat(acl)).toMatchObject({ uid, gid, mode: 0o100640 });
    expect(await readdir(home.path)).toEqual(['acl']);
  });

  it('is the one behind the links, and the links stay', async () => {
    const folder = join(home.path, 'real');
    await mkdir(folder);
    await writeFile(join(folder, 'file'), 'old');
    await symlink('real', join(home.path, 'way'));
    await symlink(join('way', 'file'), join(home.path, 'link'));
    const made = await rewriteFile(join(home.path, 'link'), bytes('new'));
    expect(made.path).toBe(join(folder, 'file'));
    expect((await lstat(join(home.path, 'link'))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['file']);
  });

  it('shows a reader the old content or the new, never a mixture, and is never missing', async () => {
    const contents = ['a', 'b'].map((letter) => letter.repeat(200_000));
    await rewriteFile(acl, bytes(contents[0]!));
    const seen = new Set<string>();
    const written = new AbortController();
    const reading = (async () => {
      while (!written.signal.aborted) seen.add(await readFile(acl, 'utf8'));
    })();
    for (let i = 0; i < 20; i++) await rewriteFile(acl, bytes(contents[i % 2]!));
    written.abort();
    await reading;
    expect([...seen].filter((text) => !contents.includes(text))).toEqual([]);
  });

  it('is made only when that is said, and then as it is said', async () => {
    const missing = join(home.path, 'missing');
    await expectRefused(missing, 'missing', /^There is no file .*missing\. Put it back/);
    await expectRefused(join(acl, 'below-a-file'), 'missing', /There is no file/);
    const create = { mode: 0o644, ...(isRoot && { uid: SOMEBODY, gid: SOME_GROUP }) };
    await canRewrite(missing, { create });
    expect(await readdir(home.path)).toEqual(['acl']);
    expect(await rewriteFile(missing, bytes('new'), { create })).toMatchObject(create);
    expect(await stat(missing)).toMatchObject({ ...create, mode: 0o100644 });
    // One that is there stays as it is.
    await rewriteFile(missing, bytes('newer'), { create: { mode: 0o600 } });
    expect((await stat(missing)).mode).toBe(0o100644);
  });

  it('is not made where a link leads to nothing', async () => {
    const link = join(home.path, 'link');
    await symlink('nothing', link);
    const made = rewriteFile(link, bytes('new'), { create: { mode: 0o600 } });
    await expect(made).rejects.toMatchObject({ reason: 'missing' });
    expect((await readdir(home.path)).sort()).toEqual(['acl', 'link']);
  });
});

describe('a file that cannot be rewritten', () => {
  it('is no file', async () => {
    await expectRefused(home.path, 'not-a-file', /is no regular file/);
    await run('mkfifo', [join(home.path, 'pipe')]);
    await expectRefused(join(home.path, 'pipe'), 'not-a-file', /is no regular file/);
  });

  it('lies where nothing may be written', async () => {
    await chmod(home.path, 0o555);
    await asNobody(() => expectRefused(acl, 'folder-not-writable', /by a group .* \(EACCES\)$/));
    await chmod(home.path, 0o700);
    expect(await readFile(acl, 'utf8')).toBe('old');
    expect(await readdir(home.path)).toEqual(['acl']);
  });
});

describe('a file of somebody else, rewritten by one who may not give files away', () => {
  itAsRoot('stays readable by its group', async () => {
    await chmod(acl, 0o640);
    await chmod(home.path, 0o770);
    const gid = process.getegid?.();
    const expected = { uid: NOBODY, gid, mode: 0o640, ownerKept: false };
    expect(await asNobody(() => canRewrite(acl))).toEqual({ path: acl, ...expected });
    expect((await stat(acl)).uid).toBe(0);
    expect(await asNobody(() => rewriteFile(acl, bytes('new')))).toMatchObject(expected);
    expect(await stat(acl)).toMatchObject({ uid: NOBODY, gid, mode: 0o100640 });
    expect(await readFile(acl, 'utf8')).toBe('new');
  });

  itAsRoot('is left alone when its group may not read it', async () => {
    await chmod(acl, 0o600);
    await chmod(home.path, 0o770);
    await asNobody(() => expectRefused(acl, 'owner', /its group may not read it\. .*chmod g\+r/));
    expect(await readFile(acl, 'utf8')).toBe('old');
  });

  itAsRoot('is left alone when it cannot stay with its group either', async () => {
    await chown(acl, SOMEBODY, SOME_GROUP);
    await chmod(acl, 0o644);
    await chmod(home.path, 0o770);
    await asNobody(() => expectRefused(acl, 'owner', /user 1883 and group 1884, and MCM's user/));
    expect(await stat(acl)).toMatchObject({ uid: SOMEBODY, gid: SOME_GROUP });
  });

  itAsRoot('keeps its group without asking for it where the folder hands that down', async () => {
    await chown(home.path, 0, SOME_GROUP);
    await chown(acl, SOMEBODY, SOME_GROUP);
    await chmod(acl, 0o640);
    await chmod(home.path, 0o2777);
    const made = await asNobody(() => rewriteFile(acl, bytes('new')));
    expect(made).toMatchObject({ uid: NOBODY, gid: SOME_GROUP, mode: 0o640, ownerKept: false });
    expect(await stat(acl)).toMatchObject({ uid: NOBODY, gid: SOME_GROUP, mode: 0o100640 });
  });

  itAsRoot('is left alone in a folder with the sticky bit', async () => {
    await chmod(acl, 0o640);
    await chmod(home.path, 0o1777);
    await asNobody(() => expectRefused(acl, 'folder-not-writable', /Take the sticky bit off/));
    await chown(acl, NOBODY, 0);
    expect(await asNobody(() => rewriteFile(acl, bytes('new')))).toMatchObject({ ownerKept: true });
  });
});

describe('a file for which there is no room', () => {
  itWithMounts('is as it was, and nothing lies beside it', async () => {
    await mounted(['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', home.path], home.path, async () => {
      const old = Buffer.alloc(10_000, 'a');
      await writeFile(acl, old);
      const error: unknown = await rewriteFile(acl, Buffer.alloc(100_000)).catch((e: unknown) => e);
      expect(error).toMatchObject({ reason: 'disk-full', message: expect.stringMatching(/room/) });
      expect(await readFile(acl)).toEqual(old);
      expect(await readdir(home.path)).toEqual(['acl']);
      // As large as it is, there is room for another.
      await canRewrite(acl);
      await writeFile(acl, Buffer.alloc(40_000));
      await expectRefused(acl, 'disk-full', /^There is no room for .*acl\. Make room/, 40_000);
    });
  });
});

describe('a file that is mounted', () => {
  itWithMounts('cannot be replaced', async () => {
    const odd = join(home.path, 'a \\ file');
    await writeFile(odd, 'mounted');
    await mounted(['--bind', acl, odd], odd, () =>
      expectRefused(odd, 'other', /is mounted by itself.* Mount its folder instead\.$/),
    );
    expect((await readdir(home.path)).sort()).toEqual(['a \\ file', 'acl']);
  });

  itWithMounts('is not replaced in a folder that is mounted read-only', async () => {
    const folder = join(home.path, 'folder');
    await mkdir(folder);
    await mounted(['--bind', '-o', 'ro', home.path, folder], folder, () =>
      expectRefused(join(folder, 'acl'), 'folder-not-writable', /is read-only.*ReadWritePaths=/),
    );
    expect(await readFile(acl, 'utf8')).toBe('old');
  });
});

describe('what a killed MCM left behind', () => {
  it('is removed, and nothing else', async () => {
    const kept = [
      '.acl.mcm-0123',
      '.acl.mcm-0123456789abcd',
      '.acl.swp',
      '.other.mcm-0123456789ab',
    ];
    for (const name of ['.acl.mcm-0123456789ab', '.acl.mcm-ffffffffffff', ...kept]) {
      await writeFile(join(home.path, name), '');
    }
    await symlink('acl', join(home.path, 'link'));
    expect(await removeLeftovers(join(home.path, 'link'))).toBe(2);
    expect((await readdir(home.path)).sort()).toEqual([...kept, 'acl', 'link'].sort());
    expect(
      await removeLeftovers(join(home.path, 'gone', 'acl')).catch((e: unknown) => e),
    ).toMatchObject({ reason: 'missing' });
  });
});
