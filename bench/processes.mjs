/**
 * Starts what is measured, on free ports of the loopback interface and in a temporary folder, and ends it by its
 * process id; at the latest when the bench itself ends, however that comes about.
 */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 30_000;
const GOODBYE_MS = 10_000;

/** Where everything of this run lies. */
export const folder = mkdtempSync(path.join(tmpdir(), 'mcm-bench-'));
const running = new Set();

process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.once(signal, () => process.exit(code));
}

/** A folder of its own within this run's. */
export function newFolder(name) {
  return mkdtempSync(path.join(folder, `${name}-`));
}

/** Waits until `ask` answers something; throws with `what` and what `child` wrote when it takes too long. */
export async function until(ask, what, { every = 50, child, patience = PATIENCE_MS } = {}) {
  for (const end = performance.now() + patience; performance.now() < end; await pause(every)) {
    const answer = await ask();
    if (answer) return answer;
    if (child?.hasEnded()) break;
  }
  throw new Error(`${what}${child ? `\n${child.output()}` : ''}`);
}

/** Ends what a part that failed left behind. */
export async function stopAll() {
  await Promise.all([...running].map((child) => stopped(child)));
}

/** Asks it to end, and ends it when it does not. */
async function stopped(child) {
  if (!running.has(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), GOODBYE_MS);
  await ended;
  clearTimeout(late);
}

function supervised(child) {
  running.add(child);
  const forget = () => running.delete(child);
  child.once('exit', forget).once('error', forget);
  return { pid: child.pid, hasEnded: () => !running.has(child), stop: () => stopped(child) };
}

/** Starts a program; `output()` is what it wrote to stderr and why it could not be started. */
export function start(command, args, env = process.env) {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], env, cwd: folder });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => (output += chunk));
  child.once('error', (error) => (output += `${command}: ${error.message}`));
  return { ...supervised(child), output: () => output };
}

/** Starts a file of this folder as a process that tells and is told things; `next()` is the next it tells. */
export function startPart(file, argument) {
  const child = fork(path.join(import.meta.dirname, file), [argument]);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`bench/${file} ended with ${code} before it had told its result`);
  });
  ended.catch(() => undefined); // of interest only to those who wait for a message
  return {
    ...supervised(child),
    next: async () => (await Promise.race([once(child, 'message'), ended]))[0],
    async ask() {
      const answer = this.next();
      child.send('?');
      return answer;
    },
  };
}
