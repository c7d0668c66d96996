import { open } from 'node:fs/promises';

/** Where names get to the disk by themselves: Windows, network file systems, folders that one may only write into. */
const NOT_SYNCED: ReadonlySet<string | undefined> = new Set([
  ...['EACCES', 'EINVAL', 'EISDIR', 'ENOTSUP', 'EPERM'],
]);

/** Makes the names that are in a folder outlast a power failure, where the file system lets one do that. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    await using handle = await open(folder, 'r');
    await handle.sync();
  } catch (error) {
    // Only trying shows it. What was renamed has its name, and nothing takes that back.
    if (!NOT_SYNCED.has((error as NodeJS.ErrnoException).code)) throw error;
  }
}
