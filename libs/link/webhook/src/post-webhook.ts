import { request as requestPlain, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestTls } from 'node:https';
import { checkedLookup, type Lookup } from './checked-lookup.js';
import { describeFailure } from './describe-failure.js';
import { trustedAuthorities } from './trusted-authorities.js';
import { literalAddress, urlProblem } from './webhook-url.js';

const MOST_ANSWER_BYTES = 1_024;

export interface WebhookPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** For all of it, in ms. */
  readonly timeout: number;
  /** Whether loopback and link-local addresses may be posted to. */
  readonly allowLoopback: boolean;
  /** Another one in tests. */
  readonly lookup?: Lookup;
}

/** What came of it. `ok`: it was answered with 2xx. `problem`: a sentence for people. */
export type WebhookOutcome =
  | { readonly ok: true; readonly status: number; readonly answer: string }
  | {
      readonly ok: false;
      readonly problem: string;
      /** Absent when there was no answer. */
      readonly status?: number;
      readonly answer?: string;
    };

/** Posts once. Never follows a redirect, and never throws. */
export function postWebhook(post: WebhookPost): Promise<WebhookOutcome> {
  const odd = urlProblem(post.url, post.allowLoopback);
  if (odd !== undefined) return Promise.resolve({ ok: false, problem: `The URL ${odd}.` });
  return new Promise((resolve) => {
    try {
      send(post, resolve);
    } catch (error) {
      // Node refuses some headers and URLs by throwing, and knows best which.
      resolve({ ok: false, problem: describeFailure(error, post.timeout) });
    }
  });
}

function send(post: WebhookPost, resolve: (outcome: WebhookOutcome) => void): void {
  const url = new URL(post.url);
  const signal = AbortSignal.timeout(post.timeout);
  const isSecure = url.protocol === 'https:';
  const asked = (isSecure ? requestTls : requestPlain)(optionsFor(post, url, signal));
  let isAnswered = false;
  asked.on('error', (error) => {
    // Once the status is told, it counts, however the rest ends.
    if (isAnswered) return;
    resolve({ ok: false, problem: describeFailure(signal.reason ?? error, post.timeout) });
  });
  // A POST is not what a protocol is changed with; without a listener, Node would end it without a word.
  asked.on('upgrade', (response, socket) => {
    isAnswered = true;
    socket.destroy();
    resolve(outcomeOf(response, ''));
  });
  asked.on('response', (response) => {
    isAnswered = true;
    void read(response).then((answer) => {
      asked.destroy();
      resolve(outcomeOf(response, answer));
    });
  });
  asked.end(post.body);
}

function optionsFor(post: WebhookPost, url: URL, signal: AbortSignal): RequestOptions {
  const { headers, body, allowLoopback, lookup } = post;
  return {
    ...{ method: 'POST', protocol: url.protocol, path: `${url.pathname}${url.search}`, signal },
    hostname: literalAddress(url) ?? url.hostname,
    ...(url.port !== '' && { port: url.port }),
    headers: { ...headers, 'content-length': body.byteLength },
    // A connection of its own: nothing of it goes on, and no proxy of the environment takes it elsewhere.
    agent: false,
    lookup: checkedLookup(allowLoopback, lookup),
    ...(url.protocol === 'https:' && { ca: trustedAuthorities() }),
  };
}

/** The beginning of what was answered; whether the rest ever comes does not matter, the status has been told. */
async function read(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      parts.push(part);
      size += part.byteLength;
      if (size >= MOST_ANSWER_BYTES) break;
    }
  } catch {
    // The connection was cut, or the time was up: what came is what there is.
  }
  const bytes = Buffer.concat(parts).subarray(0, MOST_ANSWER_BYTES);
  return bytes.toString('utf8').replaceAll(/[^\P{C}\n\t]/gu, '�');
}

function outcomeOf({ statusCode = 0 }: IncomingMessage, answer: string): WebhookOutcome {
  if (statusCode >= 200 && statusCode < 300) return { ok: true, status: statusCode, answer };
  const redirect = statusCode >= 300 && statusCode < 400;
  const words = redirect ? ': redirects are never followed; enter the URL that it leads to' : '';
  const problem = `The receiver answered ${statusCode}${words}.`;
  return { ok: false, problem, status: statusCode, answer };
}
