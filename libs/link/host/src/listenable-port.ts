import { once } from 'node:events';
import { createServer } from 'node:net';

const TRIES = 100;

/**
 * The first port from `from` upwards on which `host` may listen right now. Rejects with the system's error
 * when `host` is not ours, or with the last `EADDRINUSE` or `EACCES` when a hundred in a row are not to be had.
 */
export async function listenablePort(host: string, from: number): Promise<number> {
  for (let port = from; ; port++) {
    try {
      await tryToListen(host, port);
      return port;
    } catch (error) {
      // Taken, or reserved for root: only listening can tell.
      const { code } = error as NodeJS.ErrnoException;
      const passable = code === 'EADDRINUSE' || code === 'EACCES';
      if (!passable || port === from + TRIES - 1 || port === 65_535) throw error;
    }
  }
}

async function tryToListen(host: string, port: number): Promise<void> {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}
