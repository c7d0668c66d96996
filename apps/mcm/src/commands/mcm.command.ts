import { CommandRunner, Option, RootCommand } from 'nest-commander';
import { EXIT } from './exit-code.js';

/** What every command understands, before or after its name. */
export interface GlobalOptions {
  readonly config?: string;
  readonly json?: boolean;
}

@RootCommand({
  name: 'mcm',
  description: 'Mosquitto Control Manager: a control plane for Eclipse Mosquitto.',
})
export class McmCommand extends CommandRunner {
  /** The whole tree of commands, for the one who starts it. */
  get root() {
    return this.command;
  }

  run(): Promise<void> {
    this.command.outputHelp({ error: true });
    process.exitCode = EXIT.misuse;
    return Promise.resolve();
  }

  @Option({ flags: '--config <file>', description: 'the configuration, a YAML file' })
  config(file: string): string {
    return file;
  }

  @Option({ flags: '--json', description: 'answer in JSON' })
  json(): boolean {
    return true;
  }
}
