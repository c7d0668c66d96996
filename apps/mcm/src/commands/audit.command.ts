import { Command, CommandRunner } from 'nest-commander';
import { AuditVerifyCommand } from './audit-verify.command.js';
import { EXIT } from './exit-code.js';

@Command({
  name: 'audit',
  description: 'prove the audit trail',
  subCommands: [AuditVerifyCommand],
})
export class AuditCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.outputHelp({ error: true });
    process.exitCode = EXIT.misuse;
    return Promise.resolve();
  }
}
