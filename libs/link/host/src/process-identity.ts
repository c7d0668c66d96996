import { readFile } from 'node:fs/promises';

/** A process, told apart from a later one with the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks from the system's start to the process's; absent where there is no /proc. */
  readonly startTime?: number;
}

/** The process with this id as it runs now; nothing when there is none. */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  if (!Number.isInteger(pid) || pid < 1) return undefined;
  const startTime = await startTimeOf(pid);
  if (startTime === 'gone') return undefined;
  if (startTime !== undefined) return { pid, startTime };
  return mayBeSignalled(pid) ? { pid } : undefined;
}

/** Whether exactly this process still runs. */
export async function isRunning(process: ProcessIdentity): Promise<boolean> {
  const now = await identify(process.pid);
  return now !== undefined && now.startTime === process.startTime;
}

/** Nothing where there is no /proc to look into. */
async function startTimeOf(pid: number): Promise<number | 'gone' | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // proc(5): the command stands in parentheses and may hold any character; state and start time are
    // the 3rd and 22nd field.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return 'gone';
    return Number(fields[19]);
  } catch {
    // ENOENT or ESRCH, for a process that is gone as for a system without /proc.
    return process.platform === 'linux' ? 'gone' : undefined;
  }
}

function mayBeSignalled(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // ESRCH: gone. EPERM: it runs, as somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
