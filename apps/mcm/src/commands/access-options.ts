import type { ServerOptions } from './administration.js';

/** The declarations of what several of these commands understand. */
export const URL_OPTION = { flags: '--url <url>', description: 'a server elsewhere (MCM_URL)' };
export const TOKEN_OPTION = {
  flags: '--token <token>',
  description: 'a log-in or API token there (MCM_TOKEN)',
};
export const FILE_OPTION = {
  flags: '-f, --file <access.yaml>',
  description: 'the access that is wanted, as docs/access.md describes it (- for stdin)',
};
export const YES_OPTION = { flags: '--yes', description: 'do it without asking' };
export const FORCE_OPTION = {
  flags: '--force',
  description: 'also when MCM itself loses what it needs on the broker',
};
export const NOTE_OPTION = {
  flags: '--note <text>',
  description: 'what it is for: the title of the revision',
};

/** What applying something understands. */
export interface ApplyOptions extends ServerOptions {
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly note?: string;
}
