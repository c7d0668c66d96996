import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncFolder } from './sync-folder.js';

/**
 * Writes a file so that, whatever happens meanwhile, its path holds either all of the old content or all of
 * the new. A new file gets `mode`, whatever the umask; so does one that is replaced.
 */
export async function replaceFile(
  path: string,
  content: string | Uint8Array,
  { mode = 0o600 }: { readonly mode?: number } = {},
): Promise<void> {
  const folder = dirname(path);
  // In the same folder, since a rename across file systems is not one step.
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    await using file = await open(temporary, 'wx', mode);
    await file.chmod(mode);
    await file.writeFile(content);
    await file.sync();
    await rename(temporary, path);
  } catch (error) {
    // A full disk or a folder that may not be written to: nothing of ours may stay behind.
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}
