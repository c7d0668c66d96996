import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { until } from '#testing';
import { TappedSocket } from './tapped-socket.js';

/** PUBLISH, QoS 0, topic `a/b`, MQTT 3.1.1, 32 bytes of payload. */
const PUBLISH = Buffer.concat([
  Buffer.from([0x30, 37, 0, 3]),
  Buffer.from('a/b'),
  Buffer.alloc(32),
]);
const CONNACK = Buffer.from([0x20, 2, 0, 0]);
const MESSAGES = 150_000;

let server: Server;
let tapped: TappedSocket | undefined;
afterEach(() => {
  tapped?.destroy();
  server.close();
});

describe('a broker that sends more than can be taken', () => {
  it('leaves the thread time for others, many times', async () => {
    const flood = Buffer.concat([CONNACK, ...Array.from({ length: MESSAGES }, () => PUBLISH)]);
    server = createServer((socket) => {
      socket.on('error', () => undefined); // we hang up on it
      socket.write(flood);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;

    let taken = 0;
    tapped = new TappedSocket({
      protocolVersion: 4,
      heard: () => undefined,
      now: Date.now,
      sink: {
        record: () => {
          taken += 1;
          const until = performance.now() + 0.002;
          while (performance.now() < until);
        },
      },
      open: (onread) => connect({ port, host: '127.0.0.1', onread }),
    });
    tapped.resume();

    let turns = 0;
    const turn = () => {
      if (taken > 0 && taken < MESSAGES) turns += 1;
      if (taken < MESSAGES) setImmediate(turn);
    };
    turn();
    await until(() => taken === MESSAGES);
    expect(turns).toBeGreaterThan(15);
  });
});
