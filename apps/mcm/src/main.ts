import 'reflect-metadata';
import { CommandFactory } from 'nest-commander';
import { CliModule } from './cli.module.js';
import { McmCommand } from './commands/mcm.command.js';
import { endWith, refuseMisuse } from './commands/failure.js';

const cli = await CommandFactory.createWithoutRunning(CliModule, {
  logger: false,
  serviceErrorHandler: endWith,
});
refuseMisuse(cli.get(McmCommand).root);
await CommandFactory.runApplication(cli);
