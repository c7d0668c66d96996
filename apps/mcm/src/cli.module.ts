import { Module } from '@nestjs/common';
import { AccessCommand } from './commands/access.command.js';
import { AccessApplyCommand } from './commands/access-apply.command.js';
import { AccessDiscardCommand } from './commands/access-discard.command.js';
import { AccessDriftCommand } from './commands/access-drift.command.js';
import { AccessExportCommand } from './commands/access-export.command.js';
import { AccessHistoryCommand } from './commands/access-history.command.js';
import { AccessImportCommand } from './commands/access-import.command.js';
import { AccessPlanCommand } from './commands/access-plan.command.js';
import { AccessRollbackCommand } from './commands/access-rollback.command.js';
import { AclDiffCommand } from './commands/acl-diff.command.js';
import { AclExplainCommand } from './commands/acl-explain.command.js';
import { AclLintCommand } from './commands/acl-lint.command.js';
import { AclCommand } from './commands/acl.command.js';
import { AuditVerifyCommand } from './commands/audit-verify.command.js';
import { AuditCommand } from './commands/audit.command.js';
import { BackupCommand } from './commands/backup.command.js';
import { BackupCreateCommand } from './commands/backup-create.command.js';
import { BackupRestoreCommand } from './commands/backup-restore.command.js';
import { BackupVerifyCommand } from './commands/backup-verify.command.js';
import { ConfigInitCommand } from './commands/config-init.command.js';
import { ConfigValidateCommand } from './commands/config-validate.command.js';
import { ConfigCommand } from './commands/config.command.js';
import { DoctorCommand } from './commands/doctor.command.js';
import { McmCommand } from './commands/mcm.command.js';
import { SchemaCommand } from './commands/schema.command.js';
import { SchemaTryCommand } from './commands/schema-try.command.js';
import { ServerCommand } from './commands/server.command.js';
import { SparkplugCommand } from './commands/sparkplug.command.js';
import { SparkplugDecodeCommand } from './commands/sparkplug-decode.command.js';
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
    DoctorCommand,
    VersionCommand,
    ConfigCommand,
    ConfigInitCommand,
    ConfigValidateCommand,
    UserCommand,
    UserResetPasswordCommand,
    UserUnlockCommand,
    AuditCommand,
    AuditVerifyCommand,
    BackupCommand,
    BackupCreateCommand,
    BackupVerifyCommand,
    BackupRestoreCommand,
    AclCommand,
    AclExplainCommand,
    AclLintCommand,
    AclDiffCommand,
    SchemaCommand,
    SchemaTryCommand,
    SparkplugCommand,
    SparkplugDecodeCommand,
    AccessCommand,
    AccessPlanCommand,
    AccessApplyCommand,
    AccessDiscardCommand,
    AccessHistoryCommand,
    AccessRollbackCommand,
    AccessDriftCommand,
    AccessImportCommand,
    AccessExportCommand,
  ],
})
export class CliModule {}
