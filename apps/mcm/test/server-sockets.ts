import type { Socket } from 'node:net';
import type { Served } from './served.js';

/** The server's ends of all connections from now on, while they are open. */
export function serverSockets(served: Served): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  served.app.getHttpServer().on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}
