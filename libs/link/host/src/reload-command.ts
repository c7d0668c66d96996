import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { ReloadFailed } from './reload-failed.js';

const PATIENCE_MS = 10_000;
/** How long output is waited for when the command has ended; what it started may hold on to its pipes. */
const LAST_WORDS_MS = 100;
const KEPT_BYTES = 4_096;
const USUAL_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export interface CommandOptions {
  /** 10 s when left out. */
  readonly patienceMs?: number;
  /** Ends the command, and all that it started, at once. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a program with these arguments, without a shell and with nothing but PATH in its environment. What it has
 * not done in time is killed, with all that it started, and so is it when it is stopped.
 * @throws ReloadFailed, and the reason of the signal when it is aborted
 */
export async function runCommand(
  command: readonly string[],
  { patienceMs = PATIENCE_MS, signal }: CommandOptions = {},
): Promise<void> {
  const program = await findProgram(command);
  signal?.throwIfAborted();
  // In a process group of its own, so that it can be killed as a whole.
  const child = spawn(program, command.slice(1), {
    cwd: '/',
    env: { PATH: searched() },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = lastWords(child);
  const ended = endOf(child);
  const outcome = await endInTime(ended, patienceMs, signal);
  if (outcome === 'late' || outcome === 'stopped') {
    killGroup(child);
    await ended;
    signal?.throwIfAborted();
    throw new ReloadFailed(
      'command-timeout',
      `${shown(command)} did not end within ${patienceMs / 1000} s and was killed. Does it ask for something? Correct mosquitto.access.reload.command.${await said()}`,
    );
  }
  if (outcome === 'well') return;
  throw new ReloadFailed(
    'command-failed',
    `${shown(command)} failed: ${outcome.problem}.${await said()}`,
  );
}

async function endInTime(
  ended: Promise<Outcome>,
  patienceMs: number,
  signal: AbortSignal | undefined,
): Promise<Outcome | 'late' | 'stopped'> {
  const { promise: cut, resolve } = Promise.withResolvers<'late' | 'stopped'>();
  const timer = setTimeout(() => resolve('late'), patienceMs);
  const stop = () => resolve('stopped');
  signal?.addEventListener('abort', stop);
  const outcome = await Promise.race([ended, cut]);
  signal?.removeEventListener('abort', stop);
  clearTimeout(timer);
  return outcome;
}

/** The file that would be run. @throws ReloadFailed */
export async function findProgram([program = '']: readonly string[]): Promise<string> {
  const folders = program.includes('/') ? [''] : searched().split(delimiter);
  for (const folder of folders) {
    const candidate = folder === '' ? program : join(folder, program);
    try {
      await access(candidate, constants.X_OK);
      if ((await stat(candidate)).isFile()) return candidate;
    } catch {
      // Not here, or not to be run: look on.
    }
  }
  throw new ReloadFailed(
    'command-missing',
    `There is no program ${JSON.stringify(program)} that MCM may run. Correct mosquitto.access.reload.command: a list of the program and its arguments.`,
  );
}

function searched(): string {
  return process.env['PATH'] ?? USUAL_PATH;
}

function shown(command: readonly string[]): string {
  return JSON.stringify(command.join(' '));
}

type Outcome = 'well' | { readonly problem: string };

function endOf(child: ChildProcess): Promise<Outcome> {
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve({ problem: message }));
    child.once('exit', (code, signal) => {
      if (code === 0) resolve('well');
      else resolve({ problem: signal === null ? `exit code ${code}` : `ended by ${signal}` });
    });
  });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // ESRCH: it has just ended.
  }
}

/** Collects what a command says, of which the end is kept, for the end of a sentence. */
function lastWords(child: ChildProcess): () => Promise<string> {
  let kept = Buffer.alloc(0);
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  for (const stream of streams) {
    stream.on('data', (chunk: Buffer) => {
      kept = Buffer.concat([kept, chunk.subarray(-KEPT_BYTES)]).subarray(-KEPT_BYTES);
    });
  }
  const closed = Promise.all(
    streams.map((stream) => new Promise((resolve) => stream.once('close', resolve))),
  );
  return async () => {
    const giveUp = () => {
      for (const stream of streams) stream.destroy();
    };
    // Had MCM stood still, what came in the meantime is read only after the timers: it has that turn.
    const impatient = setTimeout(() => setImmediate(giveUp), LAST_WORDS_MS);
    await closed;
    clearTimeout(impatient);
    const text = kept.toString('utf8').trim();
    return text === '' ? '' : ` It said: ${text}`;
  };
}
