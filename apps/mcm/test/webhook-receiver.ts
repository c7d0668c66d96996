import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { WebhookBody } from '#contract';

/** How a receiver takes what it gets. `late`: with success, but after MCM has lost patience. */
export type Manner = 'ok' | 'fail' | 'hang' | 'redirect' | 'cut' | 'late' | 'gone';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly raw: Buffer;
  readonly body: WebhookBody;
  /** Whether it was answered with success. */
  readonly taken: boolean;
}

/** A real HTTP server that gets webhooks, and can be as awkward as real ones are. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  manner: Manner = 'ok';

  private constructor(private readonly server = createServer()) {
    server.on('request', (request, response) => {
      void this.take(request, response);
    });
  }

  static async listen(port = 0): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    receiver.server.listen(port, '127.0.0.1');
    await once(receiver.server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  /** What was taken, each delivery once. */
  get deliveries(): readonly WebhookBody[] {
    const taken = this.received.filter((one) => one.taken).map(({ body }) => body);
    return [...new Map(taken.map((body) => [body.id, body])).values()];
  }

  /** What was told of which incident: `firing`, `resolved`, in the order of arrival. */
  incidents(): ReadonlyMap<string, readonly string[]> {
    const told = this.deliveries.flatMap(({ type, incidents = [] }) =>
      incidents.map((incident) => [incident, type.replace('alert_', '')] as const),
    );
    const grouped = Map.groupBy(told, ([incident]) => incident);
    return new Map(
      [...grouped].map(([incident, all]) => [incident, all.map(([, event]) => event)]),
    );
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { manner } = this;
    const raw = await buffer(request);
    const body = JSON.parse(raw.toString()) as WebhookBody;
    const taken = manner === 'ok' || manner === 'late';
    this.received.push({ headers: request.headers, raw, body, taken });
    switch (manner) {
      case 'ok':
        response.end('thanks');
        return;
      case 'fail':
        response.writeHead(500).end('no');
        return;
      case 'gone':
        response.writeHead(410).end('gone');
        return;
      case 'redirect':
        response.writeHead(302, { location: this.url }).end();
        return;
      case 'cut':
        request.socket.destroy();
        return;
      case 'hang':
      case 'late':
        return;
    }
  }
}
