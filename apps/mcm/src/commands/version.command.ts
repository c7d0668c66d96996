import { Command, CommandRunner, Help, Option } from 'nest-commander';
import { readBuild, readLicences } from '../built.js';
import { CannotTell } from './command-error.js';
import type { GlobalOptions } from './mcm.command.js';

const HELP = `
Exit code: 0, 2 for wrong usage, 3 when this MCM does not know its licences.
`;

@Command({ name: 'version', description: 'say which MCM this is' })
export class VersionCommand extends CommandRunner {
  async run(_args: string[], options: { readonly licences?: boolean }): Promise<void> {
    if (options.licences) return printLicences();
    const build = await readBuild();
    const { json } = this.command.optsWithGlobals<GlobalOptions>();
    const { version, commit, date } = build;
    process.stdout.write(
      json
        ? `${JSON.stringify(build)}\n`
        : `MCM\nversion: ${version}\ncommit: ${commit}\ndate: ${date}\nnode: ${process.version}\n`,
    );
  }

  @Option({
    flags: '--licences',
    description: 'print the licences of what MCM is made of instead',
  })
  parseLicences(): boolean {
    return true;
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}

async function printLicences(): Promise<void> {
  const licences = await readLicences();
  if (licences === undefined) throw new CannotTell('only a built MCM knows them: run `make build`');
  process.stdout.write(licences);
}
