import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';

/** How a program ended, and all that it printed. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  readonly cwd?: string;
  /** All of its environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What it reads from stdin; without it there is none. */
  readonly input?: Iterable<string | Buffer> | AsyncIterable<string> | undefined;
}

/** A program that runs, and what it has printed so far. */
export class Program {
  stdout = '';
  stderr = '';
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;

  constructor([command = '', ...args]: readonly string[], { cwd, env, input }: ProgramOptions) {
    this.child = spawn(command, args, {
      ...(cwd !== undefined && { cwd }),
      env,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const { stdin } = this.child;
    // One that has ended does not read on.
    if (stdin && input) pipeline(input, stdin).catch(() => undefined);
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.closed = once(this.child, 'close');
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Sends `signal` if one is given, and waits for the end. */
  async end(signal?: NodeJS.Signals): Promise<Outcome> {
    if (signal) this.child.kill(signal);
    await this.closed;
    return { code: this.child.exitCode, stdout: this.stdout, stderr: this.stderr };
  }
}
