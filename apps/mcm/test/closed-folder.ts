import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Lets nobody write to a folder any more, root included. Answers what opens it again; nothing where root may not
 * mount, as in some containers, and the folder is as it was.
 */
export async function closeFolder(folder: string): Promise<(() => Promise<unknown>) | undefined> {
  if (process.getuid?.() !== 0) {
    await chmod(folder, 0o500);
    return () => chmod(folder, 0o700);
  }
  try {
    await run('mount', ['--bind', folder, folder]);
  } catch {
    // EPERM, as mount says it.
    return undefined;
  }
  await run('mount', ['-o', 'remount,ro,bind', folder]);
  return () => run('umount', [folder]);
}
