import { request as ask, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ProblemDetails } from '#contract';
import type { FolderLocked } from '#link/host';
import { LOCAL_UID_HEADER } from '#platform';
import { StartError } from '../start-error.js';
import { whyNoAnswer } from './no-answer.js';

/** The API, asked with the rights of whoever runs the command. Answers the body. */
export type Ask = (
  method: string,
  path: string,
  body?: object,
  more?: AskOptions,
) => Promise<unknown>;

export interface AskOptions {
  /** The version that what is changed has to have. */
  readonly ifMatch?: number;
  readonly patienceMs?: number;
}

/** The server answered with a problem. */
export class ServerRefused extends StartError {
  constructor(
    message: string,
    readonly problem: Partial<ProblemDetails>,
  ) {
    super(message);
  }
}

/** No server answered. */
export class NoAnswer extends StartError {}

const PATIENCE_MS = 30_000;
/** For what a file with very many users or rules takes. */
export const LARGE_PATIENCE_MS = 120_000;

/** Asks through the door in the data folder. */
export function through(socketPath: string, locked?: FolderLocked): Ask {
  const headers = { [LOCAL_UID_HEADER]: String(process.getuid?.() ?? '') };
  return async (method, path, body, { ifMatch, patienceMs = PATIENCE_MS } = {}) => {
    const options = { socketPath, method, path, timeout: patienceMs };
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const sentBody = body && JSON.stringify(body);
      const sent = ask({
        ...options,
        headers: {
          ...headers,
          ...(sentBody && { 'content-type': 'application/json' }),
          ...matching(ifMatch),
        },
      });
      sent.once('response', resolve);
      sent.once('timeout', () => sent.destroy(new Error('the server took too long')));
      sent.once('error', (cause) => {
        const why = `The server does not open ${socketPath} (${cause.message}).`;
        const remedy = locked
          ? `It may be starting or stopping: try again, or use --url and --token. ${locked.message}`
          : 'Try again.';
        reject(new NoAnswer(`${why} ${remedy}`, { cause }));
      });
      sent.end(sentBody);
    });
    return read(answer.statusCode ?? 0, await text(answer));
  };
}

/** Asks over the network. */
export function over(url: string, token: string): Ask {
  return async (method, path, body, { ifMatch, patienceMs = PATIENCE_MS } = {}) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...matching(ifMatch),
    };
    const signal = AbortSignal.timeout(patienceMs);
    const sent = { method, headers, signal, ...(body && { body: JSON.stringify(body) }) };
    const { status, text: answer } = await fetch(new URL(path, url), sent)
      .then(async (response) => ({ status: response.status, text: await response.text() }))
      .catch((cause: unknown) => {
        // TypeError (nobody listens, a certificate that is not trusted, an answer that breaks off) or TimeoutError.
        throw new NoAnswer(`MCM at ${url} does not answer: ${whyNoAnswer(url, cause)}`, { cause });
      });
    return read(status, answer);
  };
}

function read(status: number, body: string): unknown {
  if (status === 204) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (cause) {
    // SyntaxError: a proxy in between, or something else altogether, speaks at this address.
    throw notAsMcm(status, cause);
  }
  if (typeof value !== 'object' || value === null) throw notAsMcm(status);
  if (status < 400) return value;
  const problem = value as Partial<ProblemDetails>;
  const { title, detail, instance } = problem;
  const sentence = [title ?? `It answered ${status}`, detail].filter(Boolean).join('. ');
  const request = instance?.replace('urn:', '') ?? 'no request id';
  throw new ServerRefused(`${sentence} (${request})`, problem);
}

/** Something else than MCM speaks there. */
export const notAsMcm = (status: number, cause?: unknown): NoAnswer =>
  new NoAnswer(`It answered ${status}, and not as MCM does.`, { cause });

const matching = (version: number | undefined) => ({
  ...(version !== undefined && { 'if-match': `"${version}"` }),
});
