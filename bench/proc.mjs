/** What Linux says about a process. */
import { readdirSync, readFileSync } from 'node:fs';

/** /proc counts in hundredths of a second (USER_HZ) on every architecture that Node runs on. */
const TICKS_PER_SECOND = 100;
/** On the architectures that MCM runs on; statm counts in pages. */
const PAGE_BYTES = 4_096;

/** Processor time of all threads so far, in seconds, in the program and in the kernel for it. */
export function cpuSeconds(pid) {
  return secondsOf(`/proc/${pid}/stat`);
}

/** The same of the threads of that name; not a number when there is none. */
export function threadCpuSeconds(pid, name) {
  const tasks = readdirSync(`/proc/${pid}/task`).map((task) => `/proc/${pid}/task/${task}`);
  const named = tasks.filter((task) => readFileSync(`${task}/comm`, 'utf8').trim() === name);
  if (named.length === 0) return NaN;
  return named.reduce((sum, task) => sum + secondsOf(`${task}/stat`), 0);
}

function secondsOf(file) {
  const stat = readFileSync(file, 'utf8');
  // The name in parentheses may hold anything; behind it, state is field 3, utime 14, stime 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/**
 * `{ rss, pss, anonymous }` in bytes: what it occupies, that with shared pages divided among those who share them, and
 * what is no part of a file, which is what it takes from others for good.
 */
export function memory(pid) {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const bytes = (name) => Number(new RegExp(`^${name}: +(\\d+) kB`, 'm').exec(rollup)?.[1]) * 1024;
  return { rss: bytes('Rss'), pss: bytes('Pss'), anonymous: bytes('Anonymous') };
}

/** Resident memory in bytes: what smaps_rollup says, without going through all pages. */
export function residentBytes(pid) {
  return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES;
}

/** Looks at a program's resident memory every second; `stop()` answers what it saw, in bytes, oldest first. */
export function watchMemory(program) {
  const seen = [residentBytes(program.pid)];
  const timer = setInterval(() => {
    if (program.hasEnded()) clearInterval(timer);
    else seen.push(residentBytes(program.pid));
  }, 1_000);
  return {
    stop() {
      clearInterval(timer);
      return seen;
    },
  };
}
