import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { applyDraft } from './access-applying.js';
import { refuseUnasked } from './access-confirm.js';
import { currentDraft, draftOfFile } from './access-draft.js';
import { readAccessFile } from './access-file.js';
import {
  FILE_OPTION,
  FORCE_OPTION,
  NOTE_OPTION,
  TOKEN_OPTION,
  URL_OPTION,
  YES_OPTION,
  type ApplyOptions,
} from './access-options.js';
import { withServer } from './access-server.js';
import { Output } from './acl-output.js';
import type { Ask } from './asking.js';
import { EXIT } from './exit-code.js';

interface Options extends ApplyOptions {
  readonly file?: string;
}

const HELP = `
Prints the plan, asks, and then prints each step. Doing it again changes
nothing. Without a file it applies the draft.

Exit code: 0 the broker goes by it now, or did before; 1 it is not applied:
refused, declined, or taken back; 2 wrong usage or a file that is no access
file; 3 no server answers, or it was lost in the middle.
`;

/** Brings the broker's access to what a file declares. */
@SubCommand({
  name: 'apply',
  description: 'bring what an access file says, or the draft, to the broker',
})
export class AccessApplyCommand extends CommandRunner {
  async run(): Promise<void> {
    const options = this.command.optsWithGlobals<Options>();
    const { file, yes = false } = options;
    refuseUnasked(yes, file);
    await withServer(options, { onlyLooks: false }, (ask) =>
      file === undefined ? applyTheDraft(ask, options) : applyFile(ask, file, options),
    );
  }

  @Option(FILE_OPTION)
  file(path: string): string {
    return path;
  }

  @Option(YES_OPTION)
  yes(): boolean {
    return true;
  }

  @Option(FORCE_OPTION)
  force(): boolean {
    return true;
  }

  @Option(NOTE_OPTION)
  note(note: string): string {
    return note;
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

async function applyTheDraft(ask: Ask, options: Options): Promise<void> {
  const { changes } = await currentDraft(ask);
  await (changes.length === 0 ? tellNothing(options) : applyDraft(ask, { options }));
}

async function applyFile(ask: Ask, path: string, options: Options): Promise<void> {
  const draft = await draftOfFile(ask, await readAccessFile(path));
  if (draft.changes === 0) {
    await tellNothing(options);
    return;
  }
  try {
    await applyDraft(ask, { draft, options });
  } finally {
    await draft.discard();
  }
}

async function tellNothing({ json }: Options): Promise<void> {
  process.exitCode = EXIT.yes;
  const answer = { applied: false, passwords: [] };
  const said = json ? JSON.stringify(answer) : 'nothing to do: everything is so already';
  await new Output(process.stdout).write(`${said}\n`);
}
