import { existsSync } from 'node:fs';
import { request as ask, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ProblemDetails } from '#contract';
import { FolderLocked } from '#link/host';
import { loadConfig, LOCAL_UID_HEADER, type Config } from '#platform';
import { createAdministration, doorOf, openDoor } from '../create-app.js';
import { openGround, takeDataFolder } from '../open-ground.js';
import { StartError } from '../start-error.js';
import type { GlobalOptions } from './mcm.command.js';
import { whyNoAnswer } from './no-answer.js';

/** Where a command that changes something finds the server. */
export interface ServerOptions extends GlobalOptions {
  readonly url?: string;
  readonly token?: string;
}

/** The API, asked with the rights of whoever runs the command. Answers the body. */
export type Ask = (method: string, path: string, body?: object) => Promise<unknown>;

const PATIENCE_MS = 30_000;

/**
 * Runs `work` on the API. With `url`, of that server, with a token of an admin's session. Else as the owner
 * of the data: of the server that has the data folder, through the door in it; and when none has, of one
 * that is started for this alone and listens nowhere but there. So there is one way, one check and one
 * audit trail, whether or not the server runs.
 */
export async function administer<T>(
  { url: named, token: given, config: file }: ServerOptions,
  work: (ask: Ask) => Promise<T>,
): Promise<T> {
  const token = given ?? process.env['MCM_TOKEN'];
  // In the environment both are needed: one of them alone may be there for `mcm status`.
  const url = named ?? (token ? process.env['MCM_URL'] : undefined);
  if (url) {
    if (!token) throw new StartError('--url needs --token (or MCM_TOKEN): the token of a log-in.');
    return work(over(url, token));
  }
  if (given !== undefined) {
    throw new StartError(
      '--token needs --url (or MCM_URL): without it the command acts as the owner.',
    );
  }
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

/** Asks through the door in the data folder. */
function through(socketPath: string, locked?: FolderLocked): Ask {
  const headers = { [LOCAL_UID_HEADER]: String(process.getuid?.() ?? '') };
  return async (method, path, body) => {
    const options = { socketPath, method, path, timeout: PATIENCE_MS };
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const sentBody = body && JSON.stringify(body);
      const sent = ask({
        ...options,
        headers: { ...headers, ...(sentBody && { 'content-type': 'application/json' }) },
      });
      sent.once('response', resolve);
      sent.once('timeout', () => sent.destroy(new Error('the server took too long')));
      sent.once('error', (cause) => {
        const why = `The server does not open ${socketPath} (${cause.message}).`;
        const remedy = locked
          ? `It may be starting or stopping: try again, or use --url and --token. ${locked.message}`
          : 'Try again.';
        reject(new StartError(`${why} ${remedy}`, { cause }));
      });
      sent.end(sentBody);
    });
    return read(answer.statusCode ?? 0, await text(answer));
  };
}

/** Asks over the network. */
function over(url: string, token: string): Ask {
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const sent = { method, headers, signal, ...(body && { body: JSON.stringify(body) }) };
    let answer: Response;
    try {
      answer = await fetch(new URL(path, url), sent);
    } catch (cause) {
      // TypeError (nobody listens, no such host, a certificate that is not trusted) or TimeoutError.
      throw new StartError(`MCM at ${url} does not answer: ${whyNoAnswer(url, cause)}`, { cause });
    }
    return read(answer.status, await answer.text());
  };
}

function read(status: number, body: string): unknown {
  if (status === 204) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (cause) {
    // SyntaxError: a proxy in between, or something else altogether, speaks at this address.
    throw new StartError(`It answered ${status}, and not as MCM does.`, { cause });
  }
  if (status < 400) return value;
  const { title, detail, instance } = value as Partial<ProblemDetails>;
  const sentence = [title ?? `It answered ${status}`, detail].filter(Boolean).join('. ');
  throw new StartError(`${sentence} (${instance?.replace('urn:', '') ?? 'no request id'})`);
}
