import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the ports that Linux gives to whoever asks for any one (32768 and up): those it would give to another test, or to
 * a client on its way out, before the program that this one is for has begun to listen, or while it is down.
 */
const FIRST = 12_000;
/** So many for each of Jest's workers, so that none takes what another was told is free. */
const EACH = 2_000;
const WORKERS = 10;
const OWN = FIRST + EACH * (Number(process.env['JEST_WORKER_ID'] ?? 0) % WORKERS);

/** Somewhere, for there may be another run on this machine. */
let next = Math.floor(Math.random() * EACH);

/** A port of the loopback interface on which nothing listened a moment ago, and another one each time. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < EACH; tried += 1) {
    next = (next + 1) % EACH;
    const port = OWN + next;
    if (await isFree(port)) return port;
  }
  throw new Error(`none of the ports from ${OWN} to ${OWN + EACH - 1} is free`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    // EADDRINUSE: somebody else listens there.
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
