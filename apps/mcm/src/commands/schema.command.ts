import { Command, CommandRunner } from 'nest-commander';
import { EXIT } from './exit-code.js';
import { SchemaTryCommand } from './schema-try.command.js';

@Command({
  name: 'schema',
  description: 'say what payloads fit a JSON Schema, from files alone',
  subCommands: [SchemaTryCommand],
})
export class SchemaCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.outputHelp({ error: true });
    process.exitCode = EXIT.misuse;
    return Promise.resolve();
  }
}
