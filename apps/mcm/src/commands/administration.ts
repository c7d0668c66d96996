import { existsSync } from 'node:fs';
import { FolderLocked } from '#link/host';
import { loadConfig, type Config } from '#platform';
import { createAdministration, doorOf, openDoor } from '../create-app.js';
import { openGround, takeDataFolder } from '../open-ground.js';
import { StartError } from '../start-error.js';
import { over, through, type Ask } from './asking.js';
import type { GlobalOptions } from './mcm.command.js';

/** Where a command that changes something finds the server. */
export interface ServerOptions extends GlobalOptions {
  readonly url?: string;
  readonly token?: string;
}

/** The help of a command that {@link administer}s. */
export const ADMINISTER_HELP = `
It works while the server runs, through a socket in the data folder that only
its owner can open, and while it is stopped. With --url and --token it works
from elsewhere. The audit trail says who did it.

Exit code: 0 done; 1 refused, no such user, or no server answers; 2 wrong
usage.
`;

/**
 * Runs `work` on the API. With `url`, of that server, with a token of an admin's session. Else as the owner
 * of the data: of the server that has the data folder, through the door in it; and when none has, of one
 * that is started for this alone and listens nowhere but there. So there is one way, one check and one
 * audit trail, whether or not the server runs.
 */
export async function administer<T>(
  options: ServerOptions,
  work: (ask: Ask) => Promise<T>,
): Promise<T> {
  const named = namedServer(options);
  if (named) return work(named);
  const { config: file } = options;
  const { config } = await loadConfig({ env: process.env, ...(file !== undefined && { file }) });
  if (!existsSync(config.database.path)) {
    throw new StartError(
      `There is no database at ${config.database.path}: name the server's configuration with --config.`,
    );
  }
  await using opened = new AsyncDisposableStack();
  try {
    const lock = await takeDataFolder(config);
    opened.defer(() => lock.release());
  } catch (error) {
    // FolderLocked: a server runs, and has the door open. It may also be starting or stopping just now.
    if (error instanceof FolderLocked) return await work(through(doorOf(config), error));
    throw error;
  }
  await startAdministration(config, opened);
  return await work(through(doorOf(config)));
}

/** The server that is named, if one is. @throws StartError when it is named by half */
export function namedServer({ url: named, token: given }: ServerOptions): Ask | undefined {
  const token = given ?? process.env['MCM_TOKEN'];
  // In the environment both are needed: one of them alone may be there for `mcm status`.
  const url = named ?? (token ? process.env['MCM_URL'] : undefined);
  if (url) {
    if (!token) throw new StartError('--url needs --token (or MCM_TOKEN): the token of a log-in.');
    return over(url, token);
  }
  if (given === undefined) return undefined;
  throw new StartError(
    '--token needs --url (or MCM_URL): without it the command acts as the owner.',
  );
}

async function startAdministration(config: Config, opened: AsyncDisposableStack): Promise<void> {
  // What a command has to say, it says itself.
  const quiet = { ...config, logging: { ...config.logging, level: 'error' } } as const;
  const ground = await openGround(quiet, opened);
  // The next server tells where the audit trail ends; here it would stand between the command's own words.
  const recordLog = ground.logger.child({}, { level: 'silent' });
  const app = await createAdministration({ ...ground, recordLog });
  opened.defer(() => app.close());
  await app.init();
  const door = await openDoor(app, config);
  if (!door) {
    throw new StartError(
      `The path ${doorOf(config)} is too long for a socket: set a shorter database.path.`,
    );
  }
  opened.defer(() => door.close());
}
