import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { textOf } from '#domain/mosquitto';
import type { ImportFormat, MqttUserImportDto } from '#feature/acl';
import { passwordText } from './access-applying.js';
import { TOKEN_OPTION, URL_OPTION } from './access-options.js';
import { text } from './access-plan-text.js';
import { withServer } from './access-server.js';
import { nameOf, readInput } from './acl-input.js';
import { Output } from './acl-output.js';
import { counted } from './acl-text.js';
import type { ServerOptions } from './administration.js';
import { LARGE_PATIENCE_MS } from './asking.js';
import { Misuse } from './command-error.js';
import { EXIT } from './exit-code.js';

interface Options extends ServerOptions {
  readonly format?: ImportFormat;
}

type Imported = Omit<MqttUserImportDto, 'draftVersion'>;

const HELP = `
A CSV has a first line with the names of its columns: username, and if wanted
password and roles (separated by ;). Passwords that are left out are made, and
shown once. A password_file is one of the broker's own; it keeps its passwords.

The users come into the draft: mcm access plan shows it, mcm access apply
applies it.

Exit code: 0 all lines were taken, 1 some were not, 2 wrong usage, 3 the file
cannot be read, or no server answers.
`;

/** The broker is not touched. */
@SubCommand({
  name: 'import',
  arguments: '<file>',
  description: 'put the users of a CSV or a password_file into the draft (- for stdin)',
})
export class AccessImportCommand extends CommandRunner {
  async run([path]: [string]): Promise<void> {
    const { json, format = formatOf(path), ...options } = this.command.optsWithGlobals<Options>();
    const body = { format, text: textOf(await readInput(path)) };
    const answer = await withServer(options, { onlyLooks: false }, (ask) =>
      ask('POST', '/api/v1/mqtt-users/import', body, { patienceMs: LARGE_PATIENCE_MS }),
    );
    const { draftVersion: _, ...imported } = answer as MqttUserImportDto;
    process.exitCode = imported.refusedTotal === 0 ? EXIT.yes : EXIT.no;
    await new Output(process.stdout).write(
      json ? `${JSON.stringify(imported)}\n` : importText(imported, nameOf(path)),
    );
  }

  @Option({
    flags: '--format <format>',
    description: 'csv or password_file (default: by the name of the file, which may end with .csv)',
  })
  format(word: string): ImportFormat {
    if (word === 'csv' || word === 'password_file') return word;
    throw new Misuse(`--format has to be csv or password_file, not ${word}`);
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

const formatOf = (path: string): ImportFormat =>
  path.toLowerCase().endsWith('.csv') ? 'csv' : 'password_file';

function importText(
  { created, changed, refused, refusedTotal, passwords }: Imported,
  name: string,
): string {
  const more = refusedTotal - refused.length;
  return (
    text([
      `in the draft: ${counted(created, 'user')} created, ${changed} with another password`,
      ...refused.map(({ line, reason }) => `${name}:${line}: left out: ${reason}`),
      ...(more > 0 ? [`${name}: and ${counted(more, 'more line')} left out`] : []),
    ]) + passwordText(passwords)
  );
}
