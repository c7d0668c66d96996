import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port of 127.0.0.1 that was free a moment ago: below those that a system gives to whoever asks for any one, who would
 * be given this one before the program that it is for has begun to listen.
 */
export async function freePort() {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 2_000);
    const server = createServer().listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch {
      continue; // EADDRINUSE: somebody else listens there
    }
    server.close();
    await once(server, 'close');
    return port;
  }
}
