import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { explain } from '#domain/access';
import { textOf, type BrokerVersion } from '#domain/mosquitto';
import { fullAnswer, loadAnswer, noAnswerFrom, topicQuestion, type Answer } from './acl-answer.js';
import { answerAll } from './acl-batch.js';
import { EXPLAIN_HELP } from './acl-explain-help.js';
import {
  ALLOW_ANONYMOUS_OPTION,
  BROKER_OPTION,
  defaultBroker,
  PASSWORD_FILE_OPTION,
  readBroker,
  readFiles,
  refuseTwoStdins,
  type FileOptions,
} from './acl-options.js';
import { Output } from './acl-output.js';
import { preparePolicy, type Prepared } from './acl-policy.js';
import { ACTION_WORDS, actionNamed, clientOf, needsTopic, type Asking } from './acl-question.js';
import { explanationText, visible } from './acl-text.js';
import { Misuse } from './command-error.js';
import { EXIT } from './exit-code.js';
import type { GlobalOptions } from './mcm.command.js';

interface Options extends GlobalOptions {
  readonly file?: string;
  readonly dynsec?: string;
  readonly passwordFile?: string;
  readonly user?: string;
  readonly client?: string;
  readonly action?: Asking;
  readonly broker?: BrokerVersion;
  readonly allowAnonymous?: boolean;
  readonly batch?: string;
}

/** Works on files alone: without a server, a database or a broker. */
@SubCommand({
  name: 'explain',
  arguments: '[topic]',
  description:
    'say whether a client may publish, receive or subscribe there, which rule decides, and what else was tried',
})
export class AclExplainCommand extends CommandRunner {
  async run(topics: readonly string[]): Promise<void> {
    const options = this.command.optsWithGlobals<Options>();
    refuseMisuse(topics, options);
    const { file, dynsec, passwordFile } = options;
    const files = await readFiles({
      ...(file !== undefined && { acl_file: file }),
      ...(dynsec !== undefined && { 'dynamic-security': dynsec }),
      ...(passwordFile !== undefined && { password_file: passwordFile }),
    });
    await (options.batch === undefined
      ? explainOne(topics[0], options, files)
      : explainMany(options.batch, options, files));
  }

  @Option({ flags: '--file <acl_file>', description: 'the rules: an acl_file (- for stdin)' })
  file(path: string): string {
    return path;
  }

  @Option({
    flags: '--dynsec <state_file>',
    description: 'the rules: the state of the dynamic-security plugin; with --file, both decide',
  })
  dynsec(path: string): string {
    return path;
  }

  @Option(PASSWORD_FILE_OPTION)
  passwordFile(path: string): string {
    return path;
  }

  @Option({ flags: '--user <name>', description: 'the username (default: none, anonymous)' })
  user(name: string): string {
    return name;
  }

  @Option({
    flags: '--client <id>',
    description: 'the client id (default: the username; of an anonymous client, made up)',
  })
  client(id: string): string {
    return id;
  }

  @Option({ flags: '--action <action>', description: `${ACTION_WORDS} (default: publish)` })
  action(word: string): Asking {
    const action = actionNamed(word);
    if (action) return action;
    throw new Misuse(`--action has to be one of ${ACTION_WORDS}, not ${word}`);
  }

  @Option(BROKER_OPTION)
  broker(word: string): BrokerVersion {
    return readBroker(word);
  }

  @Option(ALLOW_ANONYMOUS_OPTION)
  allowAnonymous(): boolean {
    return true;
  }

  @Option({
    flags: '--batch <questions>',
    description: 'answer the questions in a file of JSON lines (- for stdin)',
  })
  batch(path: string): string {
    return path;
  }

  @Help('after')
  help(): string {
    return EXPLAIN_HELP;
  }
}

/** @throws Misuse */
function refuseMisuse(topics: readonly string[], options: Options): void {
  const { file, dynsec, passwordFile, batch, action = 'publish' } = options;
  refuseTwoStdins([file, dynsec, passwordFile, batch]);
  if (topics.length > 1) throw new Misuse('one topic at a time; quote one that has spaces in it');
  if (batch !== undefined) {
    if (topics.length === 0) return;
    throw new Misuse('with --batch, the topics are in the questions');
  }
  if (needsTopic(action) && topics.length === 0) {
    throw new Misuse('say which topic: mcm acl explain TOPIC --file ACL_FILE');
  }
  if (!needsTopic(action) && topics.length > 0) {
    throw new Misuse(`--action ${action} is not about a topic; leave it out`);
  }
  if (file !== undefined || dynsec !== undefined) return;
  if (needsTopic(action)) throw new Misuse('name the rules with --file, --dynsec or both');
  if (passwordFile === undefined) {
    throw new Misuse('name what the broker reads with --password-file, --dynsec or --file');
  }
}

async function explainOne(
  topic: string | undefined,
  options: Options,
  { names, files }: FileOptions,
): Promise<void> {
  const { json, broker = defaultBroker(), allowAnonymous = false, action = 'publish' } = options;
  const prepared = preparePolicy({ broker, allowAnonymous, files });
  const client = clientOf(options.user, options.client);
  const question = topicQuestion({ action, client, ...(topic !== undefined && { topic }) });
  if (!question) return tell(loadAnswer(prepared, names), json);
  if (prepared.fatal) return tell(noAnswerFrom(prepared.fatal, names), json);

  tellPassedOver(prepared, names);
  const explanation = explain(prepared.policy, question);
  const explained = { explanation, question, broker, names };
  if (json) return tell(fullAnswer(explained), json);
  process.exitCode = explanation.allowed ? EXIT.yes : EXIT.no;
  await new Output(process.stdout).write(explanationText(explained));
}

async function tell(answer: Answer, json = false): Promise<void> {
  const { allowed, because, error } = answer;
  process.exitCode = allowed === null ? EXIT.couldNotFindOut : allowed ? EXIT.yes : EXIT.no;
  const output = new Output(process.stdout);
  if (json) await output.write(`${JSON.stringify(answer)}\n`);
  else if (error === undefined) await output.write(`${visible(because)}\n`);
  else process.stderr.write(`mcm: it cannot be said: ${visible(error)}\n`);
}

/** What the broker leaves out of a file may be what somebody looks for. */
function tellPassedOver({ faults }: Prepared, names: FileOptions['names']): void {
  for (const [file, name] of Object.entries(names)) {
    const count = faults.filter((fault) => fault.file === file).length;
    if (count === 0) continue;
    const what = count === 1 ? 'a fault' : `${count} faults`;
    process.stderr.write(
      `mcm: the broker passes over ${what} in ${name}; mcm acl lint says which\n`,
    );
  }
}

async function explainMany(
  path: string,
  options: Options,
  { names, files }: FileOptions,
): Promise<void> {
  const { broker = defaultBroker(), allowAnonymous = false, action = 'publish' } = options;
  const { user, client: clientId } = options;
  const texts = Object.fromEntries(
    Object.entries(files).map(([file, bytes]) => [file, textOf(bytes)]),
  );
  const { answers, unanswered } = await answerAll(
    path,
    {
      broker,
      allowAnonymous,
      action,
      texts,
      names,
      ...(user !== undefined && { user }),
      ...(clientId !== undefined && { clientId }),
    },
    new Output(process.stdout),
  );
  if (unanswered > 0) {
    process.stderr.write(
      `mcm: ${unanswered} of ${answers} questions have no answer; "error" says why\n`,
    );
  }
}
