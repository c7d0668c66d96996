import { Module } from '@nestjs/common';
import { ConfigInitCommand } from './commands/config-init.command.js';
import { ConfigValidateCommand } from './commands/config-validate.command.js';
import { ConfigCommand } from './commands/config.command.js';
import { McmCommand } from './commands/mcm.command.js';
import { ServerCommand } from './commands/server.command.js';
import { StatusCommand } from './commands/status.command.js';
import { VersionCommand } from './commands/version.command.js';

/** The commands of `mcm`. */
@Module({
  providers: [
    McmCommand,
    ServerCommand,
    StatusCommand,
    VersionCommand,
    ConfigCommand,
    ConfigInitCommand,
    ConfigValidateCommand,
  ],
})
export class CliModule {}
