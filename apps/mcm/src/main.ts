import 'reflect-metadata';
import { CommandFactory } from 'nest-commander';
import { CliModule } from './cli.module.js';
import { McmCommand } from './commands/mcm.command.js';
import { endWith } from './commands/failure.js';
import { readyTree } from './commands/tree.js';

const cli = await CommandFactory.createWithoutRunning(CliModule, {
  logger: false,
  serviceErrorHandler: endWith,
});
readyTree(cli.get(McmCommand).root);
await CommandFactory.runApplication(cli);
