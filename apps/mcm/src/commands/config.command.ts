import { Command, CommandRunner } from 'nest-commander';
import { ConfigInitCommand } from './config-init.command.js';
import { ConfigValidateCommand } from './config-validate.command.js';
import { EXIT } from './exit-code.js';

@Command({
  name: 'config',
  description: 'write or check a configuration',
  subCommands: [ConfigInitCommand, ConfigValidateCommand],
})
export class ConfigCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.outputHelp({ error: true });
    process.exitCode = EXIT.misuse;
    return Promise.resolve();
  }
}
