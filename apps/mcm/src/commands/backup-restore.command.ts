import { resolve } from 'node:path';
import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { restoreBackup, type RestoreReport } from '#feature/ops';
import { loadConfig, type Actor, type Config } from '#platform';
import { takeDataFolder } from '../open-ground.js';
import type { GlobalOptions } from './mcm.command.js';
import { passphrase, PASSPHRASE_FILE_OPTION } from './passphrase.js';

interface Options extends GlobalOptions {
  readonly input: string;
  readonly force?: boolean;
  readonly withoutKeys?: boolean;
  readonly passphraseFile?: string;
}

const HELP = `
Stop the server first. The backup is checked before anything is changed; what it
replaces is kept beside it, with the time at the end of its name. Everybody has
to log in again. The broker is not changed.
`;

/** The only command that replaces the database, so it needs the folder for itself. */
@SubCommand({
  name: 'restore',
  description:
    'put the database of a backup in the place of what is there; the server has to be stopped',
})
export class BackupRestoreCommand extends CommandRunner {
  async run(): Promise<void> {
    const options = this.command.optsWithGlobals<Options>();
    const { config: file, json } = options;
    const { config } = await loadConfig({ env: process.env, ...(file !== undefined && { file }) });
    const report = await restore(config, options);
    const told = asJson(config, report);
    process.stdout.write(json ? `${JSON.stringify(told)}\n` : asText(config, report));
  }

  @Option({ flags: '--input <file>', description: 'the backup', required: true })
  input(input: string): string {
    return input;
  }

  @Option({ flags: '--force', description: 'replace what is there, which is kept beside it' })
  force(): boolean {
    return true;
  }

  @Option({ flags: '--without-keys', description: 'leave the keys in the backup alone' })
  withoutKeys(): boolean {
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

async function restore(
  config: Config,
  { input, force = false, withoutKeys = false, passphraseFile }: Options,
): Promise<RestoreReport> {
  const uid = process.getuid?.();
  const actor: Actor = { name: uid === undefined ? 'cli' : `cli:${String(uid)}`, via: 'local' };
  const lock = await takeDataFolder(config);
  try {
    return await restoreBackup({
      ...{ config, actor, force, input: resolve(input), clock: Date.now },
      ...(!withoutKeys && { passphrase: () => passphrase(passphraseFile) }),
    });
  } finally {
    await lock.release();
  }
}

function asJson({ database }: Config, { version, keys, kept, trail }: RestoreReport) {
  const { valid, entries, problemCount } = trail;
  return {
    ...{ database: database.path, schemaVersion: version, keys, kept },
    trail: { valid, entries, problemCount },
  };
}

function asText({ database }: Config, { version, keys, kept, trail }: RestoreReport): string {
  const { valid, entries, problems } = trail;
  const lines = [
    `restored ${database.path} (from schema version ${String(version)})`,
    ...kept.map((path) => `kept: ${path}`),
    KEYS[keys],
    `audit trail: ${valid ? 'proven' : 'not proven'}, ${String(entries)} entries`,
    ...problems.map(({ kind, detail }) => `${kind}: ${detail}`),
    'Everybody has to log in again. Start the server now.',
  ];
  return `${lines.join('\n')}\n`;
}

const KEYS: Readonly<Record<RestoreReport['keys'], string>> = {
  restored: 'keys: those of the backup',
  kept: 'keys: those of the data folder',
  new:
    'keys: new ones, since there were none: second factors, secrets of webhooks and old revisions cannot be read; ' +
    '"mcm user reset-password --reset-mfa" lets somebody in again',
};
