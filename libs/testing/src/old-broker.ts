import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { TestBroker } from './mosquitto.js';

export interface OldBroker {
  readonly host: '127.0.0.1';
  readonly port: number;
  stop(): void;
}

/** A way to `broker` that knows MQTT 3.1.1 only: it answers MQTT 5 as brokers did before that. */
export async function oldBroker(broker: TestBroker): Promise<OldBroker> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    sockets.add(client);
    client.on('error', () => client.destroy());
    client.once('data', (bytes: Buffer) => {
      // The version stands behind the name MQTT. CONNACK 1: unacceptable version (MQTT 3.1.1 section 3.2.2.3).
      if (bytes[8] === 5) {
        client.end(Uint8Array.of(0x20, 2, 0, 1));
        return;
      }
      const upstream = connect(broker.port, broker.host);
      upstream.on('error', () => client.destroy()).write(bytes);
      upstream.pipe(client).pipe(upstream);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
