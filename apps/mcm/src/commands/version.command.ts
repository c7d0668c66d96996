import { Command, CommandRunner } from 'nest-commander';
import { readBuild } from '../built.js';
import type { GlobalOptions } from './mcm.command.js';

@Command({ name: 'version', description: 'say which MCM this is' })
export class VersionCommand extends CommandRunner {
  async run(): Promise<void> {
    const build = await readBuild();
    const { json } = this.command.optsWithGlobals<GlobalOptions>();
    const { version, commit, date } = build;
    process.stdout.write(
      json
        ? `${JSON.stringify(build)}\n`
        : `MCM\nversion: ${version}\ncommit: ${commit}\ndate: ${date}\nnode: ${process.version}\n`,
    );
  }
}
