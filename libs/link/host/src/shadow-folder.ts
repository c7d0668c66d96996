import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning, identify } from './process-identity.js';
import { configurationIn } from './shadow-files.js';
import { ShadowFailed } from './shadow-failed.js';
import { isBrokerOf } from './stale-broker.js';

const PREFIX = 'mcm-shadow-';
/** What a folder is named after: the MCM that made it, by process id and start time. */
const NAMED = /^mcm-shadow-(\d+)-(\d+)-\w{6}$/;
/** Of an address of a Unix socket, in bytes (unix(7)), without the NUL at its end. */
const LONGEST_SOCKET = 103;
/** The longest name of a socket in the folder, with the slash. */
const SOCKET_NAME = '/strict'.length;
const NOBODY_TOLD = 0;

const usualParents = () => [tmpdir(), '/tmp'];

/** Makes a folder for a shadow broker that only our own user may enter. @throws ShadowFailed */
export async function makeShadowFolder(parents = usualParents()): Promise<string> {
  const { pid, startTime = NOBODY_TOLD } = (await identify(process.pid)) ?? { pid: process.pid };
  const name = `${PREFIX}${pid}-${startTime}-`;
  const parent = parents.find(
    (folder) => Buffer.byteLength(join(folder, name)) + 6 + SOCKET_NAME <= LONGEST_SOCKET,
  );
  if (parent === undefined) {
    throw new ShadowFailed(
      'other',
      `Sockets below ${parents.join(' and ')} would have too long a path. Set TMPDIR to a folder with a shorter one.`,
    );
  }
  try {
    // mkdtemp makes it 0700, whatever the umask.
    return await mkdtemp(join(parent, name));
  } catch (error) {
    // A full disk, a read-only one: the operator's to change.
    throw new ShadowFailed(
      'other',
      `MCM cannot make a folder for the shadow broker: ${(error as Error).message}. Make room there, or set TMPDIR.`,
      { cause: error },
    );
  }
}

/** Ends and removes shadow brokers of MCMs that were killed. Those of one that runs are left alone. */
export async function removeLeftShadows(parents = usualParents()): Promise<void> {
  for (const parent of new Set(parents)) {
    const names = await readdir(parent).catch(() => []); // without such a folder there is nothing in it
    for (const name of names) {
      const [, pid, startTime] = NAMED.exec(name) ?? [];
      if (pid === undefined || startTime === undefined) continue;
      const folder = join(parent, name);
      if (await isLeft(folder, { pid: Number(pid), startTime: Number(startTime) })) {
        await endBrokersOf(folder);
        await rm(folder, { recursive: true, force: true });
      }
    }
  }
}

async function isLeft(
  folder: string,
  { pid, startTime }: { readonly pid: number; readonly startTime: number },
): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined); // somebody else has removed it just now
  // Everybody may make folders of such a name there: only our own count.
  if (!found?.isDirectory() || found.uid !== process.geteuid?.()) return false;
  return !(await isRunning(startTime === NOBODY_TOLD ? { pid } : { pid, startTime }));
}

/** A broker left behind is known by the path of its configuration, which nobody else has. */
async function endBrokersOf(folder: string): Promise<void> {
  const processes = await readdir('/proc').catch(() => []); // there is none on this system
  for (const pid of processes.filter((name) => /^\d+$/.test(name)).map(Number)) {
    if (await isBrokerOf(pid, configurationIn(folder))) end(pid);
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // ESRCH: it has just ended.
  }
}
