import { Inject, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { STREAM_LIMITS, STREAM_PROTOCOL, type WatchFrame } from '#contract';
import { answerRaw } from '../http/answer-raw.js';
import { asProblem } from '../http/as-problem.js';
import { PRINCIPALS, type Principal, type Principals } from '../http/principal.js';
import { Problem } from '../http/problem.js';
import { handshakeProblem } from './handshake.js';
import { StreamConnection } from './stream-connection.js';
import { parseWatchFrame } from './watch-frame.js';

const MAX_STREAMS = 256;
const MAX_STREAMS_PER_USER = 128;
const PING_MS = 30_000;

/** What a stream carries; the feature that observes the broker gives one. */
export interface StreamHandler {
  opened(connection: StreamConnection): void;
  watched(connection: StreamConnection, frame: WatchFrame): void;
  closed(connection: StreamConnection): void;
}

/** The sockets of the event stream: who may open one, and when it is closed. Knows nothing of what flows. */
@Injectable()
export class StreamServer implements BeforeApplicationShutdown {
  private readonly logger = new Logger(StreamServer.name);
  private readonly connections = new Map<WebSocket, StreamConnection>();
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: STREAM_LIMITS.clientFrameBytes,
    // The default echoes the first protocol offered, which may be the token.
    handleProtocols: () => STREAM_PROTOCOL,
    perMessageDeflate: false,
  });
  private handler: StreamHandler | undefined;
  private stopping = false;

  constructor(@Inject(PRINCIPALS) private readonly principals: Principals) {}

  get size(): number {
    return this.connections.size;
  }

  /** Lets `handler` speak on every stream opened from now on. */
  carry(handler: StreamHandler): void {
    this.handler = handler;
  }

  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // Before any await: a client that hangs up now must not be an unhandled error.
      socket.on('error', () => socket.destroy());
      this.accept(request, socket, head).catch((error: unknown) => {
        answerRaw(socket, asProblem(error));
      });
    });
    this.principals.onEnded((sessionId) => {
      for (const connection of this.connections.values()) {
        if (connection.principal.sessionId === sessionId) connection.close('notAuthenticated');
      }
    });
    const ping = setInterval(() => {
      this.pingAll();
    }, PING_MS).unref();
    server.once('close', () => {
      clearInterval(ping);
    });
  }

  /** Tells every client that the server stops; the HTTP server cannot close while one is there. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    const gone = [...this.connections.keys()].map(
      (socket) => new Promise((resolve) => socket.once('close', resolve)),
    );
    for (const connection of this.connections.values()) connection.close('stopping');
    await Promise.all(gone);
  }

  private async accept(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const fault = handshakeProblem(request);
    if (fault) throw fault;
    const principal = await this.principals.resolve(request.headers);
    if (!principal) throw new Problem('not-authenticated');
    if (this.stopping || this.full(principal)) throw new Problem('stream-full');
    this.sockets.handleUpgrade(request, socket, head, (webSocket) => {
      this.open(webSocket, principal);
    });
  }

  private full(principal: Principal): boolean {
    const all = [...this.connections.values()];
    const own = all.filter((connection) => connection.principal.userId === principal.userId);
    return all.length >= MAX_STREAMS || own.length >= MAX_STREAMS_PER_USER;
  }

  private open(socket: WebSocket, principal: Principal): void {
    const connection = new StreamConnection(socket, principal);
    this.connections.set(socket, connection);
    socket.on('error', (error) => {
      this.logger.debug(`A stream of ${principal.username} failed: ${error.message}`);
    });
    socket.on('message', (data: Buffer, isBinary) => {
      this.receive(connection, isBinary ? '' : data.toString('utf8'));
    });
    socket.once('close', () => {
      this.connections.delete(socket);
      this.handler?.closed(connection);
    });
    this.handler?.opened(connection);
  }

  private receive(connection: StreamConnection, text: string): void {
    const frame = parseWatchFrame(text);
    if (typeof frame !== 'string') {
      this.handler?.watched(connection, frame);
      return;
    }
    this.logger.warn(`A stream of ${connection.principal.username} sent a frame ${frame}; closed.`);
    connection.close('malformed');
  }

  private pingAll(): void {
    for (const [socket, connection] of this.connections) {
      if (connection.unanswered) {
        socket.terminate();
      } else {
        connection.ping();
      }
    }
  }
}
