import { Command, CommandRunner } from 'nest-commander';
import { EXIT } from './exit-code.js';
import { UserResetPasswordCommand } from './user-reset-password.command.js';
import { UserUnlockCommand } from './user-unlock.command.js';

@Command({
  name: 'user',
  description: 'let somebody in who is locked out',
  subCommands: [UserResetPasswordCommand, UserUnlockCommand],
})
export class UserCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.outputHelp({ error: true });
    process.exitCode = EXIT.misuse;
    return Promise.resolve();
  }
}
