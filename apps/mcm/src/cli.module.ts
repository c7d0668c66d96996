import { Module } from '@nestjs/common';
import { AclDiffCommand } from './commands/acl-diff.command.js';
import { AclExplainCommand } from './commands/acl-explain.command.js';
import { AclLintCommand } from './commands/acl-lint.command.js';
import { AclCommand } from './commands/acl.command.js';
import { AuditVerifyCommand } from './commands/audit-verify.command.js';
import { AuditCommand } from './commands/audit.command.js';
import { ConfigInitCommand } from './commands/config-init.command.js';
import { ConfigValidateCommand } from './commands/config-validate.command.js';
import { ConfigCommand } from './commands/config.command.js';
import { McmCommand } from './commands/mcm.command.js';
import { ServerCommand } from './commands/server.command.js';
import { StatusCommand } from './commands/status.command.js';
import { UserCommand } from './commands/user.command.js';
import { UserResetPasswordCommand } from './commands/user-reset-password.command.js';
import { UserUnlockCommand } from './commands/user-unlock.command.js';
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
    UserCommand,
    UserResetPasswordCommand,
    UserUnlockCommand,
    AuditCommand,
    AuditVerifyCommand,
    AclCommand,
    AclExplainCommand,
    AclLintCommand,
    AclDiffCommand,
  ],
})
export class CliModule {}
