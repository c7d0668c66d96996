import { constants, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { folderHolder, modeText } from '#link/host';
import { dataFolder, lookAtKeys } from '#platform';
import type { Finding, Subject } from './finding.js';
import { parted } from './parted.js';
import { codeOf, may, nearestThere } from './places.js';
import { type Check, fail, ok, skip, warn } from './found.js';

const area = 'data';
/** What a copy or a file is called until it is whole. */
const LEFTOVER = /\.unfinished$|^\.(?:secret\.key|audit\.key(?:\.new)?)\.[\da-f]{12}$/;
const MOST_SHOWN = 3;

/** The folder with the database and the keys: whose it is, who may read it, who has it. */
export async function examineDataFolder(subject: Subject): Promise<readonly Finding[]> {
  const folder = dataFolder(subject.config);
  const found = await stat(folder).catch(codeOf);
  if (typeof found === 'string') return [await absentFolder(folder, found)];
  if (!found.isDirectory()) {
    const what = `${folder} is not a folder`;
    return [fail({ area, check: 'data-folder' }, what, SET_PATH)];
  }
  const usable = await examineRights(folder, found.uid);
  const mode = examineMode(folder, found.mode);
  if (usable.result === 'fail') return [usable, mode];
  return [
    usable,
    mode,
    ...(await examineOwners(folder, found.uid)),
    ...(await examineKeys(folder)),
    await examineLock(folder, subject.isServer === true),
    ...(await examineLeftovers(folder)),
  ];
}

const SET_PATH = 'Set database.path (MCM_DATABASE_PATH) to a file in a folder that MCM may write.';

/** Before the first start there is none: then it matters whether it can be made. */
async function absentFolder(folder: string, code: string): Promise<Finding> {
  const check = { area, check: 'data-folder' } as const;
  if (code !== 'ENOENT') {
    const what = `${folder} cannot be looked into by uid ${me()} (${code})`;
    const hint = 'Run mcm doctor as the user MCM runs as (sudo -u mcm mcm doctor).';
    return fail(check, what, hint);
  }
  const above = await nearestThere(folder);
  const mayBeMade = await may(above, constants.W_OK | constants.X_OK);
  if (mayBeMade === true) {
    return ok(check, `${folder} will be made at the first start`);
  }
  const what = `${folder} does not exist, and uid ${me()} may not make it in ${above} (${mayBeMade})`;
  return fail(check, what, SET_PATH);
}

async function examineRights(folder: string, owner: number): Promise<Finding> {
  const check = { area, check: 'data-folder' } as const;
  const rights = await mayUse(folder);
  const whose = `${folder} (owned by uid ${String(owner)})`;
  if (rights === true) return ok(check, `${whose} can be read and written`);
  const what = `${whose} cannot be read and written by uid ${me()} (${rights})`;
  const hint =
    rights === 'EROFS'
      ? 'Mount its file system for writing, or set another database.path (MCM_DATABASE_PATH).'
      : 'Give it to the user MCM runs as (chown), or run mcm doctor as that user.';
  return fail(check, what, hint);
}

function examineMode(folder: string, mode: number): Finding {
  const check = { area, check: 'data-folder-mode' } as const;
  const shown = `${folder} has mode ${modeText(mode & 0o777)}`;
  const hint = `Run chmod 700 ${folder}.`;
  if ((mode & 0o022) !== 0) {
    const what = `${shown}: other users can replace the database and the keys`;
    return fail(check, what, hint);
  }
  if ((mode & 0o077) !== 0) {
    const what = `${shown}: other users can look into it`;
    return warn(check, what, hint);
  }
  return ok(check, `${shown}: its owner’s alone`);
}

/** A file that root made in a folder of another user stops MCM at its next start. */
async function examineOwners(folder: string, owner: number): Promise<readonly Finding[]> {
  const strangers: string[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const file = await stat(path).catch(() => undefined); // gone meanwhile, as -wal files go
    if (file?.isFile() && file.uid !== owner) strangers.push(path);
  }
  if (strangers.length === 0) return [];
  const shown = strangers.slice(0, MOST_SHOWN).join(', ');
  const more =
    strangers.length > MOST_SHOWN ? ` and ${String(strangers.length - MOST_SHOWN)} more` : '';
  return [
    fail(
      { area, check: 'data-owner' },
      `not of the owner of ${folder} (uid ${String(owner)}): ${shown}${more}`,
      `Run chown --reference=${folder} on each, and start MCM as that user only.`,
    ),
  ];
}

async function examineKeys(folder: string): Promise<readonly Finding[]> {
  const check = { area, check: 'data-key' } as const;
  const keys = await lookAtKeys(folder);
  if (keys.length === 0) {
    return [skip(check, `there are no keys in ${folder}: the first start makes them`)];
  }
  return keys.map(({ path, problem }) =>
    problem === undefined
      ? ok(check, `the key ${path} is its owner’s alone`)
      : failOf(check, problem),
  );
}

function failOf(check: Check, problem: string): Finding {
  const { what, hint } = parted(problem);
  return fail(check, what, hint);
}

async function examineLock(folder: string, isServer: boolean): Promise<Finding> {
  const check = { area, check: 'data-lock' } as const;
  const holder = await folderHolder(folder).catch(codeOf);
  if (typeof holder === 'string') {
    const what = `who has taken ${folder} cannot be read in ${join(folder, 'mcm.lock')} (${holder})`;
    return fail(check, what, 'Move away what stands there.');
  }
  if (!holder) {
    return ok(check, `no process has taken ${folder}`);
  }
  const { pid, isRunning, path } = holder;
  if (isRunning) {
    const who = isServer ? 'this server' : 'MCM';
    return ok(check, `${who} has taken ${folder} (process ${String(pid)})`);
  }
  return warn(
    check,
    `${path} was left by process ${String(pid)}, which is gone: MCM was killed, or the power failed`,
    'The next start takes it over; nothing is to be removed. The log may say why MCM ended.',
  );
}

async function examineLeftovers(folder: string): Promise<readonly Finding[]> {
  const names = (await readdir(folder)).filter((name) => LEFTOVER.test(name));
  return names.map((name) =>
    warn(
      { area, check: 'data-leftover' },
      `${join(folder, name)} is half a file, of something that was interrupted`,
      `Remove it: rm ${join(folder, name)}`,
    ),
  );
}

async function mayUse(folder: string): Promise<true | string> {
  try {
    // access(2) alone goes by the user who began the process, not by the one it became.
    await readdir(folder);
  } catch (error) {
    // EACCES: what it is asked about.
    return codeOf(error);
  }
  return may(folder, constants.R_OK | constants.W_OK | constants.X_OK);
}

const me = (): string => String(process.geteuid?.() ?? '');
