import { Command, CommandRunner } from 'nest-commander';
import { AccessApplyCommand } from './access-apply.command.js';
import { AccessDiscardCommand } from './access-discard.command.js';
import { AccessDriftCommand } from './access-drift.command.js';
import { AccessExportCommand } from './access-export.command.js';
import { AccessHistoryCommand } from './access-history.command.js';
import { AccessImportCommand } from './access-import.command.js';
import { AccessPlanCommand } from './access-plan.command.js';
import { AccessRollbackCommand } from './access-rollback.command.js';
import { EXIT } from './exit-code.js';

@Command({
  name: 'access',
  description: 'change who may do what on the broker: plan it, apply it, take it back',
  subCommands: [
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
export class AccessCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.outputHelp({ error: true });
    process.exitCode = EXIT.misuse;
    return Promise.resolve();
  }
}
