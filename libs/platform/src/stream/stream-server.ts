import { Inject, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Logger as HttpLogger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import {
  STREAM_LIMITS,
  STREAM_PATH,
  STREAM_PROTOCOL,
  type SecurityReason,
  type WatchFrame,
} from '#contract';
import { answerRaw } from '../http/answer-raw.js';
import { CONFIG, type Config } from '../config/config.js';
import { asProblem } from '../http/as-problem.js';
import { clientAddress, trustProxies, type Trust } from '../http/client-address.js';
import { AUDIT_SINK, type AuditSink } from '../audit/audit-sink.js';
import { PRINCIPALS, type Ended, type Principal, type Principals } from '../http/principal.js';
import { Problem } from '../http/problem.js';
import { logRefused, UNMATCHED } from '../http/record-requests.js';
import { STRICT_TRANSPORT } from '../http/strict-transport.js';
import { Metrics } from '../metrics/metrics.js';
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
  private log: HttpLogger | undefined;
  private stopping = false;
  private readonly trust: Trust;

  constructor(
    @Inject(PRINCIPALS) private readonly principals: Principals,
    @Inject(AUDIT_SINK) private readonly sink: AuditSink,
    @Inject(CONFIG) { http }: Config,
    private readonly metrics: Metrics,
  ) {
    this.trust = trustProxies(http.trustedProxies);
  }

  get size(): number {
    return this.connections.size;
  }

  /** Lets `handler` speak on every stream opened from now on. */
  carry(handler: StreamHandler): void {
    this.handler = handler;
  }

  /** Takes the upgrades of `server`; those that are refused are in `log`, since no hook sees them. */
  attach(server: Server, log: HttpLogger): void {
    this.log = log;
    this.sockets.on('wsClientError', (error, socket, request) => {
      // The header tells which versions there are (RFC 6455 section 4.4).
      const headers = { 'sec-websocket-version': '13' };
      const problem = new Problem('malformed-request', `${error.message}.`, { headers });
      this.refuse(request, socket, problem);
    });
    this.sockets.on('headers', (headers, { socket }) => {
      if (socket instanceof TLSSocket)
        headers.push(`${STRICT_TRANSPORT.name}: ${STRICT_TRANSPORT.value}`);
    });
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // Before any await: a client that hangs up now must not be an unhandled error.
      socket.on('error', () => socket.destroy());
      this.accept(request, socket, head).catch((error: unknown) => {
        this.refuse(request, socket, asProblem(error));
      });
    });
    this.principals.onEnded((ended) => {
      this.closeAll(ended);
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
    if (fault?.kind === 'origin-refused') this.notice(request, 'origin_refused');
    if (fault) throw fault;
    const principal = await this.principals.resolve(request.headers);
    if (typeof principal === 'string') {
      this.notice(request, principal);
      throw new Problem('not-authenticated');
    }
    if (this.stopping || this.full(principal)) throw new Problem('stream-full');
    this.sockets.handleUpgrade(request, socket, head, (webSocket) => {
      this.open(webSocket, principal);
      void this.lookAgain(request, webSocket);
    });
  }

  /** Once more: what ended between the look and the opening was told to nobody who listened. */
  private async lookAgain({ headers }: IncomingMessage, webSocket: WebSocket): Promise<void> {
    const connection = this.connections.get(webSocket);
    try {
      const still = await this.principals.resolve(headers);
      if (typeof still === 'string') connection?.close('notAuthenticated');
    } catch (error) {
      // Whatever it is: only frames are understood from here on, and who is not known may not stay.
      this.logger.error('The session of a stream could not be read; closed.', error);
      connection?.close('failed');
    }
  }

  private refuse(request: IncomingMessage, socket: Duplex, problem: Problem): void {
    const { method = '', url = '' } = request;
    const { status, cause } = problem;
    const requestId = answerRaw(socket, problem, request);
    const route = url.split('?', 1)[0] === STREAM_PATH ? `GET ${STREAM_PATH}` : UNMATCHED;
    const remoteAddress = clientAddress(request, this.trust);
    if (this.log) logRefused(this.log, { requestId, method, route, status, remoteAddress });
    if (cause === undefined || status < 500) return;
    this.logger.error(`${method} ${route} failed (request ${requestId})`, cause);
  }

  private notice(
    request: IncomingMessage,
    reason: SecurityReason<'protected_websocket_access_failed'>,
  ): void {
    this.sink.notice({
      category: 'protected_websocket_access_failed',
      reason,
      route: `GET ${STREAM_PATH}`,
      sourceIp: clientAddress(request, this.trust),
    });
  }

  private closeAll(ended: Ended): void {
    for (const connection of this.connections.values()) {
      const { sessionId, userId } = connection.principal;
      const hit = 'userId' in ended ? ended.userId === userId : ended.sessionId === sessionId;
      if (hit) connection.close('notAuthenticated');
    }
  }

  private full(principal: Principal): boolean {
    const all = [...this.connections.values()];
    const own = all.filter((connection) => connection.principal.userId === principal.userId);
    return all.length >= MAX_STREAMS || own.length >= MAX_STREAMS_PER_USER;
  }

  private open(socket: WebSocket, principal: Principal): void {
    const connection = new StreamConnection(socket, principal);
    this.connections.set(socket, connection);
    this.metrics.streams.set(this.size);
    socket.on('error', (error) => {
      this.logger.debug(`A stream of ${principal.username} failed: ${error.message}`);
    });
    socket.on('message', (data: Buffer, isBinary) => {
      this.receive(connection, isBinary ? '' : data.toString('utf8'));
    });
    socket.once('close', () => {
      this.connections.delete(socket);
      this.metrics.streams.set(this.size);
      this.handler?.closed(connection);
    });
    this.handler?.opened(connection);
  }

  private receive(connection: StreamConnection, text: string): void {
    // What a client still sends behind its fault is not judged, nor logged a thousand times.
    if (!connection.open) return;
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
