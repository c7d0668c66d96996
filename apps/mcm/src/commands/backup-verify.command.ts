import { resolve } from 'node:path';
import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { toHex } from '#domain/ledger';
import { inUnits, verifyBackup, type BackupReport } from '#feature/ops';
import {
  BackupError,
  DatabaseError,
  dataFolder,
  loadConfig,
  readAuditKey,
  timestamp,
  type BackupFault,
  type Config,
  type Secret,
} from '#platform';
import { CannotTell } from './command-error.js';
import { EXIT } from './exit-code.js';
import type { GlobalOptions } from './mcm.command.js';
import { givenPassphrase, passphrase, PASSPHRASE_FILE_OPTION } from './passphrase.js';

interface Options extends GlobalOptions {
  readonly input: string;
  readonly passphraseFile?: string;
}

/** What is wrong with the file itself; everything else keeps one from finding out. */
const BAD: ReadonlySet<BackupFault> = new Set([
  'not-a-file',
  'foreign',
  'truncated',
  'damaged',
  'newer',
  'in-use',
]);

const HELP = `
It is restored into a folder of its own, which is deleted again: its structure,
its schema, and the audit trail, which needs the key that it was written with:
the one in the backup, or that of the data folder.

Exit code: 0 it is good, 1 it is not, 2 wrong usage, 3 that cannot be said.
`;

@SubCommand({
  name: 'verify',
  description: 'say whether a backup can be restored, and prove the audit trail in it',
})
export class BackupVerifyCommand extends CommandRunner {
  async run(): Promise<void> {
    const options = this.command.optsWithGlobals<Options>();
    const { config: file, json, passphraseFile } = options;
    const { config } = await loadConfig({ env: process.env, ...(file !== undefined && { file }) });
    const input = resolve(options.input);
    try {
      const report = await verifyBackup({
        input,
        passphrase: () => passphraseIfAny(passphraseFile),
        auditKey: () => auditKeyOf(config),
      });
      process.stdout.write(json ? `${JSON.stringify(asJson(input, report))}\n` : asText(report));
      process.exitCode = EXIT_OF[report.trail.state];
    } catch (error) {
      // BackupError: the answer, or why there is none. DatabaseError: the copy cannot be opened here.
      if (error instanceof DatabaseError) throw new CannotTell(error.message, { cause: error });
      if (!(error instanceof BackupError)) throw error;
      const isBad = BAD.has(error.fault);
      const told = { input, good: isBad ? false : null, fault: error.fault, reason: error.message };
      if (json) process.stdout.write(`${JSON.stringify(told)}\n`);
      process.stderr.write(`mcm: ${error.message}\n`);
      process.exitCode = isBad ? EXIT.no : EXIT.couldNotFindOut;
    }
  }

  @Option({ flags: '--input <file>', description: 'the backup', required: true })
  input(input: string): string {
    return input;
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

const EXIT_OF = { proven: EXIT.yes, 'not-proven': EXIT.no, unchecked: EXIT.couldNotFindOut };

/** Without one, the keys of the data folder may do. */
async function passphraseIfAny(file: string | undefined): Promise<Secret | undefined> {
  return process.stdin.isTTY ? passphrase(file) : givenPassphrase(file);
}

/** Nothing when there is none, or it is not for whoever asks. */
async function auditKeyOf(config: Config): Promise<Secret<Buffer> | undefined> {
  try {
    return await readAuditKey(dataFolder(config));
  } catch (error) {
    // DatabaseError: it belongs to another user. The rest can be checked all the same.
    if (!(error instanceof DatabaseError)) throw error;
    return undefined;
  }
}

function asJson(input: string, { bytes, version, hasKeys, users, ...report }: BackupReport) {
  const { lastEntryAt, trail } = report;
  const head =
    trail.state !== 'unchecked' && trail.head
      ? { head: { number: trail.head.number, hash: toHex(trail.head.hash) } }
      : {};
  return {
    ...{ input, good: GOOD[trail.state], sizeBytes: bytes, schemaVersion: version, hasKeys, users },
    ...(lastEntryAt !== undefined && { lastEntryAt: timestamp(lastEntryAt) }),
    trail: {
      ...{ state: trail.state, entries: trail.entries, ...head },
      ...(trail.state === 'unchecked'
        ? { reason: trail.reason }
        : { problems: trail.problems, problemCount: trail.problemCount }),
    },
  };
}

const GOOD = { proven: true, 'not-proven': false, unchecked: null };

function asText({ bytes, version, hasKeys, users, lastEntryAt, trail }: BackupReport): string {
  const lines = [
    `backup: whole, ${inUnits(bytes)}, schema version ${String(version)}${hasKeys ? ', with keys' : ''}`,
    `users: ${String(users)}`,
    `audit entries: ${String(trail.entries)}`,
    ...(lastEntryAt === undefined ? [] : [`last entry: ${timestamp(lastEntryAt)}`]),
    trail.state === 'unchecked'
      ? `audit trail: not checked, ${trail.reason}`
      : `audit trail: ${trail.state === 'proven' ? 'proven' : 'not proven'}`,
    ...(trail.state === 'unchecked'
      ? []
      : trail.problems.map(({ kind, detail }) => `${kind}: ${detail}`)),
  ];
  return `${lines.join('\n')}\n`;
}
