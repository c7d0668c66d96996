import { Command, CommandRunner } from 'nest-commander';
import { BackupCreateCommand } from './backup-create.command.js';
import { BackupRestoreCommand } from './backup-restore.command.js';
import { BackupVerifyCommand } from './backup-verify.command.js';
import { EXIT } from './exit-code.js';

@Command({
  name: 'backup',
  description: 'make, check and restore backups of the database',
  subCommands: [BackupCreateCommand, BackupVerifyCommand, BackupRestoreCommand],
})
export class BackupCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.outputHelp({ error: true });
    process.exitCode = EXIT.misuse;
    return Promise.resolve();
  }
}
