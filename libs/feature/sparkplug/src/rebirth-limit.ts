import { Problem } from '#platform';

const OF_NODE_MS = 10_000;
const MINUTE_MS = 60_000;
const PER_MINUTE = 30;

/** How often nodes may be asked for their births: each once in ten seconds, all together thirty times a minute. */
export class RebirthLimit {
  /** The requests of the last minute, by node; the oldest first. */
  readonly #requests: { readonly node: string; readonly at: number }[] = [];

  /** @throws Problem `too-many-requests`, with how many seconds to wait */
  take(node: string, now: number): void {
    while ((this.#requests[0]?.at ?? now) <= now - MINUTE_MS) this.#requests.shift();
    const last = this.#requests.findLast((one) => one.node === node);
    if (last !== undefined && now - last.at < OF_NODE_MS) {
      throw tooSoon('This node was asked for its births just now.', last.at + OF_NODE_MS - now);
    }
    const first = this.#requests[0];
    if (first !== undefined && this.#requests.length >= PER_MINUTE) {
      const detail = `Nodes were asked for their births ${PER_MINUTE} times in the last minute.`;
      throw tooSoon(detail, first.at + MINUTE_MS - now);
    }
    this.#requests.push({ node, at: now });
  }
}

function tooSoon(detail: string, ms: number): Problem {
  const seconds = Math.ceil(ms / 1_000);
  return new Problem('too-many-requests', `${detail} Try again in ${seconds} s.`, {
    headers: { 'retry-after': String(seconds) },
  });
}
