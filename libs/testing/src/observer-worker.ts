import { existsSync } from 'node:fs';

/** The observer's worker as `make build` leaves it: Node does not run TypeScript with `.js` imports in a thread. */
export function builtObserverWorker(): URL {
  const url = new URL('../../../dist/libs/link/observer/src/worker.js', import.meta.url);
  if (!existsSync(url)) throw new Error(`build first: make build (there is no ${url.pathname})`);
  return url;
}
