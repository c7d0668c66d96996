import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runScript, temporaryFolder, until, type TemporaryFolder } from '#testing';
import { FolderLocked, lockFolder } from './folder-lock.js';
import { identify } from './process-identity.js';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

/** A process that only lives. */
async function startBystander(): Promise<ChildProcess & { readonly pid: number }> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await once(child, 'spawn');
  return child as ChildProcess & { readonly pid: number };
}

async function killHard(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

describe('the lock on the data folder', () => {
  it('is had by one, then refused by name, then had again', async () => {
    const lock = await lockFolder(folder.path);
    await expect(lockFolder(folder.path)).rejects.toThrow(FolderLocked);
    await expect(lockFolder(folder.path)).rejects.toThrow(`process ${process.pid} (`);
    await lock.release();
    await (await lockFolder(folder.path)).release();
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('makes the folder, for its owner only', async () => {
    const lock = await lockFolder(join(folder.path, 'data', 'mcm'));
    expect(lock.path).toBe(join(folder.path, 'data', 'mcm', 'mcm.lock'));
  });

  it('is taken over from a holder that was killed', async () => {
    const holder = await startBystander();
    const path = join(folder.path, 'mcm.lock');
    await writeFile(path, JSON.stringify({ ...(await identify(holder.pid)), claim: 'theirs' }));
    await expect(lockFolder(folder.path)).rejects.toThrow(`process ${holder.pid}`);

    await killHard(holder);
    await lockFolder(folder.path);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: process.pid });
  });

  it('is not mistaken for the lock of a later process with the same id', async () => {
    const stranger = await startBystander();
    const { startTime } = (await identify(stranger.pid))!;
    const earlier = { pid: stranger.pid, startTime: startTime! - 1, claim: 'theirs' };
    await writeFile(join(folder.path, 'mcm.lock'), JSON.stringify(earlier));
    await (await lockFolder(folder.path)).release();
    await killHard(stranger);
  });

  it('is taken over when its file is garbage, as after a power failure', async () => {
    await writeFile(join(folder.path, 'mcm.lock'), '');
    await (await lockFolder(folder.path)).release();
  });

  it('is had by exactly one of many that start at once, over dead holders and dead starters, too', async () => {
    const dead = { pid: 4_194_305, startTime: 1 };
    for (let round = 0; round < 30; round++) {
      const claim = JSON.stringify({ ...dead, claim: 'dead' });
      if (round % 2 === 1) await writeFile(join(folder.path, 'mcm.lock'), claim);
      if (round % 3 === 2) await writeFile(join(folder.path, `mcm.lock.${dead.pid}.1.00-00`), '');
      const outcomes = await Promise.allSettled(
        Array.from({ length: 8 }, () => lockFolder(folder.path)),
      );
      const won = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(won).toHaveLength(1);
      await won[0]!.release();
      expect(await readdir(folder.path)).toEqual([]);
    }
  });

  it('survives kill -9 of its holder: the next process gets it', async () => {
    const script = `
      const { lockFolder } = await import(${JSON.stringify(new URL('./folder-lock.ts', import.meta.url).href)});
      await lockFolder(${JSON.stringify(folder.path)});
      process.stdout.write('locked');
      setInterval(() => {}, 1000);`;
    const { child: holder, said } = runScript(script);
    await until(() => said.out === 'locked');
    await expect(lockFolder(folder.path)).rejects.toThrow(`process ${holder.pid}`);
    await killHard(holder);
    await (await lockFolder(folder.path)).release();
  });
});
