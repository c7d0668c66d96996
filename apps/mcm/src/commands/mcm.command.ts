import { CommandRunner, Help, Option, RootCommand } from 'nest-commander';
import { EXIT } from './exit-code.js';

/** What every command understands, before or after its name. */
export interface GlobalOptions {
  readonly config?: string;
  readonly json?: boolean;
}

const HELP = `
The configuration is the file of --config, else of MCM_CONFIG, else
/etc/mcm/config.yaml, else ~/.config/mcm/config.yaml, else none. Each key has
a variable too, such as MCM_HTTP_PORT, which wins over the file.

The answer goes to stdout, everything else to stderr. Exit code: 0 yes, or
done; 1 no; 2 wrong usage or a configuration that is not valid; 3 it could not
be found out. mcm <command> --help says more about each.
`;

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

  @Help('after')
  help(): string {
    return HELP;
  }
}
