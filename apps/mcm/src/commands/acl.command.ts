import { Command, CommandRunner } from 'nest-commander';
import { AclDiffCommand } from './acl-diff.command.js';
import { AclExplainCommand } from './acl-explain.command.js';
import { AclLintCommand } from './acl-lint.command.js';
import { EXIT } from './exit-code.js';

@Command({
  name: 'acl',
  description: 'say who may do what on the broker, and why, from its files alone',
  subCommands: [AclExplainCommand, AclLintCommand, AclDiffCommand],
})
export class AclCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.outputHelp({ error: true });
    process.exitCode = EXIT.misuse;
    return Promise.resolve();
  }
}
