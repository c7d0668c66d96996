import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { administer, ADMINISTER_HELP, type ServerOptions } from './administration.js';
import { findUser } from './find-user.js';

interface Options extends ServerOptions {
  readonly resetMfa?: boolean;
}

/** For the owner who cannot log in: with the server running or stopped, and recorded in the audit trail. */
@SubCommand({
  name: 'reset-password',
  arguments: '<username>',
  description: 'give a user a random password, printed once; its sessions and API tokens end',
})
export class UserResetPasswordCommand extends CommandRunner {
  async run([name]: [string]): Promise<void> {
    const { json, resetMfa = false, ...options } = this.command.optsWithGlobals<Options>();
    const { username, password } = await administer(options, async (ask) => {
      const user = await findUser(ask, name);
      const path = `/api/v1/admin-users/${user.id}/reset-password`;
      const { password } = (await ask('POST', path, { resetMfa })) as { password: string };
      return { username: user.username, password };
    });
    process.stderr.write(
      `New password of ${username}, shown this once; its sessions and API tokens have ended` +
        `${resetMfa ? ', and its second factor is off' : ''}:\n`,
    );
    process.stdout.write(json ? `${JSON.stringify({ username, password })}\n` : `${password}\n`);
  }

  @Option({ flags: '--reset-mfa', description: 'take the second factor off as well' })
  resetMfa(): boolean {
    return true;
  }

  @Option({ flags: '--url <url>', description: 'a server elsewhere (MCM_URL)' })
  url(url: string): string {
    return url;
  }

  @Option({ flags: '--token <token>', description: "an admin's log-in there (MCM_TOKEN)" })
  token(token: string): string {
    return token;
  }

  @Help('after')
  help(): string {
    return ADMINISTER_HELP;
  }
}
