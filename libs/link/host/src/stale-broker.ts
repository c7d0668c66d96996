import { readFile, readlink, rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { identify, isRunning, type ProcessIdentity } from './process-identity.js';
import { replaceFile } from './replace-file.js';

const TERM_GRACE_MS = 3_000;
const LOOK_MS = 20;

/** Notes which process our broker is, for the start after one in which MCM was killed. */
export async function noteBroker(path: string, pid: number): Promise<void> {
  const identity = await identify(pid);
  if (identity) await replaceFile(path, `${JSON.stringify(identity)}\n`);
}

/**
 * Ends the broker that an earlier MCM started and could not stop. Process id, start time, program and
 * configuration must all be those of our broker: no other process is ever signalled. Answers its id, or
 * nothing when there is none.
 */
export async function stopStaleBroker(
  path: string,
  configuration: string,
): Promise<number | undefined> {
  const noted = await readNote(path);
  if (noted === undefined || !(await isOurBroker(noted, configuration))) return undefined;
  process.kill(noted.pid, 'SIGTERM');
  for (let waited = 0; await isRunning(noted); waited += LOOK_MS) {
    if (waited >= TERM_GRACE_MS && (await isOurBroker(noted, configuration))) {
      process.kill(noted.pid, 'SIGKILL');
    }
    await pause(LOOK_MS);
  }
  await rm(path, { force: true });
  return noted.pid;
}

async function readNote(path: string): Promise<Required<ProcessIdentity> | undefined> {
  try {
    const { pid, startTime } = JSON.parse(await readFile(path, 'utf8')) as Partial<ProcessIdentity>;
    return pid === undefined || startTime === undefined ? undefined : { pid, startTime };
  } catch {
    // No note, or none of ours.
    return undefined;
  }
}

async function isOurBroker(noted: ProcessIdentity, configuration: string): Promise<boolean> {
  return (await isRunning(noted)) && isBrokerOf(noted.pid, configuration);
}

/** Whether the process is a Mosquitto that was started with this configuration. */
export async function isBrokerOf(pid: number, configuration: string): Promise<boolean> {
  try {
    const program = await readlink(`/proc/${pid}/exe`);
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    // '(deleted)' is what an upgrade of the package leaves behind.
    const isMosquitto = /\/mosquitto( \(deleted\))?$/.test(program);
    return isMosquitto && commandLine.split('\0').includes(configuration);
  } catch {
    // It ended while we looked, or belongs to somebody else: not ours to stop.
    return false;
  }
}
