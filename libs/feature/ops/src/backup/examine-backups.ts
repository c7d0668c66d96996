import { constants, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { backupVersion, dataFolder, KEY_FILES, timestamp, type Config } from '#platform';
import { clause } from '../diagnosis/clause.js';
import type { Examination, Finding, Subject } from '../diagnosis/finding.js';
import { fail, ok, skip, warn } from '../diagnosis/found.js';
import { may } from '../diagnosis/places.js';
import { keptBackups, type KeptBackup } from './backup-folder.js';
import { lastFailure } from './last-failure.js';

const area = 'backup';

/** Whether backups are made as they should be: the folder, the age of the last one, the last failure. */
export const examineBackups: Examination = async (subject) => {
  const { enabled } = subject.config.backup;
  if (!enabled) {
    const what = 'MCM makes no backups by itself: backup.enabled is false';
    return [skip({ area, check: 'backup-schedule' }, what)];
  }
  const folder = await examineFolder(subject.config);
  if (folder.result === 'skip') return [folder];
  return [folder, await examineAge(subject), ...(await examineFailure(subject.config))];
};

async function examineFolder(config: Config): Promise<Finding> {
  const { folder } = config.backup;
  const check = { area, check: 'backup-folder' } as const;
  const place = await nearest(folder);
  if (place === undefined) {
    return skip(check, `${folder} cannot be looked at by uid ${String(process.geteuid?.() ?? '')}`);
  }
  if (!place.isFolder) {
    const what = `${place.path} is not a folder`;
    return fail(check, what, 'Set another backup.folder (MCM_BACKUP_FOLDER).');
  }
  if ((await may(place.path, constants.W_OK | constants.X_OK)) !== true) {
    const what = `backups cannot be written into ${place.path}`;
    // What is wrong with the data folder itself is told where that is looked at.
    if (place.path === dataFolder(config)) return skip(check, what);
    const hint = 'Give it to the user MCM runs as, or set another backup.folder.';
    return fail(check, what, hint);
  }
  if (place.path === folder && (place.mode & 0o077) !== 0) {
    const what = `${folder} can be looked into by other users`;
    return warn(check, what, `Run chmod 700 ${folder}.`);
  }
  const data = await stat(dataFolder(config)).catch(() => undefined); // told by those who look at it
  const same = data?.dev === place.device;
  const where = same ? ', on the disk of the database: keep copies elsewhere' : '';
  return ok(check, `backups go to ${folder}${where}`);
}

interface Place {
  readonly path: string;
  readonly isFolder: boolean;
  readonly mode: number;
  readonly device: number;
}

/** The folder itself, or what it would be made in; nothing where that cannot be seen. */
async function nearest(path: string): Promise<Place | undefined> {
  try {
    const found = await stat(path);
    const { mode, dev: device } = found;
    return { path, isFolder: found.isDirectory(), mode, device };
  } catch (error) {
    // ENOENT: it is made with the first backup. EACCES: it is for other users.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return undefined;
    return dirname(path) === path ? undefined : nearest(dirname(path));
  }
}

async function examineAge({ config, clock }: Subject): Promise<Finding> {
  const check = { area, check: 'backup-age' } as const;
  const { folder, interval } = config.backup;
  const last = await lastGood(folder, clock());
  const since = last?.madeAt ?? (await installedAt(config));
  const isLate = since !== undefined && clock() - since > 2 * interval;
  const hint = 'Look for "Backup" in the log of the server, or make one with "mcm backup create".';
  if (last) {
    const what = `the last scheduled backup is of ${timestamp(last.madeAt)}`;
    return isLate ? warn(check, what, hint) : ok(check, what);
  }
  if (isLate) return warn(check, `there is no backup in ${folder}`, hint);
  return ok(check, 'the first backup is not due yet');
}

async function lastGood(folder: string, now: number): Promise<KeptBackup | undefined> {
  // A folder that cannot be read is a finding of its own.
  for (const backup of await keptBackups(folder).catch(() => [])) {
    if (backup.kind !== 'scheduled' || backup.madeAt > now) continue;
    if ((await backupVersion(backup.path)) !== undefined) return backup;
  }
  return undefined;
}

/** The first start makes the key, and nothing writes into it again. */
async function installedAt(config: Config): Promise<number | undefined> {
  const key = await stat(join(dataFolder(config), KEY_FILES.master)).catch(() => undefined); // never started
  return key?.mtimeMs;
}

async function examineFailure(config: Config): Promise<readonly Finding[]> {
  const failure = await lastFailure(dataFolder(config));
  if (!failure) return [];
  const what = `the scheduled backup of ${timestamp(failure.at)} was not made: ${clause(failure.reason)}`;
  const hint = 'Mend that; the next one is tried within ten minutes.';
  return [warn({ area, check: 'backup-failure' }, what, hint)];
}
