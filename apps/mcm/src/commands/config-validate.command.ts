import { CommandRunner, Help, SubCommand } from 'nest-commander';
import { ConfigError, loadConfig } from '#platform';
import { EXIT } from './exit-code.js';
import type { GlobalOptions } from './mcm.command.js';

const HELP = `
The environment is part of it. Files that it names, such as certificates, are
looked at as well. All problems are named at once; nothing is started.

Exit code: 0 valid, 1 not valid, 2 wrong usage.
`;

@SubCommand({
  name: 'validate',
  description: 'check the configuration',
})
export class ConfigValidateCommand extends CommandRunner {
  async run(): Promise<void> {
    const { config: file, json } = this.command.optsWithGlobals<GlobalOptions>();
    try {
      const loaded = await loadConfig({ env: process.env, ...(file !== undefined && { file }) });
      const name = loaded.file ?? 'defaults and environment';
      for (const warning of loaded.warnings) process.stderr.write(`warning: ${warning}\n`);
      process.stdout.write(
        json
          ? `${JSON.stringify({ valid: true, file: loaded.file, warnings: loaded.warnings })}\n`
          : `configuration is valid: ${name}\n`,
      );
    } catch (error) {
      // ConfigError is the answer to the question here, not a failure to answer it.
      if (!(error instanceof ConfigError)) throw error;
      if (json)
        process.stdout.write(`${JSON.stringify({ valid: false, problems: error.problems })}\n`);
      else process.stderr.write(`${error.message}\n`);
      process.exitCode = EXIT.no;
    }
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}
