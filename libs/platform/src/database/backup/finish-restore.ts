import { link, lstat, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '#link/host';
import { errorCode } from '../../config/error-code.js';
import { KEY_FILES } from '../keys.js';

/** Where a restore is prepared: worth nothing until it has its other name. */
export const UNFINISHED = 'restore.unfinished';
/** With this name it is decided: whoever takes the data folder next brings it to its end. */
export const READY = 'restore.ready';
/** In it: the {@link RestorePlan}, as JSON. */
export const PLAN = 'plan.json';

export interface RestorePlan {
  /** The name of the database that is replaced; since then, the configuration may name another in the same folder. */
  readonly database: string;
  /** What is replaced is kept beside, with this at the end of its name. */
  readonly suffix: string;
}

export const KEY_NAMES = [KEY_FILES.master, KEY_FILES.audit] as const;

/**
 * Ends a restore that was decided, if there is one, and takes away what another one left unfinished. Each step may have
 * been taken already, by a process that was killed after it. The caller holds the folder's lock, and has no database
 * open.
 */
export async function finishRestore(path: string): Promise<void> {
  const folder = dirname(path);
  await rm(join(folder, UNFINISHED), { recursive: true, force: true });
  const ready = join(folder, READY);
  const plan = await readPlan(ready);
  if (plan) {
    await putKeys(ready, folder, plan);
    await putDatabase(join(ready, plan.database), join(folder, plan.database), plan);
    await syncFolder(folder);
  }
  await rm(ready, { recursive: true, force: true });
}

async function readPlan(ready: string): Promise<RestorePlan | undefined> {
  const text = await readFile(join(ready, PLAN), 'utf8').catch((error: unknown) => {
    // ENOENT: no restore was decided, or it has ended.
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : (JSON.parse(text) as RestorePlan);
}

async function putKeys(ready: string, folder: string, { suffix }: RestorePlan): Promise<void> {
  const unused = join(folder, KEY_FILES.newAudit);
  if ((await exists(join(ready, KEY_FILES.audit))) && (await exists(unused))) {
    // Left there, it would count as that of the trail some day.
    if (await sameContent(join(ready, KEY_FILES.audit), unused)) await rm(unused);
    else await rename(unused, `${unused}${suffix}`);
  }
  for (const name of KEY_NAMES) {
    const [key, place] = [join(ready, name), join(folder, name)];
    if (!(await exists(key))) continue;
    if (!(await sameContent(key, place))) await keepBeside(place, suffix);
    await rename(key, place);
  }
}

/** A write-ahead log that is left is part of the old database; beside the new one it would be taken for its own. */
async function putDatabase(
  candidate: string,
  path: string,
  { suffix }: RestorePlan,
): Promise<void> {
  if (!(await exists(candidate))) return;
  for (const end of ['-wal', '-journal']) {
    if (await exists(`${path}${end}`)) await rename(`${path}${end}`, `${path}${suffix}${end}`);
  }
  await rm(`${path}-shm`, { force: true });
  await keepBeside(path, suffix);
  await rename(candidate, path);
}

/** Gives what is at `place`, if anything is, a second name; the first is never without a file where links are known. */
async function keepBeside(place: string, suffix: string): Promise<void> {
  if (!(await exists(place))) return;
  try {
    await link(place, `${place}${suffix}`);
  } catch (error) {
    // EEXIST: this step was taken before. Else the file system knows no links.
    if (errorCode(error) !== 'EEXIST') await rename(place, `${place}${suffix}`);
  }
}

async function sameContent(one: string, other: string): Promise<boolean> {
  return (await exists(other)) && (await readFile(one)).equals(await readFile(other));
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined; // ENOENT, the answer
}
