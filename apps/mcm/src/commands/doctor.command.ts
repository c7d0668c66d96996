import { Command, CommandRunner, Help, Option } from 'nest-commander';
import type { AccessBackendDto, BackendCheckDto } from '#feature/acl';
import { TOKEN_OPTION, URL_OPTION } from './access-options.js';
import { withServer } from './access-server.js';
import { Output } from './acl-output.js';
import { visible } from './acl-text.js';
import type { ServerOptions } from './administration.js';
import { EXIT } from './exit-code.js';

const HELP = `
It looks whether MCM can change who may do what on the broker: its files or the
plugin, and the way to a reload. Nothing is changed.

Exit code: 0 everything can be done, 1 something cannot, 2 wrong usage, 3 it
cannot be said.
`;

/** Asks the server, which knows its own rights. */
@Command({
  name: 'doctor',
  description: 'say what stands in the way of changing access, one line for each check',
})
export class DoctorCommand extends CommandRunner {
  async run(): Promise<void> {
    const options = this.command.optsWithGlobals<ServerOptions>();
    const found = await withServer(options, { onlyLooks: true }, async (ask) => {
      return (await ask('GET', '/api/v1/access/backend')) as AccessBackendDto;
    });
    const isWell = found.checks.every(({ result }) => result !== 'fail');
    process.exitCode = isWell ? EXIT.yes : EXIT.no;
    const output = new Output(process.stdout);
    await output.write(options.json ? `${JSON.stringify(found)}\n` : asText(found));
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

function asText({ kind, checks }: AccessBackendDto): string {
  if (kind === undefined) {
    return 'WARN  access is read only: set mosquitto.access.backend to change it\n';
  }
  return checks.map(lineOf).join('');
}

function lineOf({ check, result, detail }: BackendCheckDto): string {
  const mark = result.toUpperCase().padEnd(4);
  return `${visible(result === 'ok' ? `${mark}  ${check}` : `${mark}  ${check}: ${detail}`)}\n`;
}
