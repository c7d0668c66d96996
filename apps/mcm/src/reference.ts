/** Writes the reference pages that come from declarations in the code into the folder named. */
import 'reflect-metadata';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandFactory } from 'nest-commander';
import { configReference } from '#platform';
import { cliReference } from './cli-reference.js';
import { CliModule } from './cli.module.js';
import { McmCommand } from './commands/mcm.command.js';

const [, , folder = 'docs/reference'] = process.argv;
await mkdir(folder, { recursive: true });
await writeFile(join(folder, 'configuration.md'), configReference());

const cli = await CommandFactory.createWithoutRunning(CliModule, { logger: false });
await writeFile(join(folder, 'cli.md'), cliReference(cli.get(McmCommand).root));
await cli.close();
