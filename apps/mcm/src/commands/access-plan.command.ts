import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { currentDraft, draftOfFile, planOf } from './access-draft.js';
import { readAccessFile } from './access-file.js';
import { FILE_OPTION, TOKEN_OPTION, URL_OPTION } from './access-options.js';
import { planText, text } from './access-plan-text.js';
import { withServer } from './access-server.js';
import { Output } from './acl-output.js';
import type { ServerOptions } from './administration.js';
import type { Ask } from './asking.js';
import { EXIT } from './exit-code.js';

interface Options extends ServerOptions {
  readonly file?: string;
}

const HELP = `
Without a file it is the plan of the draft. With one, nothing may be in the
draft, and nothing is left there.

Exit code: 0 nothing would change, 1 something would, 2 wrong usage or a file
that is no access file, 3 it cannot be said.
`;

/** Changes nothing. */
@SubCommand({
  name: 'plan',
  description: 'say what applying an access file, or the draft, would do',
})
export class AccessPlanCommand extends CommandRunner {
  async run(): Promise<void> {
    const { file, json, ...options } = this.command.optsWithGlobals<Options>();
    const output = new Output(process.stdout);
    const plan = await withServer(options, { onlyLooks: true }, (ask) =>
      file === undefined ? planOfDraft(ask) : planOfFile(ask, file),
    );
    process.exitCode = plan === undefined ? EXIT.yes : EXIT.no;
    if (json) await output.write(`${JSON.stringify({ changes: plan !== undefined, plan })}\n`);
    else await output.write(plan ? planText(plan) : text(['nothing would change']));
  }

  @Option(FILE_OPTION)
  file(path: string): string {
    return path;
  }

  @Option(URL_OPTION)
  url(url: string): string {
    return url;
  }

  @Option(TOKEN_OPTION)
  token(token: string): string {
    return token;
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}

async function planOfDraft(ask: Ask) {
  const { changes } = await currentDraft(ask);
  return changes.length === 0 ? undefined : planOf(ask);
}

async function planOfFile(ask: Ask, path: string) {
  const draft = await draftOfFile(ask, await readAccessFile(path));
  if (draft.changes === 0) return undefined;
  try {
    return await planOf(ask, draft);
  } finally {
    await draft.discard();
  }
}
