import { Command, CommandRunner } from 'nest-commander';
import { EXIT } from './exit-code.js';
import { SparkplugDecodeCommand } from './sparkplug-decode.command.js';

@Command({
  name: 'sparkplug',
  description: 'read Sparkplug B',
  subCommands: [SparkplugDecodeCommand],
})
export class SparkplugCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.outputHelp({ error: true });
    process.exitCode = EXIT.misuse;
    return Promise.resolve();
  }
}
