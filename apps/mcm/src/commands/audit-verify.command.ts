import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { fromHex, toHex, type KnownHead, type Verdict } from '#domain/ledger';
import { macOf, verifyTrail } from '#feature/audit';
import {
  Database,
  DatabaseError,
  dataFolder,
  loadConfig,
  readAuditKey,
  timestamp,
} from '#platform';
import { EXIT } from './exit-code.js';
import type { GlobalOptions } from './mcm.command.js';

interface Options extends GlobalOptions {
  readonly head?: string;
}

/** More than anybody reads; the others are counted. */
const MOST_PROBLEMS = 10_000;

const HELP = `
It reads the database and the key beside it, whether the server runs or not.
Each entry with which something is wrong is named.

Exit code: 0 it is proven, 1 it is not, 2 wrong usage, 3 there is no database
or no key.
`;

/** Reads the database file and the key itself, so nobody has to trust the server for it. */
@SubCommand({
  name: 'verify',
  description: 'prove that nobody has changed the audit trail',
})
export class AuditVerifyCommand extends CommandRunner {
  async run(): Promise<void> {
    const { config: file, json, head } = this.command.optsWithGlobals<Options>();
    const known = head === undefined ? undefined : readHead(head);
    if (head !== undefined && !known) {
      process.stderr.write(`mcm: --head has to be <number>:<64 hexadecimal digits>, not ${head}\n`);
      process.exitCode = EXIT.misuse;
      return;
    }
    const { config } = await loadConfig({ env: process.env, ...(file !== undefined && { file }) });
    try {
      const verdict = await verify(config.database.path, dataFolder(config), known);
      process.stdout.write(json ? `${JSON.stringify(asJson(verdict))}\n` : asText(verdict));
      process.exitCode = verdict.valid ? EXIT.yes : EXIT.no;
    } catch (error) {
      // DatabaseError: no file, no key, or one of them cannot be read. That is no answer about the trail.
      if (!(error instanceof DatabaseError)) throw error;
      process.stderr.write(`mcm: ${error.message}\n`);
      process.exitCode = EXIT.couldNotFindOut;
    }
  }

  @Option({
    flags: '--head <number:hash>',
    description: 'an entry that was written down elsewhere, such as by the log (audit_head)',
  })
  head(head: string): string {
    return head;
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}

async function verify(
  path: string,
  folder: string,
  known: KnownHead | undefined,
): Promise<Verdict> {
  const options = { limit: MOST_PROBLEMS, ...(known && { known }) };
  return Database.inspect(path, async (read) => {
    const key = await readAuditKey(folder);
    if (key) return verifyTrail(read, macOf(key), options);
    throw new DatabaseError(
      'key-file',
      `there is no audit.key in ${folder}, and nothing can be proven without it: put it back there`,
    );
  });
}

function readHead(text: string): KnownHead | undefined {
  const [, number, hash = ''] = /^([1-9]\d{0,14}):(\w+)$/.exec(text) ?? [];
  const bytes = fromHex(hash);
  return number !== undefined && bytes ? { number: Number(number), hash: bytes } : undefined;
}

function asJson({ head, cut, ...verdict }: Verdict) {
  return {
    ...verdict,
    ...(head && { head: { number: head.number, hash: toHex(head.hash) } }),
    ...(cut && { cut: { number: cut.number, at: timestamp(cut.at) } }),
  };
}

function asText({ valid, entries, first, head, cut, problems, problemCount }: Verdict): string {
  const untold = problemCount - problems.length;
  const lines = [
    `audit trail: ${valid ? 'proven' : 'not proven'}`,
    `entries: ${entries}${first !== undefined && head ? ` (${first} to ${head.number})` : ''}`,
    ...(head ? [`head: ${head.number}:${toHex(head.hash)}`] : []),
    ...(cut ? [`cut: before entry ${cut.number}, at ${timestamp(cut.at)}`] : []),
    ...problems.map(({ kind, detail }) => `${kind}: ${detail}`),
    ...(untold > 0 ? [`… and ${untold} more`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
