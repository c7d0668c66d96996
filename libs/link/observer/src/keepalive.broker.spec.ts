import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '#testing';
import type { Failure } from './failure.js';
import { openSocket } from './open-socket.js';
import { openSession, type Session } from './session.js';
import { TappedSocket } from './tapped-socket.js';

/** A session without an answer ends half of this after a ping; both sides are this process, which may be kept waiting. */
const KEEPALIVE_S = 3;
const PINGREQ = 0xc0;
const PUBLISH = Uint8Array.of(0x30, 5, 0, 1, 97, 0, 120);

interface Seen {
  pings: number;
  granted: boolean;
  failure?: Failure;
}

let broker: Server;
let client: Socket | undefined;
let session: Session;
let seen: Seen;

/** A broker that lets everybody in and never answers a ping: its answers wait behind a flood. */
beforeEach(async () => {
  // Of this test alone: the session of the one before may still be ending.
  const own: Seen = { pings: 0, granted: false };
  seen = own;
  broker = createServer((socket) => {
    client = socket;
    socket.on('data', (bytes: Buffer) => {
      if (bytes[0] === 0x10) socket.write(Uint8Array.of(0x20, 3, 0, 0, 0));
      if (bytes[0] === 0x82) socket.write(Uint8Array.of(0x90, 4, bytes[2]!, bytes[3]!, 0, 0));
      if (bytes[0] === PINGREQ) own.pings++;
    });
  }).listen(0, '127.0.0.1');
  await once(broker, 'listening');
  const target = { host: '127.0.0.1', port: (broker.address() as AddressInfo).port };
  session = openSession({
    ...{ target, clientId: 'mcm-test', protocolVersion: 5, keepalive: KEEPALIVE_S },
    subscription: { filter: '#', qos: 0 },
    openStream: (heard) =>
      new TappedSocket({
        ...{ protocolVersion: 5, heard, sink: { record: () => undefined }, now: Date.now },
        open: (onread) => openSocket(target, onread),
      }),
    onGranted: () => (own.granted = true),
    onEnd: (failure) => (own.failure = failure),
  });
  await until(() => own.granted);
});
afterEach(() => {
  session.end();
  client?.destroy();
  broker.close();
});

describe('a session whose broker does not answer pings', () => {
  it('holds while anything else arrives, and goes on pinging', async () => {
    const flood = setInterval(() => client?.write(PUBLISH), 20);
    await until(() => seen.pings >= 2);
    clearInterval(flood);
    expect(seen.failure).toBeUndefined();
  });

  it('ends when nothing arrives at all', async () => {
    await until(() => seen.failure !== undefined);
    expect(seen.failure).toMatchObject({ kind: 'error', error: { message: 'Keepalive timeout' } });
    expect(seen.pings).toBe(1);
  });
});
