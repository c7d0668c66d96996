import { constants, open, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { identify, isRunning } from './process-identity.js';
import { ReloadFailed } from './reload-failed.js';

/** How long a broker that starts may take until it listens to signals. */
const PATIENCE_MS = 2_000;
const LOOK_MS = 20;
/** More than any process id has digits. */
const PID_BYTES = 64;
/** Of SIGHUP, the first signal, in the masks of proc(5). */
const SIGHUP_BIT = 1n;

/** The process that a pid_file names. @throws ReloadFailed */
export async function processIn(pidFile: string): Promise<number> {
  const text = await pidFileText(pidFile);
  const pid = Number(/^\s*(\d{1,10})\s*$/.exec(text)?.[1] ?? 0);
  // 0 would be our own process group.
  if (pid > 1) return pid;
  throw new ReloadFailed(
    'pid-file',
    pid === 1
      ? `${pidFile} names process 1, to which MCM sends no signals. Start the container of the broker with an init process (init: true for Docker Compose).`
      : `${pidFile} holds no process id. Correct mosquitto.access.reload.pid_file: it is the pid_file of mosquitto.conf.`,
  );
}

/**
 * Finds out whether a process is a Mosquitto to which SIGHUP may be sent, and, when `send` is said, sends it.
 * @throws ReloadFailed
 */
export async function signalBroker(
  pid: number,
  { send }: { readonly send: boolean },
): Promise<void> {
  const identity = await identify(pid);
  if (identity === undefined) throw notRunning(pid);
  if (!(await isMosquitto(pid))) {
    if (process.platform !== 'linux') throw unknowable(pid);
    throw new ReloadFailed(
      'not-a-broker',
      `Process ${pid} is no Mosquitto. Is the pid_file of an earlier one still there? Start the broker, or correct mosquitto.access.reload.pid_file.`,
    );
  }
  await waitUntilHandled(pid, send ? PATIENCE_MS : 0);
  // The id may have been given to another process meanwhile.
  if (!(await isRunning(identity))) throw notRunning(pid);
  try {
    process.kill(pid, send ? 'SIGHUP' : 0);
  } catch (error) {
    // ESRCH: it ended just now. EPERM: it belongs to another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') throw notRunning(pid, error);
    throw new ReloadFailed(
      'not-allowed',
      `MCM's user may not send a signal to the broker (process ${pid}). Run both as the same user, give MCM CAP_KILL, or reload by command (mosquitto.access.reload.command).`,
      { cause: error },
    );
  }
}

async function pidFileText(path: string): Promise<string> {
  try {
    // A pipe keeps nobody waiting, and a device does not go on for ever.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const { bytesRead, buffer } = await file.read(Buffer.alloc(PID_BYTES), 0, PID_BYTES, null);
    return buffer.toString('utf8', 0, bytesRead);
  } catch (error) {
    // Written by the broker at its start, and removed at its end.
    const { code } = error as NodeJS.ErrnoException;
    throw new ReloadFailed(
      'pid-file',
      code === 'ENOENT'
        ? `There is no ${path}. Start the broker, and see that its mosquitto.conf has this pid_file.`
        : `${path} cannot be read (${code}). Let MCM's user read it and enter its folder.`,
      { cause: error },
    );
  }
}

/** '(deleted)' is what an upgrade of the package leaves behind. */
async function isMosquitto(pid: number): Promise<boolean> {
  const name = basename(await programOf(pid));
  return name === 'mosquitto' || name === 'mosquitto (deleted)';
}

async function programOf(pid: number): Promise<string> {
  try {
    return await readlink(`/proc/${pid}/exe`);
  } catch {
    // EACCES: of another user's process only root learns the program; its name, everybody. ENOENT: it ended.
    return (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim();
  }
}

/**
 * Mosquitto writes its pid_file before it listens to signals, and a SIGHUP in between would end it.
 */
async function waitUntilHandled(pid: number, patienceMs: number): Promise<void> {
  for (let waited = 0; !(await handlesHangup(pid)); waited += LOOK_MS) {
    if (waited >= patienceMs) {
      throw new ReloadFailed(
        'not-a-broker',
        `The broker (process ${pid}) does not listen to SIGHUP, which would end it. Wait until it has started.`,
      );
    }
    await pause(LOOK_MS);
  }
}

/** Whether it catches, blocks or ignores the signal; yes where there is no /proc to ask, or the process ended. */
async function handlesHangup(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => undefined);
  if (status === undefined) return true;
  const masks = [...status.matchAll(/^Sig(?:Blk|Ign|Cgt):\t([0-9a-f]+)$/gm)];
  return masks.some(([, mask = '0']) => (BigInt(`0x${mask}`) & SIGHUP_BIT) !== 0n);
}

function unknowable(pid: number): ReloadFailed {
  return new ReloadFailed(
    'not-a-broker',
    `MCM cannot tell on this system whether process ${pid} is a Mosquitto. Reload by command (mosquitto.access.reload.command).`,
  );
}

function notRunning(pid: number, cause?: unknown): ReloadFailed {
  return new ReloadFailed(
    'not-running',
    `The broker does not run: there is no process ${pid}, or MCM may not see it. Start the broker; in containers, share the process ids; under systemd, ProtectProc=invisible hides it.`,
    { cause },
  );
}
