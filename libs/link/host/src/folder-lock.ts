import { randomUUID } from 'node:crypto';
import { constants, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { identify, isRunning, type ProcessIdentity } from './process-identity.js';

const LOCK = 'mcm.lock';
const LOOKS = 200;
const LOOK_MS = 10;

/** What the lock file holds, as JSON. */
interface Holder extends ProcessIdentity {
  /** Tells the locks of one process apart. */
  readonly claim: string;
}

export interface FolderLock {
  readonly path: string;
  /** Lets the next one in; harmless when called twice. */
  release(): Promise<void>;
}

/** Another process holds the folder; the message names it and the remedy. */
export class FolderLocked extends Error {
  override readonly name = 'FolderLocked';
}

/**
 * Makes `folder` (created when missing) this process's alone until the lock is released or the process is
 * gone. Rejects with {@link FolderLocked} while another running process holds it. Processes are told apart
 * by id and start time, so containers that share the folder must share their process ids, too.
 *
 * Whoever wants the lock first lays down a candidate, a file with a name of its own, and only then looks
 * around. It may take the lock's name, a dead holder's included, when it has seen no other candidate and,
 * after that, no living holder. Of two that want it, the one that laid down its candidate later sees the
 * other's, or sees the lock that it became.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, LOCK);
  const self = (await identify(process.pid)) ?? { pid: process.pid };
  const holder: Holder = { ...self, claim: randomUUID() };
  const candidate = join(folder, candidateName(holder));
  await writeFile(candidate, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
  try {
    const rival = await findRival(folder, holder);
    if (rival) {
      throw new FolderLocked(
        `${folder} is in use by process ${rival.pid} (${path}). Stop that process, or use another data folder.`,
      );
    }
    await rename(candidate, path);
  } finally {
    await rm(candidate, { force: true });
  }
  return {
    path,
    async release() {
      if ((await readHolder(path))?.claim === holder.claim) await rm(path, { force: true });
    },
  };
}

/** Who the lock in a folder is of, and whether that process still runs. */
export interface FolderHolder {
  readonly pid: number;
  readonly isRunning: boolean;
  readonly path: string;
}

/**
 * Who holds the folder, for those who only look; nothing when nobody does. Rejects when the lock may not be read.
 * What a power failure left of a lock is of process 0, which does not run.
 */
export async function folderHolder(folder: string): Promise<FolderHolder | undefined> {
  const path = join(folder, LOCK);
  const holder = await readHolder(path);
  if (holder) return { pid: holder.pid, isRunning: await isRunning(holder), path };
  const names = await readdir(folder).catch((): readonly string[] => []);
  return names.includes(LOCK) ? { pid: 0, isRunning: false, path } : undefined;
}

/** A running process that has the lock or has precedence for it. */
async function findRival(folder: string, self: Holder): Promise<Holder | undefined> {
  for (let look = 0; ; look++) {
    const candidates = await listCandidates(folder);
    const others = candidates.filter(({ claim }) => claim !== self.claim);
    const first = others.find(({ claim }) => claim < self.claim);
    if (first) return first;
    const holder = await readHolder(join(folder, LOCK));
    if (holder && (await isRunning(holder))) return holder;
    // The others see our candidate and give way, or have looked before and get the lock.
    if (others.length === 0 || look === LOOKS) return others[0];
    await pause(LOOK_MS);
  }
}

/** The candidates of running processes; those of dead ones are swept away. */
async function listCandidates(folder: string): Promise<readonly Holder[]> {
  const running: Holder[] = [];
  for (const name of await readdir(folder)) {
    const candidate = parseCandidate(name);
    if (candidate === undefined) continue;
    if (await isRunning(candidate)) running.push(candidate);
    else await rm(join(folder, name), { force: true });
  }
  return running;
}

/** All that others need is in the name, for a file's content comes after its creation. */
function candidateName({ pid, startTime, claim }: Holder): string {
  return `${LOCK}.${pid}.${startTime ?? ''}.${claim}`;
}

function parseCandidate(name: string): Holder | undefined {
  const parts = /^mcm\.lock\.(\d+)\.(\d*)\.([\da-f-]+)$/.exec(name);
  if (parts === null) return undefined;
  const [, pid, startTime, claim = ''] = parts;
  return { pid: Number(pid), ...(startTime ? { startTime: Number(startTime) } : {}), claim };
}

async function readHolder(path: string): Promise<Holder | undefined> {
  let text: string;
  try {
    // A pipe keeps nobody waiting.
    const flag = constants.O_RDONLY | constants.O_NONBLOCK;
    text = await readFile(path, { encoding: 'utf8', flag });
  } catch (error) {
    // ENOENT is the answer that there is none; a lock that may not be read is not nobody's.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
  try {
    return JSON.parse(text) as Holder;
  } catch {
    // SyntaxError: what a power failure left of it. Nobody who runs holds it.
    return undefined;
  }
}
