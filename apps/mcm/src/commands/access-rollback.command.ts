import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { applyDraft } from './access-applying.js';
import { refuseUnasked } from './access-confirm.js';
import { draftOfRevision } from './access-draft.js';
import {
  FORCE_OPTION,
  NOTE_OPTION,
  TOKEN_OPTION,
  URL_OPTION,
  YES_OPTION,
  type ApplyOptions,
} from './access-options.js';
import { withServer } from './access-server.js';
import { Misuse } from './command-error.js';

const HELP = `
It becomes a new revision; passwords become those of that revision as well.

Exit codes are those of mcm access apply.
`;

/** An earlier revision is planned and applied as any change. */
@SubCommand({
  name: 'rollback',
  arguments: '<revision>',
  description: 'bring an earlier revision back (mcm access history lists them)',
})
export class AccessRollbackCommand extends CommandRunner {
  async run([word]: [string]): Promise<void> {
    const options = this.command.optsWithGlobals<ApplyOptions>();
    const revision = Number(word);
    if (!Number.isSafeInteger(revision) || revision < 1) {
      throw new Misuse(`a revision is a number, as mcm access history lists them, not ${word}`);
    }
    refuseUnasked(options.yes ?? false);
    const note = options.note ?? `Roll back to revision ${revision}`;
    await withServer(options, { onlyLooks: false }, async (ask) => {
      const draft = await draftOfRevision(ask, revision);
      try {
        await applyDraft(ask, { draft, options: { ...options, note } });
      } finally {
        await draft.discard();
      }
    });
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
