import { chmod, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Principal } from './principal.js';

/** Which user id the caller says it has: who may open the socket could be that user anyway. */
export const LOCAL_UID_HEADER = 'x-mcm-uid';

/** Longer paths do not fit into a socket's address (sockaddr_un: 108 bytes with its end, on macOS 104). */
const LONGEST_PATH = 103;

/** How long a close waits for requests that run: a client that reads slowly does not keep the server from stopping. */
const GRACE_MS = 1_000;

/** Connections that came through the door, and so from the owner of the data folder or from root. */
const local = new WeakSet<Socket>();

/** The door in the data folder: a Unix socket that only the folder's owner can open (0600). */
export class LocalDoor {
  private constructor(private readonly server: Server) {}

  /**
   * Opens the door at `path` for `listener`; nothing when the path is too long for a socket, or on Windows, whose named
   * pipes would be open to every user. The caller holds the folder's lock, so a socket that lies there is that of a dead process.
   */
  static async open(path: string, listener: RequestListener): Promise<LocalDoor | undefined> {
    if (process.platform === 'win32' || Buffer.byteLength(path) > LONGEST_PATH) return undefined;
    await rm(path, { force: true });
    const server = createServer(listener);
    server.on('connection', (socket) => local.add(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
    await chmod(path, 0o600);
    return new LocalDoor(server);
  }

  /** Lets running requests end, but does not wait long; the socket's file goes with it. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeIdleConnections();
    const end = setTimeout(() => {
      this.server.closeAllConnections();
    }, GRACE_MS);
    await closed;
    clearTimeout(end);
  }
}

/** The caller, if it came through the door: it owns the data, so it may do everything. */
export function localPrincipal({ socket, headers }: IncomingMessage): Principal | undefined {
  if (!local.has(socket)) return undefined;
  const uid = headers[LOCAL_UID_HEADER];
  const username = typeof uid === 'string' && /^\d{1,10}$/.test(uid) ? `cli:${uid}` : 'cli';
  const forever = Number.MAX_SAFE_INTEGER;
  return { userId: 0, username, role: 'admin', via: 'local', sessionId: '', expiresAt: forever };
}
