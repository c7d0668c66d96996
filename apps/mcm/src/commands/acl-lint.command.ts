import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { lint, type Finding } from '#domain/access';
import type { BrokerVersion } from '#domain/mosquitto';
import type { FileNames } from './acl-answer.js';
import {
  ALLOW_ANONYMOUS_OPTION,
  BROKER_OPTION,
  defaultBroker,
  PASSWORD_FILE_OPTION,
  readBroker,
  readFiles,
  refuseTwoStdins,
} from './acl-options.js';
import { Output } from './acl-output.js';
import { preparePolicy } from './acl-policy.js';
import { visible } from './acl-text.js';
import { Misuse } from './command-error.js';
import { EXIT } from './exit-code.js';
import type { GlobalOptions } from './mcm.command.js';

interface Options extends GlobalOptions {
  readonly dynsec?: string;
  readonly passwordFile?: string;
  readonly broker?: BrokerVersion;
  readonly allowAnonymous?: boolean;
}

const HELP = `
A finding is a line: FILE:LINE: severity: message [rule]. The severities:
  fault    the broker does not take the file as it is
  warning  probably not meant
  notice   good to know
With --password-file or --allow-anonymous, it also counts who can log in.

Exit code: 0 no faults and no warnings, 1 some, 2 wrong usage, 3 a file cannot
be read.
`;

/** Works on files alone: without a server, a database or a broker. */
@SubCommand({
  name: 'lint',
  arguments: '[acl_file]',
  description:
    'find what is wrong or dangerous in an acl_file, in the state of the dynamic-security plugin, or between them',
})
export class AclLintCommand extends CommandRunner {
  async run(paths: readonly string[]): Promise<void> {
    const options = this.command.optsWithGlobals<Options>();
    const { json, dynsec, passwordFile, broker = defaultBroker(), allowAnonymous } = options;
    const [file] = paths;
    refuseTwoStdins([file, dynsec, passwordFile]);
    if (paths.length > 1) throw new Misuse('one acl_file at a time');
    if (file === undefined && dynsec === undefined && passwordFile === undefined) {
      throw new Misuse('name an acl_file, a state with --dynsec, or both');
    }
    const { names, files } = await readFiles({
      ...(file !== undefined && { acl_file: file }),
      ...(dynsec !== undefined && { 'dynamic-security': dynsec }),
      ...(passwordFile !== undefined && { password_file: passwordFile }),
    });
    const { policy } = preparePolicy({ broker, allowAnonymous: allowAnonymous ?? false, files });
    const logins = passwordFile !== undefined || allowAnonymous === true;
    const findings = lint(policy, logins ? 'policy' : 'files');
    const text = json
      ? `${JSON.stringify({ broker: broker.line, findings: findings.map((one) => asJson(one, names)) })}\n`
      : findings.map((one) => `${asText(one, names)}\n`).join('');
    process.exitCode = findings.some(({ severity }) => severity !== 'notice') ? EXIT.no : EXIT.yes;
    await new Output(process.stdout).write(text);
  }

  @Option({
    flags: '--dynsec <state_file>',
    description: 'the state of the dynamic-security plugin (- for stdin)',
  })
  dynsec(path: string): string {
    return path;
  }

  @Option(PASSWORD_FILE_OPTION)
  passwordFile(path: string): string {
    return path;
  }

  @Option(BROKER_OPTION)
  broker(word: string): BrokerVersion {
    return readBroker(word);
  }

  @Option(ALLOW_ANONYMOUS_OPTION)
  allowAnonymous(): boolean {
    return true;
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}

const asJson = (finding: Finding, names: FileNames) => ({
  ...finding,
  file: names[finding.file] ?? finding.file,
});

function asText({ rule, severity, file, line, message }: Finding, names: FileNames): string {
  return visible(`${names[file] ?? file}:${line}: ${severity}: ${message} [${rule}]`);
}
