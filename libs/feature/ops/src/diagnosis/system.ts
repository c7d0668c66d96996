import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { freemem, tmpdir, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { dataFolder, reasonOf, timestamp } from '#platform';
import type { Finding, Subject } from './finding.js';
import { inUnits } from './in-units.js';

const area = 'system';
const MB = 1_000_000;
const LEAST_FREE = 50 * MB;
const LITTLE_FREE = 500 * MB;
const LITTLE_SHARE = 0.1;
const LITTLE_MEMORY = 64 * MB;
/** What `package.json` asks for. */
const OLDEST_NODE = 24;

/** Disk, clock, memory, and what MCM runs on. */
export async function examineSystem({
  config,
  clock,
  builtAt,
}: Subject): Promise<readonly Finding[]> {
  return [
    await examineDisk(dataFolder(config)),
    examineClock(clock(), builtAt),
    await examineTemporaryFolder(tmpdir()),
    examineMemory(),
    examineNode(process.versions.node),
  ];
}

async function examineDisk(folder: string): Promise<Finding> {
  const check = 'system-disk';
  const place = await nearestThatIs(folder);
  const { bavail, blocks, bsize } = await statfs(place);
  const [free, size] = [bavail * bsize, blocks * bsize];
  const what = `${inUnits(free)} of ${inUnits(size)} are free for ${folder}`;
  const hint = 'Make room there, or set database.path (MCM_DATABASE_PATH) to a larger disk.';
  if (free < LEAST_FREE) return { area, check, result: 'fail', what, hint };
  if (free < LITTLE_FREE || free < size * LITTLE_SHARE) {
    return { area, check, result: 'warn', what, hint };
  }
  return { area, check, result: 'ok', what };
}

/** The folder itself, or the one that it would be made in. */
async function nearestThatIs(folder: string): Promise<string> {
  for (let place = folder; ; place = dirname(place)) {
    try {
      await access(place);
      return place;
    } catch (error) {
      // ENOENT before the first start, EACCES for a stranger: the file system is that of a folder above.
      if (dirname(place) === place) throw error;
    }
  }
}

function examineClock(now: number, builtAt: number | undefined): Finding {
  const check = 'system-clock';
  const what = `it is ${timestamp(now)} by this machine's clock`;
  if (builtAt === undefined || Number.isNaN(builtAt) || now >= builtAt) {
    return { area, check, result: 'ok', what };
  }
  return {
    area,
    check,
    result: 'fail',
    what: `${what}, which is before this MCM was built (${timestamp(builtAt)})`,
    hint: 'Set the clock, and let a time service (NTP) keep it: certificates, log-ins and histories go by it.',
  };
}

async function examineTemporaryFolder(folder: string): Promise<Finding> {
  const check = 'system-temporary-folder';
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return { area, check, result: 'ok', what: `${folder} can be used for temporary files` };
  } catch (error) {
    // ENOENT, EACCES or EROFS: what it is asked about.
    return {
      area,
      check,
      result: 'fail',
      what: `temporary files cannot be made in ${folder}: ${reasonOf(error)}`,
      hint: 'Make the folder writable (mode 1777), or name another in TMPDIR: rules are tried there before they are applied.',
    };
  }
}

function examineMemory(): Finding {
  const check = 'system-memory';
  // What may be used, by a container's limit where there is one; freemem() does not count caches.
  const free = Math.max(process.availableMemory(), freemem());
  const what = `${inUnits(free)} of ${inUnits(totalmem())} memory are available`;
  if (free >= LITTLE_MEMORY) return { area, check, result: 'ok', what };
  const hint = 'Give the machine more memory, or lower observe.memory_budget.';
  return { area, check, result: 'warn', what, hint };
}

function examineNode(version: string): Finding {
  const check = 'system-node';
  const what = `Node.js is ${version}`;
  if (Number(version.split('.', 1)[0]) >= OLDEST_NODE) return { area, check, result: 'ok', what };
  const hint = `Run MCM with Node.js ${String(OLDEST_NODE)} or later, or with its own executable.`;
  return { area, check, result: 'warn', what, hint };
}
