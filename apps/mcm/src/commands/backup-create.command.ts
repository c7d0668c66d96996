import { resolve } from 'node:path';
import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { createBackup, inUnits } from '#feature/ops';
import { loadConfig } from '#platform';
import type { GlobalOptions } from './mcm.command.js';
import { newPassphrase, PASSPHRASE_FILE_OPTION } from './passphrase.js';

interface Options extends GlobalOptions {
  readonly output: string;
  readonly withKeys?: boolean;
  readonly passphraseFile?: string;
}

/** What else an installation has. */
const NOT_IN_IT = [
  "the broker's configuration, its password and ACL files, its persistence",
  'certificates and private keys of TLS',
  "MCM's configuration file",
  'undo files of retained deletes',
  'logs',
];
const KEYS = 'secret.key and audit.key of the data folder (--with-keys puts them in, encrypted)';

const HELP = `
The server may run meanwhile: all that was committed before is in the backup.
It is an ordinary SQLite file, readable by its owner alone, and is checked before
it gets its name. An existing file is never overwritten.

Not in it:
${[KEYS, ...NOT_IN_IT].map((what) => `  - ${what}`).join('\n')}
`;

/** Reads the database file itself: whoever may read the data folder may make a backup, with a server or without. */
@SubCommand({
  name: 'create',
  description: 'write the database as it is now into one file, with the server running or not',
})
export class BackupCreateCommand extends CommandRunner {
  async run(): Promise<void> {
    const options = this.command.optsWithGlobals<Options>();
    const { config: file, json, withKeys = false, passphraseFile } = options;
    const output = resolve(options.output);
    const { config } = await loadConfig({ env: process.env, ...(file !== undefined && { file }) });
    const passphrase = withKeys ? await newPassphrase(passphraseFile) : undefined;
    const { bytes, version } = await createBackup(config, output, passphrase);
    const missing = withKeys ? NOT_IN_IT : [KEYS, ...NOT_IN_IT];
    const told = {
      output,
      sizeBytes: bytes,
      schemaVersion: version,
      withKeys,
      notIncluded: missing,
    };
    const lines = [
      `wrote ${output} (${inUnits(bytes)}, schema version ${String(version)})`,
      `in it: the whole database${withKeys ? ', and both keys, encrypted with the passphrase' : ''}`,
      ...missing.map((what, at) => `${at === 0 ? 'not in it: ' : '           '}${what}`),
    ];
    process.stdout.write(json ? `${JSON.stringify(told)}\n` : `${lines.join('\n')}\n`);
  }

  @Option({ flags: '--output <file>', description: 'where it goes', required: true })
  output(output: string): string {
    return output;
  }

  @Option({ flags: '--with-keys', description: 'put the keys in, encrypted with a passphrase' })
  withKeys(): boolean {
    return true;
  }

  @Option(PASSPHRASE_FILE_OPTION)
  passphraseFile(file: string): string {
    return file;
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}
