import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { impact } from '#domain/access';
import type { BrokerVersion } from '#domain/mosquitto';
import { noAnswerFrom, type FileNames } from './acl-answer.js';
import { impactJson, impactText } from './acl-diff-text.js';
import { readClients, readTopics } from './acl-lists.js';
import {
  BROKER_OPTION,
  defaultBroker,
  readBroker,
  readFiles,
  refuseTwoStdins,
} from './acl-options.js';
import { Output } from './acl-output.js';
import { preparePolicy, type Prepared } from './acl-policy.js';
import { visible } from './acl-text.js';
import { Misuse } from './command-error.js';
import { EXIT } from './exit-code.js';
import type { GlobalOptions } from './mcm.command.js';

interface Options extends GlobalOptions {
  readonly topics?: string;
  readonly users?: string;
  readonly dynsec?: boolean;
  readonly broker?: BrokerVersion;
}

const HELP = `
TOPICS has one topic to a line. USERS has one user to a line; a client id that
is not the username follows after a tab, and - is a client without a name.

Exit code: 0 nothing differs, 1 something does, 2 wrong usage, 3 it cannot be
said: a file cannot be read, or the broker would not take it.
`;

/** Works on files alone: without a server, a database or a broker. */
@SubCommand({
  name: 'diff',
  arguments: '<old> <new>',
  description:
    'say which of the users would gain or lose which of the topics if a new acl_file took the place of an old one, by the rules behind it',
})
export class AclDiffCommand extends CommandRunner {
  async run([old = '', now = '', ...others]: readonly string[]): Promise<void> {
    const options = this.command.optsWithGlobals<Options>();
    const { topics, users } = options;
    if (others.length > 0) throw new Misuse('only two files can be compared');
    if (topics === undefined || users === undefined) {
      throw new Misuse('name the topics and the users to ask about, with --topics and --users');
    }
    refuseTwoStdins([old, now, topics, users]);
    const [before, after] = [await readSide(old, options), await readSide(now, options)];
    const { topics: names, complaint } = await readTopics(topics);
    const clients = await readClients(users);
    const output = new Output(process.stdout);
    const broken = [before, after].find(({ fatal }) => fatal);
    if (broken?.fatal) {
      process.exitCode = EXIT.couldNotFindOut;
      const { because, ...answer } = noAnswerFrom(broken.fatal, broken.names);
      if (options.json) await output.write(`${JSON.stringify(answer)}\n`);
      else process.stderr.write(`mcm: it cannot be said: ${visible(because)}\n`);
      return;
    }
    if (complaint !== undefined) process.stderr.write(`mcm: ${visible(complaint)}\n`);
    const found = impact(before.policy, after.policy, clients, names);
    process.exitCode = found.affected.length > 0 ? EXIT.no : EXIT.yes;
    const sides = { before: before.names, after: after.names };
    await output.write(
      options.json ? `${JSON.stringify(impactJson(found, sides))}\n` : impactText(found, sides),
    );
  }

  @Option({ flags: '--topics <file>', description: 'the topics to ask about (- for stdin)' })
  topics(path: string): string {
    return path;
  }

  @Option({ flags: '--users <file>', description: 'the users to ask about (- for stdin)' })
  users(path: string): string {
    return path;
  }

  @Option({
    flags: '--dynsec',
    description: 'the two are states of the dynamic-security plugin, not acl_files',
  })
  dynsec(): boolean {
    return true;
  }

  @Option(BROKER_OPTION)
  broker(word: string): BrokerVersion {
    return readBroker(word);
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}

type Side = Prepared & { readonly names: FileNames };

/** @throws FileError */
async function readSide(
  path: string,
  { dynsec, broker = defaultBroker() }: Options,
): Promise<Side> {
  const { names, files } = await readFiles({
    [dynsec === true ? 'dynamic-security' : 'acl_file']: path,
  });
  return { ...preparePolicy({ broker, allowAnonymous: false, files }), names };
}
