import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import type { AccessApplyDto, AccessDriftDto } from '#feature/acl';
import { follow, outcomeText } from './access-follow.js';
import { TOKEN_OPTION, URL_OPTION } from './access-options.js';
import { differenceText, text } from './access-plan-text.js';
import { withServer } from './access-server.js';
import { Output } from './acl-output.js';
import type { ServerOptions } from './administration.js';
import type { Ask } from './asking.js';
import { Misuse } from './command-error.js';
import { EXIT } from './exit-code.js';

interface Options extends ServerOptions {
  readonly adopt?: boolean;
  readonly overwrite?: boolean;
}

const DRIFT = '/api/v1/access/drift';

const HELP = `
Exit code: 0 the broker goes by what MCM applied last, 1 it does not, 2 wrong
usage, 3 it cannot be said. With --adopt and --overwrite: 0 it does now, 1 not.
`;

/** Whether access was changed behind MCM's back, and what then. */
@SubCommand({
  name: 'drift',
  description: 'say whether somebody else has changed access since MCM applied it',
})
export class AccessDriftCommand extends CommandRunner {
  async run(): Promise<void> {
    const options = this.command.optsWithGlobals<Options>();
    const { adopt = false, overwrite = false, json = false } = options;
    if (adopt && overwrite) throw new Misuse('--adopt or --overwrite, not both');
    await withServer(options, { onlyLooks: !adopt && !overwrite }, (ask) => {
      if (overwrite) return bringBack(ask, json);
      return tell(ask, json, adopt);
    });
  }

  @Option({ flags: '--adopt', description: 'take what is in force now for what is wanted' })
  adopt(): boolean {
    return true;
  }

  @Option({ flags: '--overwrite', description: 'bring what was applied last to the broker again' })
  overwrite(): boolean {
    return true;
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

async function tell(ask: Ask, json: boolean, adopt: boolean): Promise<void> {
  const asked = adopt ? ask('POST', `${DRIFT}/adopt`) : ask('GET', DRIFT);
  const drift = (await asked) as AccessDriftDto;
  process.exitCode = drift.drifted ? EXIT.no : EXIT.yes;
  const said = adopt ? `revision ${drift.applied ?? ''} is wanted from now on\n` : driftText(drift);
  await new Output(process.stdout).write(json ? `${JSON.stringify(drift)}\n` : said);
}

async function bringBack(ask: Ask, json: boolean): Promise<void> {
  const output = new Output(process.stdout);
  const { number } = (await ask('POST', `${DRIFT}/overwrite`)) as AccessApplyDto;
  const apply = await follow(ask, number, json ? undefined : output);
  process.exitCode = apply.state === 'committed' ? EXIT.yes : EXIT.no;
  await output.write(json ? `${JSON.stringify(apply)}\n` : outcomeText(apply));
}

function driftText({ drifted, applied, seen, since, difference }: AccessDriftDto): string {
  if (!drifted) {
    const what = applied === undefined ? 'MCM has applied nothing yet' : `revision ${applied}`;
    return text([`no drift: ${what}`]);
  }
  const heading = `drift: revision ${applied ?? 'none'} was applied last, and revision ${seen ?? ''} was seen in force since ${since ?? ''}`;
  return text([heading]) + (difference ? differenceText(difference) : '');
}
