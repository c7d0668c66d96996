import { Command, CommandRunner, Help, Option } from 'nest-commander';
import { worstOf, type Finding } from '#feature/ops';
import { TOKEN_OPTION, URL_OPTION } from './access-options.js';
import { Output } from './acl-output.js';
import { visible } from './acl-text.js';
import { Misuse } from './command-error.js';
import { look, type DoctorOptions } from './doctor-look.js';
import { EXIT } from './exit-code.js';

const HELP = `
It looks at the configuration, the data folder, the database, TLS, the broker,
its files and the way to change them, and the machine. Nothing is changed.
Where MCM runs, the server looks, with its own rights; otherwise you do, with
yours, so run it as the user MCM runs as.

Exit code: 0 nothing failed (there may be warnings), 1 something failed,
2 wrong usage, 3 it cannot be said: the server of --url does not answer.
`;

const LONGEST_S = 60;

/** One line for each thing that was looked at. */
@Command({
  name: 'doctor',
  description: 'say what is well and what is not, one line for each check, and what to do',
})
export class DoctorCommand extends CommandRunner {
  async run(): Promise<void> {
    const { json, ...options } = this.command.optsWithGlobals<DoctorOptions>();
    const found = await look(options);
    process.exitCode = worstOf(found.findings) === 'fail' ? EXIT.no : EXIT.yes;
    const output = new Output(process.stdout);
    await output.write(json ? `${JSON.stringify(found)}\n` : found.findings.map(asText).join(''));
    if (!json) process.stderr.write(`${counts(found.findings)}\n`);
  }

  @Option(URL_OPTION)
  url(url: string): string {
    return url;
  }

  @Option(TOKEN_OPTION)
  token(token: string): string {
    return token;
  }

  @Option({
    flags: '--timeout <seconds>',
    description: 'how long to wait for each thing that may not answer',
    defaultValue: 5,
  })
  timeout(text: string): number {
    const seconds = Number(text);
    if (seconds > 0 && seconds <= LONGEST_S) return seconds;
    throw new Misuse(`--timeout takes seconds, up to ${String(LONGEST_S)}, not "${text}"`);
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}

function asText({ area, result, what, hint }: Finding): string {
  const line = `${result.toUpperCase().padEnd(4)}  ${area}: ${visible(what)}\n`;
  return hint === undefined ? line : `${line}      → ${visible(hint)}\n`;
}

/** `12 ok, 1 warn, 0 fail, 3 skip`. */
function counts(findings: readonly Finding[]): string {
  const count = (wanted: Finding['result']) =>
    `${String(findings.filter(({ result }) => result === wanted).length)} ${wanted}`;
  return [count('ok'), count('warn'), count('fail'), count('skip')].join(', ');
}
