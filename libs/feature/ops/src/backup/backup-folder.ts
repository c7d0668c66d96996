import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupError } from '#platform';
import { readBackupName, type NamedBackup } from './backup-name.js';

/** A file in the folder of backups. */
export interface KeptBackup extends NamedBackup {
  readonly path: string;
  readonly bytes: number;
}

/** Those that MCM made, newest first; none when there is no folder. @throws BackupError when it cannot be read */
export async function keptBackups(folder: string): Promise<readonly KeptBackup[]> {
  const named = (await namesIn(folder)).flatMap((name) => readBackupName(name) ?? []);
  const kept: KeptBackup[] = [];
  for (const backup of named) {
    const path = join(folder, backup.name);
    // Nothing when it was deleted meanwhile; whatever is no file has only the name of one.
    const stats = await lstat(path).catch(() => undefined);
    if (stats?.isFile()) kept.push({ ...backup, path, bytes: stats.size });
  }
  return kept.sort((one, other) => other.madeAt - one.madeAt || (one.name < other.name ? 1 : -1));
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // Until the first backup is made.
    if (code === 'ENOENT') return [];
    // EACCES, ENOTDIR: only the file system knows.
    const sentence = `${folder} cannot be read (${code}): give it to the user MCM runs as, or set another backup.folder`;
    throw new BackupError('unreadable', sentence, { cause: error });
  }
}
