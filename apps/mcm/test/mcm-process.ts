import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { until } from '#testing';

export const MCM = resolve(import.meta.dirname, '../../../bin/mcm');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `mcm` as people start it: the launcher and the bundle, with no setting of the machine's own. */
export class McmProcess {
  stdout = '';
  stderr = '';
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;

  /** `input` is what it reads from stdin; without it there is none. */
  constructor(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    input?: Iterable<string | Buffer> | AsyncIterable<string>,
  ) {
    const { PATH, HOME } = process.env;
    this.child = spawn(MCM, args, {
      env: { PATH, HOME, ...env },
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

  /** Waits until it has printed `text` on stdout. */
  async prints(text: string): Promise<void> {
    await until(
      () => this.stdout.includes(text) || this.child.exitCode !== null,
      () => `printed:\n${this.stdout}${this.stderr}`,
    );
    if (!this.stdout.includes(text)) throw new Error(`mcm ended:\n${this.stdout}${this.stderr}`);
  }

  /** Sends `signal` if one is given, and waits for the end. */
  async end(signal?: NodeJS.Signals): Promise<Outcome> {
    if (signal) this.child.kill(signal);
    await this.closed;
    return { code: this.child.exitCode, stdout: this.stdout, stderr: this.stderr };
  }
}

export const runMcm = (args: readonly string[], env?: Readonly<Record<string, string>>) =>
  new McmProcess(args, env).end();
