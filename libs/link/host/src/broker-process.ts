import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const START_MS = 10_000;
const TERM_GRACE_MS = 3_000;
const LAST_LINES = 5;

/** A mosquitto that runs, until `ended`. */
export interface BrokerProcess {
  readonly pid: number;
  /** How it ended, in words, once it has. */
  readonly ended: Promise<string>;
  /** Asks it to end, makes it end after three seconds, and resolves when it has. */
  stop(): Promise<void>;
  /** Ends it at once, without letting it save anything, and resolves when it has ended. */
  kill(): Promise<void>;
}

/** Starts mosquitto and waits until it says that it runs. Rejects with its last lines when it does not. */
export async function startBrokerProcess(
  binary: string,
  configuration: string,
  onLine: (line: string) => void,
  patienceMs = START_MS,
): Promise<BrokerProcess> {
  // In a session of its own: Ctrl-C in a terminal is for MCM, which then stops the broker in its turn.
  const child = spawn(binary, ['-c', configuration], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const ended = endOf(child);
  const lines: string[] = [];
  const running = new Promise<'running'>((resolve) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      if (lines.length > LAST_LINES) lines.shift();
      if (/mosquitto version .* running/.test(line)) resolve('running');
      onLine(line);
    });
  });
  const { promise: late, resolve: giveUp } = Promise.withResolvers<string>();
  const timer = setTimeout(() => giveUp('it does not say that it runs'), patienceMs);
  const outcome = await Promise.race([running, ended, late]);
  clearTimeout(timer);
  if (outcome !== 'running' || child.pid === undefined) {
    await stop(child, ended);
    throw new Error([`${outcome}.`, ...lines].join('\n  '));
  }
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return { pid: child.pid, ended, stop: () => stop(child, ended), kill };
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), TERM_GRACE_MS);
  await ended;
  clearTimeout(timer);
}

async function endOf(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    return signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`;
  } catch (error) {
    // The program could not be started at all.
    return error instanceof Error ? error.message : String(error);
  }
}
