import { CommandRunner, Help, SubCommand } from 'nest-commander';
import { newConfigFile, writeConfigTemplate } from '#platform';
import type { GlobalOptions } from './mcm.command.js';

const HELP = `
The file is that of --config or MCM_CONFIG, else /etc/mcm/config.yaml where
that can be written, else ~/.config/mcm/config.yaml. A file that is there is
not touched. The first admin's password is in it, at
auth.bootstrap_admin.password.

Exit code: 0 written, 1 there is such a file, or it cannot be written, 2 wrong
usage.
`;

@SubCommand({
  name: 'init',
  description:
    'write a configuration that runs as it is, with random secrets, readable by you alone',
})
export class ConfigInitCommand extends CommandRunner {
  async run(): Promise<void> {
    const { config, json } = this.command.optsWithGlobals<GlobalOptions>();
    const file = config ?? (await newConfigFile(process.env));
    await writeConfigTemplate(file);
    process.stdout.write(
      json ? `${JSON.stringify({ file })}\n` : `wrote example config to ${file}\n`,
    );
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}
