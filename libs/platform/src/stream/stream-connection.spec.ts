import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { Principal } from '../http/principal.js';
import { StreamConnection } from './stream-connection.js';

const ADA: Principal = {
  ...{ userId: 1, username: 'ada', role: 'viewer', via: 'session', sessionId: 's' },
  expiresAt: Number.MAX_SAFE_INTEGER,
};

let server: Server;
let client: WebSocket;
let socket: WebSocket;
let connection: StreamConnection;
beforeEach(async () => {
  server = createServer();
  const streams = new WebSocketServer({ server });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const opened = once(client, 'open'); // one that is not open yet cannot be paused
  [socket] = (await once(streams, 'connection')) as [WebSocket];
  await opened;
  connection = new StreamConnection(socket, ADA);
});
afterEach(async () => {
  client.terminate();
  server.close();
  await once(server, 'close');
});

/** Sends until the kernel takes no more and the client is behind. */
function fallBehind(): void {
  client.pause();
  const event = { type: 'broker_log', source: 'mcm', severity: 'info', observedAt: '' } as const;
  while (connection.ready(0)) connection.send({ ...event, message: 'x'.repeat(100_000) });
}

describe('a client that reads too slowly', () => {
  it('is sent nothing more, and closed with 4408 after ten seconds', async () => {
    fallBehind();
    expect([connection.ready(10_000), socket.readyState]).toEqual([false, WebSocket.OPEN]);
    expect([connection.ready(10_001), socket.readyState]).toEqual([false, WebSocket.CLOSING]);
    // Nor is it cut off before it has read all, however long this process stands still.
    jest.spyOn(socket, 'terminate').mockReturnValue(undefined);
    client.resume();
    expect(await once(client, 'close')).toEqual([4408, expect.anything()]);
  });

  it('is cut off a second later when it does not even read the close', async () => {
    fallBehind();
    connection.ready(10_001);
    const begun = performance.now();
    await once(socket, 'close');
    // By itself, the library would wait for half a minute.
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect(socket.bufferedAmount).toBeLessThan(1_048_576);
  });

  it('has ten seconds again when it has caught up in between', async () => {
    fallBehind();
    client.resume();
    while (socket.bufferedAmount > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(connection.ready(9_000)).toBe(true);
    fallBehind();
    expect([connection.ready(10_000), socket.readyState]).toEqual([false, WebSocket.OPEN]);
  });
});
