import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { discardDraft } from './access-draft.js';
import { TOKEN_OPTION, URL_OPTION } from './access-options.js';
import { withServer } from './access-server.js';
import type { ServerOptions } from './administration.js';

const HELP = `
Nothing of it has reached the broker, and nothing does.

Exit code: 0 it is empty now, 1 refused, 2 wrong usage, 3 no server answers.
`;

/** The broker is not touched. */
@SubCommand({ name: 'discard', description: 'forget the draft' })
export class AccessDiscardCommand extends CommandRunner {
  async run(): Promise<void> {
    const { json, ...options } = this.command.optsWithGlobals<ServerOptions>();
    const changes = await withServer(options, { onlyLooks: false }, discardDraft);
    const count = changes === 1 ? '1 change is' : `${changes} changes are`;
    const said = changes === 0 ? 'there is no draft' : `${count} forgotten`;
    process.stdout.write(json ? `${JSON.stringify({ discarded: changes })}\n` : `${said}\n`);
  }

  @Option(URL_OPTION)
  url(url: string): string {
    return url;
  }

  @Option(TOKEN_OPTION)
  token(token: string): string {
    return token;
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}
