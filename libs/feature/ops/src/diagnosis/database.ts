import { folderHolder } from '#link/host';
import { DatabaseError, dataFolder, databaseHealth, type DatabaseHealth } from '#platform';
import type { Finding, Subject } from './finding.js';
import { inUnits } from '../in-units.js';
import { parted } from './parted.js';
import { fail, ok, skip, warn } from './found.js';

const area = 'database';
const MUCH_FREE = 0.5;
/** Below that, room that is not used does not matter. */
const SMALL = 16_000_000;
/** SQLite takes the log in at 4 MB; one of this size was kept from it by a reader that does not end. */
const LARGE_LOG = 256_000_000;

/** The file itself: whether it opens, is ours, whole, and of a size that fits. */
export async function examineDatabase(subject: Subject): Promise<readonly Finding[]> {
  const { config, patience } = subject;
  const { path } = config.database;
  try {
    const isOpen = subject.isServer === true || (await isHeld(dataFolder(config)));
    const health = await databaseHealth({ path, isOpen, patience });
    return [
      ok({ area, check: 'database-open' }, `${path} opens, ${inUnits(health.size)}`),
      schema(health, path),
      integrity(health, path),
      ...space(health, path),
      ...log(health, path),
    ];
  } catch (error) {
    // DatabaseError: what it is asked about.
    if (!(error instanceof DatabaseError)) throw error;
    return [unopened(error, path)];
  }
}

/** Whether MCM runs on it; where that cannot be seen, the file cannot be opened either. */
async function isHeld(folder: string): Promise<boolean> {
  try {
    return (await folderHolder(folder))?.isRunning ?? false;
  } catch {
    // EACCES: the lock is another user's, as the database is.
    return false;
  }
}

function unopened(error: DatabaseError, path: string): Finding {
  const check = { area, check: 'database-open' } as const;
  if (error.kind === 'absent') {
    const what = `there is no database at ${path} yet: the first start makes it`;
    return skip(check, what);
  }
  const { what, hint } = parted(error.message);
  if (error.kind === 'damaged') return damaged(what);
  return fail(
    error.kind === 'newer-version' ? { area, check: 'database-schema' } : check,
    what,
    hint,
  );
}

function schema({ version, known }: DatabaseHealth, path: string): Finding {
  const check = { area, check: 'database-schema' } as const;
  if (version === known) {
    return ok(check, `its schema has version ${String(version)}, the newest`);
  }
  const what = `its schema has version ${String(version)}: the next start brings it to ${String(known)}, after a copy to ${path}.before-${String(known)}`;
  return ok(check, what);
}

function integrity({ check: how, damage }: DatabaseHealth, path: string): Finding {
  const check = { area, check: 'database-integrity' } as const;
  if (how === 'unfinished') {
    const what = `whether ${path} is whole was not found out in time: give it more with --timeout`;
    return skip(check, what);
  }
  if (damage.length === 0) {
    const only = how === 'quick' ? ', as far as a quick look tells' : '';
    return ok(check, `it is whole${only}`);
  }
  return damaged(`the database ${path} is damaged: ${damage.join('; ')}`);
}

const damaged = (what: string): Finding =>
  fail(
    { area, check: 'database-integrity' },
    what,
    'Stop MCM, keep a copy of the file, and restore a backup (mcm backup restore). See to the disk: the log of the machine may show why.',
  );

function space({ size, freeShare }: DatabaseHealth, path: string): readonly Finding[] {
  if (size < SMALL || freeShare <= MUCH_FREE) return [];
  return [
    warn(
      { area, check: 'database-space' },
      `${inUnits(size * freeShare)} of ${inUnits(size)} in ${path} hold nothing`,
      `Stop MCM and run sqlite3 ${path} VACUUM to give the room back to the disk; MCM also uses it again.`,
    ),
  ];
}

function log({ logSize }: DatabaseHealth, path: string): readonly Finding[] {
  if (logSize < LARGE_LOG) return [];
  return [
    warn(
      { area, check: 'database-log' },
      `the log ${path}-wal has ${inUnits(logSize)}: something reads for very long`,
      'End long exports and backups; if it stays, restart MCM, which takes the log in.',
    ),
  ];
}
