import { open } from 'node:fs/promises';
import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import type { AccessExportDto, DeclarationDto } from '#feature/acl';
import { accessFileText } from './access-file.js';
import { TOKEN_OPTION, URL_OPTION } from './access-options.js';
import { withServer } from './access-server.js';
import { Output } from './acl-output.js';
import type { ServerOptions } from './administration.js';
import { FileError } from './command-error.js';

interface Options extends ServerOptions {
  readonly output?: string;
  readonly hashes?: boolean;
}

const HELP = `
What is exported can be applied: mcm access apply -f access.yaml. Without
hashes it holds no secrets, and users who are new elsewhere get new passwords.

Exit code: 0 exported, 2 wrong usage, 3 no server answers, or the file cannot
be written.
`;

/** Says what is wanted as an access file. */
@SubCommand({ name: 'export', description: 'write users, roles and rules as an access file' })
export class AccessExportCommand extends CommandRunner {
  async run(): Promise<void> {
    const { json, output, hashes, ...options } = this.command.optsWithGlobals<Options>();
    const { declaration } = await withServer(options, { onlyLooks: true }, async (ask) => {
      const path = hashes ? '/api/v1/access/export' : '/api/v1/access/declaration';
      return (await ask('GET', path)) as DeclarationDto | AccessExportDto;
    });
    const comment = 'Who may do what on the broker: mcm access apply -f THIS_FILE';
    const written = json
      ? `${JSON.stringify(declaration, undefined, 2)}\n`
      : accessFileText(declaration, comment);
    if (output === undefined) await new Output(process.stdout).write(written);
    else await write(output, written, hashes === true);
  }

  @Option({ flags: '-o, --output <file>', description: 'the file to write (default: stdout)' })
  output(path: string): string {
    return path;
  }

  @Option({ flags: '--hashes', description: 'with the hashes of passwords; needs the role admin' })
  hashes(): boolean {
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

async function write(path: string, content: string, isSecret: boolean): Promise<void> {
  try {
    await using file = await open(path, 'w', isSecret ? 0o600 : 0o666);
    // Also where the file is there already: hashes are for nobody else to read.
    if (isSecret) await file.chmod(0o600);
    await file.writeFile(content);
  } catch (cause) {
    // ENOENT, EACCES, ENOSPC: the disk is somebody else's.
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new FileError(`${path} cannot be written: ${why}`, { cause });
  }
}
