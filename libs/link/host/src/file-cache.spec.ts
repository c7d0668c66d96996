import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import {
  appendFile,
  chmod,
  mkdir,
  rename,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { asNobody, temporaryFolder, until, type TemporaryFolder } from '#testing';
import { FileCache } from './file-cache.js';

const LIMIT = 1 << 20;

let home: TemporaryFolder;
let path: string;
let files: FileCache;
beforeEach(async () => {
  home = await temporaryFolder();
  path = join(home.path, 'acl');
  files = new FileCache(LIMIT);
});
afterEach(() => home.remove());

const text = async () => Buffer.from((await files.read(path)).bytes).toString();

/** Until the file was left alone for so long that its times can be trusted. */
const settled = () => until(async () => Date.now() - (await stat(path)).ctimeMs > 100);

describe('a file', () => {
  it('is read once as long as it does not change', async () => {
    await writeFile(path, 'user a');
    await settled();
    const first = await files.read(path);
    expect(first).toMatchObject({ path, changedAt: Math.floor((await stat(path)).mtimeMs) });
    expect(Buffer.from(first.bytes).toString()).toBe('user a');
    expect(await files.read(path)).toBe(first);
    files.retain([path]);
    expect(await files.read(path)).toBe(first);
    files.retain([]);
    expect(await files.read(path)).not.toBe(first);
  });

  it('is read again when it was changed, replaced or shortened', async () => {
    await writeFile(path, 'one');
    expect(await text()).toBe('one');
    await appendFile(path, '+');
    expect(await text()).toBe('one+');
    await writeFile(`${path}.new`, 'two+');
    await rename(`${path}.new`, path);
    expect(await text()).toBe('two+');
    await truncate(path, 1);
    expect(await text()).toBe('t');
    await truncate(path, 0);
    expect(await text()).toBe('');
  });

  it('is read again after a change that leaves size and time as they were', async () => {
    await writeFile(path, 'one');
    const { atime, mtime } = await stat(path);
    expect(await text()).toBe('one');
    for (const word of ['two', 'six', 'ten']) {
      await writeFile(path, word);
      await utimes(path, atime, mtime);
      expect(await text()).toBe(word);
    }
    await settled();
    expect(await text()).toBe('ten');
    await writeFile(path, 'old');
    await utimes(path, atime, mtime);
    expect(await text()).toBe('old');
  });

  it('stays the same object when it was only touched within the same millisecond', async () => {
    await writeFile(path, 'one');
    const first = await files.read(path);
    await chmod(path, 0o640);
    expect(await files.read(path)).toBe(first);
  });

  it('may be reached by a link, and is found where the link leads now', async () => {
    await writeFile(`${path}.1`, 'one');
    await writeFile(`${path}.2`, 'two');
    await symlink(`${path}.1`, path);
    expect(await text()).toBe('one');
    await symlink(`${path}.2`, `${path}.new`);
    await rename(`${path}.new`, path);
    expect(await text()).toBe('two');
  });

  it('may have as many bytes as the limit, and no more', async () => {
    await writeFile(path, Buffer.alloc(LIMIT, 'x'));
    expect((await files.read(path)).bytes).toHaveLength(LIMIT);
    await appendFile(path, 'x');
    await expect(files.read(path)).rejects.toThrow(`${path} is larger than 1 MiB`);
  });
});

describe('what is no readable file', () => {
  it('is refused with a sentence that names it', async () => {
    await expect(files.read(path)).rejects.toThrow(`${path} does not exist.`);
    await expect(files.read(join(path, 'x'))).rejects.toThrow(`does not exist.`);
    await mkdir(path);
    await expect(files.read(path)).rejects.toThrow(`${path} is not a regular file.`);
    await symlink('loop', join(home.path, 'loop'));
    await expect(files.read(join(home.path, 'loop'))).rejects.toThrow('leads nowhere');
    await expect(files.read('/dev/zero')).rejects.toThrow('/dev/zero is not a regular file.');
  });

  it('is refused at once where it is a pipe or a socket', async () => {
    execFileSync('mkfifo', [path]);
    await expect(files.read(path)).rejects.toThrow(`${path} is not a regular file.`);
    const socket = join(home.path, 'socket');
    const server = createServer().listen(socket);
    await once(server, 'listening');
    const reading = files.read(socket).finally(() => server.close());
    await expect(reading).rejects.toThrow(`${socket} is not a regular file.`);
  });

  it('is refused with a remedy where MCM may not read it, and read once it may', async () => {
    await writeFile(path, 'user a');
    await chmod(home.path, 0o755);
    await chmod(path, 0o000);
    await expect(asNobody(() => files.read(path))).rejects.toThrow(
      `MCM may not read ${path}. Let its user read the file, for example as a member of the group mosquitto.`,
    );
    await chmod(path, 0o644);
    expect(await asNobody(text)).toBe('user a');
  });
});
