import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import type { AccessRevisionDto, AccessRevisionPageDto } from '#feature/acl';
import { TOKEN_OPTION, URL_OPTION } from './access-options.js';
import { text } from './access-plan-text.js';
import { withServer } from './access-server.js';
import { Output } from './acl-output.js';
import type { ServerOptions } from './administration.js';
import { Misuse } from './command-error.js';

interface Options extends ServerOptions {
  readonly limit?: number;
}

const USUAL = 20;
const MOST = 500;

const HELP = `
Exit code: 0 here they are, 1 refused, 2 wrong usage, 3 no server answers.
`;

/** What was applied, imported, adopted, or only seen. */
@SubCommand({ name: 'history', description: 'list the revisions of access, newest first' })
export class AccessHistoryCommand extends CommandRunner {
  async run(): Promise<void> {
    const { json, limit = USUAL, ...options } = this.command.optsWithGlobals<Options>();
    const page = await withServer(
      options,
      { onlyLooks: true },
      async (ask) =>
        (await ask('GET', `/api/v1/access/revisions?limit=${limit}`)) as AccessRevisionPageDto,
    );
    const { revisions } = page;
    await new Output(process.stdout).write(
      json ? `${JSON.stringify({ revisions })}\n` : text(revisions.map(revisionLine)),
    );
  }

  @Option({ flags: '--limit <n>', description: `how many (default: ${USUAL}, at most ${MOST})` })
  limit(word: string): number {
    const limit = Number(word);
    if (Number.isInteger(limit) && limit > 0 && limit <= MOST) return limit;
    throw new Misuse(`--limit has to be a number from 1 to ${MOST}, not ${word}`);
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

function revisionLine(revision: AccessRevisionDto): string {
  const { number, seenAt, origin, state, author, note, changed, isKept } = revision;
  const how = origin === 'applied' ? `applied, ${state}` : origin;
  return [
    ...[`${number}`.padStart(5), seenAt, how.padEnd(18), (author ?? '').padEnd(12)],
    note ?? changed.join(', '),
    ...(isKept ? [] : ['(cannot be brought back)']),
  ].join('  ');
}
