import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { textOf } from '#domain/mosquitto';
import type { MqttUserImportDto } from '#feature/acl';
import { passwordText } from './access-applying.js';
import { TOKEN_OPTION, URL_OPTION } from './access-options.js';
import { text } from './access-plan-text.js';
import { withServer } from './access-server.js';
import { nameOf, readInput } from './acl-input.js';
import { Output } from './acl-output.js';
import type { ServerOptions } from './administration.js';
import type { Ask } from './asking.js';
import { Misuse } from './command-error.js';
import { EXIT } from './exit-code.js';
import { importParts, type ImportFormat } from './access-import-parts.js';

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
    const bytes = await readInput(path);
    const parts = importParts(textOf(bytes), format);
    const imported = await withServer(options, { onlyLooks: false }, (ask) =>
      importAll(ask, format, parts),
    );
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

async function importAll(
  ask: Ask,
  format: ImportFormat,
  parts: ReturnType<typeof importParts>,
): Promise<Imported> {
  let all: Imported = { created: 0, changed: 0, refused: [], refusedTotal: 0, passwords: [] };
  for (const { text: part, linesBefore } of parts) {
    const body = { format, text: part };
    const one = (await ask('POST', '/api/v1/mqtt-users/import', body)) as MqttUserImportDto;
    const refused = one.refused.map(({ line, reason }) => ({ line: line + linesBefore, reason }));
    all = {
      created: all.created + one.created,
      changed: all.changed + one.changed,
      refused: [...all.refused, ...refused],
      refusedTotal: all.refusedTotal + one.refusedTotal,
      passwords: [...all.passwords, ...one.passwords],
    };
  }
  return all;
}

function importText(
  { created, changed, refused, refusedTotal, passwords }: Imported,
  name: string,
): string {
  const more = refusedTotal - refused.length;
  return (
    text([
      `in the draft: ${created} users created, ${changed} with another password`,
      ...refused.map(({ line, reason }) => `${name}:${line}: left out: ${reason}`),
      ...(more > 0 ? [`${name}: and ${more} more lines left out`] : []),
    ]) + passwordText(passwords)
  );
}
