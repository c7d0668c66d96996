import { resolve } from 'node:path';
import { Program, until, type ProgramOptions } from '#testing';

export const MCM = resolve(import.meta.dirname, '../../../bin/mcm');

/** `mcm` as people start it: the launcher and the bundle, with no setting of the machine's own. */
export class McmProcess extends Program {
  /** `input` is what it reads from stdin; without it there is none. */
  constructor(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    input?: ProgramOptions['input'],
  ) {
    const { PATH, HOME } = process.env;
    super([MCM, ...args], { env: { PATH, HOME, ...env }, input });
  }

  /** Waits until it has printed `text` on stdout. */
  async prints(text: string): Promise<void> {
    await until(
      () => this.stdout.includes(text) || !this.isRunning,
      () => `printed:\n${this.stdout}${this.stderr}`,
    );
    // What it printed last may be read after its end.
    if (!this.isRunning) await this.end();
    if (!this.stdout.includes(text)) throw new Error(`mcm ended:\n${this.stdout}${this.stderr}`);
  }
}

export const runMcm = (args: readonly string[], env?: Readonly<Record<string, string>>) =>
  new McmProcess(args, env).end();
