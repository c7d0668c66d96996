import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { administer, ADMINISTER_HELP, type ServerOptions } from './administration.js';
import { findUser } from './find-user.js';

interface Options extends ServerOptions {
  readonly address?: string;
}

/** For the owner whose log-in is refused after too many wrong ones, with the server running or stopped. */
@SubCommand({
  name: 'unlock',
  arguments: '<username>',
  description: 'forget the failed log-ins of a user, so that it may try again at once',
})
export class UserUnlockCommand extends CommandRunner {
  async run([name]: [string]): Promise<void> {
    const { json, address, ...options } = this.command.optsWithGlobals<Options>();
    const username = await administer(options, async (ask) => {
      const user = await findUser(ask, name);
      await ask('POST', `/api/v1/admin-users/${user.id}/unlock`, { ...(address && { address }) });
      return user.username;
    });
    process.stdout.write(
      json
        ? `${JSON.stringify({ username, unlocked: true })}\n`
        : `the failed log-ins of ${username} are forgotten\n`,
    );
  }

  @Option({ flags: '--address <ip>', description: 'forget those from this client address as well' })
  address(address: string): string {
    return address;
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
