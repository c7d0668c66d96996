import { existsSync } from 'node:fs';
import { loadConfig } from '#platform';
import { doorOf } from '../create-app.js';
import { StartError } from '../start-error.js';
import { namedServer, type ServerOptions } from './administration.js';
import { NoAnswer, through, type Ask } from './asking.js';
import { CannotTell } from './command-error.js';

/** A command that only looks ends without an answer when it is refused, which is not the answer no. */
export interface Looking {
  readonly onlyLooks: boolean;
}

/**
 * Runs `work` on the API of the server that is named, or else of the one that runs on the data folder. Access is about
 * what a server observes and watches, so one has to run.
 * @throws CannotTell when none answers, and when what only looks is refused
 */
export async function withServer<T>(
  options: ServerOptions,
  { onlyLooks }: Looking,
  work: (ask: Ask) => Promise<T>,
): Promise<T> {
  try {
    return await work(namedServer(options) ?? (await localServer(options)));
  } catch (error) {
    // A server may be gone at any moment, and may refuse anything.
    const isNoAnswer = error instanceof NoAnswer || (onlyLooks && error instanceof StartError);
    throw isNoAnswer ? new CannotTell(error.message, { cause: error }) : error;
  }
}

async function localServer({ config: file }: ServerOptions): Promise<Ask> {
  const { config } = await loadConfig({ env: process.env, ...(file !== undefined && { file }) });
  const door = doorOf(config);
  if (existsSync(door)) return through(door);
  throw new CannotTell(
    `no server runs on ${config.database.path}: start it, name its configuration with --config, or name it with --url and --token`,
  );
}
