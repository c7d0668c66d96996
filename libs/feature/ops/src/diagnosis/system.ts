import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { freemem, tmpdir, totalmem } from 'node:os';
import { dataFolder, reasonOf, timestamp } from '#platform';
import type { Finding, Subject } from './finding.js';
import { inUnits } from '../in-units.js';
import { nearestThere } from './places.js';
import { fail, ok, warn } from './found.js';

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
  const check = { area, check: 'system-disk' } as const;
  const place = await nearestThere(folder);
  const { bavail, blocks, bsize } = await statfs(place);
  const [free, size] = [bavail * bsize, blocks * bsize];
  const what = `${inUnits(free)} of ${inUnits(size)} are free for ${folder}`;
  const hint = 'Make room there, or set database.path (MCM_DATABASE_PATH) to a larger disk.';
  if (free < LEAST_FREE) return fail(check, what, hint);
  if (free < LITTLE_FREE || free < size * LITTLE_SHARE) {
    return warn(check, what, hint);
  }
  return ok(check, what);
}

function examineClock(now: number, builtAt: number | undefined): Finding {
  const check = { area, check: 'system-clock' } as const;
  const what = `it is ${timestamp(now)} by this machine's clock`;
  if (builtAt === undefined || Number.isNaN(builtAt) || now >= builtAt) {
    return ok(check, what);
  }
  return fail(
    check,
    `${what}, which is before this MCM was built (${timestamp(builtAt)})`,
    'Set the clock, and let a time service (NTP) keep it: certificates, log-ins and histories go by it.',
  );
}

async function examineTemporaryFolder(folder: string): Promise<Finding> {
  const check = { area, check: 'system-temporary-folder' } as const;
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return ok(check, `${folder} can be used for temporary files`);
  } catch (error) {
    // ENOENT, EACCES or EROFS: what it is asked about.
    return fail(
      check,
      `temporary files cannot be made in ${folder}: ${reasonOf(error)}`,
      'Make the folder writable (mode 1777), or name another in TMPDIR: rules are tried there before they are applied.',
    );
  }
}

function examineMemory(): Finding {
  const check = { area, check: 'system-memory' } as const;
  // What may be used, by a container's limit where there is one; freemem() does not count caches.
  const free = Math.max(process.availableMemory(), freemem());
  const what = `${inUnits(free)} of ${inUnits(totalmem())} memory are available`;
  if (free >= LITTLE_MEMORY) return ok(check, what);
  const hint = 'Give the machine more memory, or lower observe.memory_budget.';
  return warn(check, what, hint);
}

function examineNode(version: string): Finding {
  const check = { area, check: 'system-node' } as const;
  const what = `Node.js is ${version}`;
  if (Number(version.split('.', 1)[0]) >= OLDEST_NODE) return ok(check, what);
  const hint = `Run MCM with Node.js ${String(OLDEST_NODE)} or later, or with its own executable.`;
  return warn(check, what, hint);
}
