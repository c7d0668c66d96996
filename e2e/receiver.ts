import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A webhook as it came over the wire. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real HTTP server that is posted to; what it answers can be changed. */
export class Receiver {
  readonly received: Received[] = [];
  status = 200;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<Receiver> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const receiver = new Receiver(server, `http://127.0.0.1:${port}/hook`);
    server.on('request', (request, response) => {
      text(request).then(
        (body) => {
          receiver.received.push({ headers: request.headers, body });
          response.writeHead(receiver.status).end(`thanks, ${receiver.status}`);
        },
        // Cut off by the end of the receiver: nobody waits for an answer.
        () => undefined,
      );
    });
    return receiver;
  }

  /** The last webhook of this event, as JSON. */
  last(event: string): Record<string, unknown> | undefined {
    const found = this.received.findLast(({ headers }) => headers['x-mcm-event'] === event);
    return found && (JSON.parse(found.body) as Record<string, unknown>);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** Whether a webhook was signed with this secret. */
export function isSigned({ headers, body }: Received, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(body).digest('hex');
  return headers['x-mcm-signature'] === `sha256=${expected}`;
}
