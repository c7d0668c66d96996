import { CommandRunner, SubCommand } from 'nest-commander';
import { newConfigFile, writeConfigTemplate } from '#platform';
import type { GlobalOptions } from './mcm.command.js';

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
}
