import { existsSync } from 'node:fs';

const BUILT = new URL('../../../dist/libs/', import.meta.url);

/** A thread's program as `make build` leaves it: Node does not run TypeScript with `.js` imports in a thread. */
export function builtWorker(thread: 'observer' | 'judge' | 'sparkplug'): URL {
  if (!existsSync(BUILT))
    throw new Error(`build first: make build (there is no ${BUILT.pathname})`);
  return new URL(`link/${thread}/src/worker.js`, BUILT);
}
