import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { STREAM_PATH, type StreamEvent } from '#contract';
import { StreamServer } from '#platform';
import { startMosquitto, until, type TestBroker } from '#testing';
import { serverSockets } from './server-sockets.js';
import { serve, type Served, type TestStream } from './served.js';
import {
  BINARY,
  FIRST_OF_SEVERAL,
  frame,
  LAST_OF_SEVERAL,
  StreamSocket,
  TEXT,
} from './stream-socket.js';

const MIB = 1_048_576;
const WATCH = JSON.stringify({ type: 'watch', filters: ['good/#'], maxPerSecond: 20 });

let broker: TestBroker;
let served: Served;
let token: string;
/** The server's ends of all connections. */
let sockets: ReadonlySet<Socket>;
beforeAll(async () => {
  broker = await startMosquitto();
  served = await serve({ env: { MCM_MOSQUITTO_PORT: String(broker.port) } });
  sockets = serverSockets(served);
  token = await served.logIn();
  await until(async () => {
    const { body } = await served.ask('/readyz');
    return (body as { broker: string }).broker === 'connected';
  });
});
afterAll(async () => {
  await served.stop();
  await broker.stop();
});
afterEach(async () => {
  // Whatever a client did, the server is there and has forgotten it.
  expect((await served.ask('/healthz')).status).toBe(200);
  await until(() => open() === 0);
});

const open = () => served.app.get(StreamServer).size;
const wanted = (filters: unknown) => JSON.stringify({ type: 'watch', filters });
const messages = ({ frames }: TestStream) => frames.filter(({ type }) => type === 'topic_message');

async function started(): Promise<TestStream> {
  const stream = served.stream(token);
  await stream.frame(({ type }) => type === 'broker_status');
  return stream;
}

describe('a client that sends garbage', () => {
  it.each([
    ['text that is no JSON', 1007, [frame(TEXT, 'hello')]],
    ['an empty frame', 1007, [frame(TEXT, '')]],
    ['JSON cut short', 1007, [frame(TEXT, WATCH.slice(0, -1))]],
    ['JSON that is no object', 1007, [frame(TEXT, 'null')]],
    ['a list', 1007, [frame(TEXT, `[${WATCH}]`)]],
    ['an unknown frame', 1007, [frame(TEXT, '{"type":"publish","topic":"a"}')]],
    ['a watch that is binary', 1007, [frame(BINARY, WATCH)]],
    ['bytes', 1007, [frame(BINARY, Buffer.from([0, 255, 254]))]],
    ['text that is no UTF-8', 1007, [frame(TEXT, Buffer.from([0x22, 0xc3, 0x28, 0x22]))]],
    ['no filters', 1007, [frame(TEXT, '{"type":"watch"}')]],
    ['filters that are no list', 1007, [frame(TEXT, wanted('good/#'))]],
    ['a filter that is no text', 1007, [frame(TEXT, wanted(['good/#', 7]))]],
    ['a faulty filter', 1007, [frame(TEXT, wanted(['a/#/b']))]],
    ['an empty filter', 1007, [frame(TEXT, wanted(['']))]],
    ['a filter of half a character', 1007, [frame(TEXT, wanted(['a/\u{d800}']))]],
    ['a filter with a NUL', 1007, [frame(TEXT, wanted(['a/\0']))]],
    ['a filter of 201 slashes', 1007, [frame(TEXT, wanted(['/'.repeat(201)]))]],
    ['too many filters', 1007, [frame(TEXT, wanted(Array.from({ length: 65 }, () => 'a')))]],
    ['no rate at all', 1007, [frame(TEXT, '{"type":"watch","filters":[],"maxPerSecond":0}')]],
    ['a rate in words', 1007, [frame(TEXT, '{"type":"watch","filters":[],"maxPerSecond":"4"}')]],
    ['a prototype', 1007, [frame(TEXT, '{"__proto__":{"type":"watch","filters":[]}}')]],
    ['JSON as deep as it goes', 1007, [frame(TEXT, '['.repeat(60_000))]],
    ['a frame that is too large', 1009, [frame(TEXT, wanted(['x'.repeat(70_000)]))]],
    ['one that says it is larger than memory', 1009, [Buffer.from('82ff7fffffff00000000', 'hex')]],
    [
      'parts that are too large together',
      1009,
      [frame(FIRST_OF_SEVERAL, ' '.repeat(40_000)), frame(LAST_OF_SEVERAL, ' '.repeat(40_000))],
    ],
    ['a last part without a first', 1002, [frame(LAST_OF_SEVERAL, WATCH)]],
    ['a frame that is not masked', 1002, [Buffer.from([TEXT, 2, 0x7b, 0x7d])]],
    ['a compressed frame', 1002, [frame(0xc1, WATCH)]],
    ['an opcode that does not exist', 1002, [frame(0x83, WATCH)]],
    ['a ping in parts', 1002, [frame(0x09, 'x')]],
    ['a ping that is too long', 1002, [frame(0x89, 'x'.repeat(126))]],
    ['a close that says nothing sensible', 1002, [frame(0x88, Buffer.from([0, 1]))]],
  ])('loses its stream, and nobody else does: %s', async (_, code, frames) => {
    const neighbour = await started();
    const stream = await StreamSocket.open(served.url, token);
    stream.send(...frames);
    await until(
      () => stream.closedWith !== undefined,
      () => `got ${stream.received.toString('latin1')}`,
    );
    expect(stream.closedWith).toBe(code);
    stream.socket.destroy();
    expect(neighbour.closedWith).toBeUndefined();
    neighbour.socket.close();
  });

  it('is complained of once, however much it sends before it goes', async () => {
    const complaints = () => served.log().split('sent a frame not JSON').length;
    const before = complaints();
    const stream = await StreamSocket.open(served.url, token);
    stream.send(...Array.from({ length: 2_000 }, () => frame(TEXT, 'hello')));
    await until(() => open() === 0);
    expect(complaints() - before).toBe(1);
    stream.socket.destroy();
  });

  it('may send a good frame in parts, with pings in between', async () => {
    const stream = await StreamSocket.open(served.url, token);
    const parts = [WATCH.slice(0, 5), WATCH.slice(5, 30), WATCH.slice(30)];
    stream.send(frame(FIRST_OF_SEVERAL, parts[0] ?? ''), frame(0x89, 'ping'));
    stream.send(frame(0x00, parts[1] ?? ''), frame(LAST_OF_SEVERAL, parts[2] ?? ''));
    const plant = await broker.connect();
    await until(async () => {
      await plant.publishAsync('good/part', 'x', { qos: 1 });
      return stream.received.includes('good/part');
    });
    expect(stream.closedWith).toBeUndefined();
    stream.socket.destroy();
  });

  it('may change its mind as often as it likes', async () => {
    const stream = await started();
    for (let i = 0; i < 2_000; i += 1) stream.send({ type: 'watch', filters: [`nothing/${i}`] });
    stream.send(WATCH);
    const plant = await broker.connect();
    await until(async () => {
      await plant.publishAsync('good/again', 'x', { qos: 1 });
      return messages(stream).length > 0;
    });
    stream.socket.close();
  });
});

describe('a client that opens a thousand streams', () => {
  it('gets 128; the others are refused for a stated reason, and the server answers all the while', async () => {
    const url = served.url.replace('http', 'ws') + STREAM_PATH;
    const refusals: string[] = [];
    const opened: WebSocket[] = [];
    for (let i = 0; i < 1_000; i += 1) {
      const socket = new WebSocket(url, ['mcm.v1', `Bearer.${token}`]);
      socket.on('error', () => undefined); // of one that is refused, when it is put away
      socket.on('open', () => opened.push(socket));
      socket.on('unexpected-response', (_, response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
        response.on('end', () => {
          const { status, type } = JSON.parse(body) as { status: number; type: string };
          refusals.push(`${response.statusCode ?? 0} ${status} ${type}`);
          socket.terminate();
        });
      });
    }
    expect((await served.ask('/healthz')).status).toBe(200);
    await until(
      () => opened.length + refusals.length === 1_000,
      () => `${opened.length} opened, ${refusals.length} refused`,
    );
    expect((await served.ask('/healthz')).status).toBe(200);
    expect(opened).toHaveLength(128);
    expect(new Set(refusals)).toEqual(new Set(['503 503 /problems/stream-full']));

    for (const socket of opened) socket.close();
    await until(() => open() === 0);
    (await started()).socket.close();
  });
});

describe('a hundred clients that watch', () => {
  it('are each told of every message, tick by tick', async () => {
    const streams = await Promise.all(Array.from({ length: 100 }, started));
    for (const stream of streams) stream.send(WATCH);
    const plant = await broker.connect();
    await until(async () => {
      await plant.publishAsync('good/fence', 'x', { qos: 1 });
      return streams.every((stream) => messages(stream).length > 0);
    });
    const total = (stream: TestStream) =>
      messages(stream)
        .filter((one) => one.type === 'topic_message' && one.topic === 'good/all')
        .reduce((sum, one) => sum + (one.type === 'topic_message' ? one.coalesced : 0), 0);
    const counted = (stream: TestStream) =>
      stream.frames.filter((one: StreamEvent) => 'topic' in one && one.topic === 'good/all').length;
    // Ten at once, twenty times: each ten is told, in few frames, before the next.
    for (let i = 10; i <= 200; i += 10) {
      for (let j = 0; j < 10; j += 1) plant.publish('good/all', String(i + j));
      await until(
        () => streams.every((stream) => total(stream) === i),
        () => `heard of ${streams.map(total).join(' ')}`,
      );
    }
    for (const stream of streams) {
      expect(counted(stream)).toBeGreaterThan(10);
      expect(counted(stream)).toBeLessThan(100);
      expect(stream.frames.some(({ type }) => type === 'lagged')).toBe(false);
      stream.socket.close();
    }
  });
});

describe('a client that does not read', () => {
  it('costs a bounded buffer, and then its connection', async () => {
    const before = new Set(sockets);
    const stream = await StreamSocket.open(served.url, token);
    const mine = [...sockets].find((socket) => !before.has(socket));
    stream.send(
      frame(TEXT, JSON.stringify({ type: 'watch', filters: ['slow/#'], maxPerSecond: 20 })),
    );
    stream.socket.pause();
    const plant = await broker.connect();
    let waiting = 0;
    const pour = setInterval(() => {
      for (let i = 0; i < 400; i += 1) plant.publish(`slow/${i}`, 'x'.repeat(1_000));
      waiting = Math.max(waiting, mine?.writableLength ?? 0);
    }, 50);
    await until(
      () => open() === 0,
      () => `it is still there, with ${waiting} bytes`,
    );
    clearInterval(pour);
    // 256 KiB, and what a tick may add to them: 2000 topics and 500 lines.
    expect(waiting).toBeGreaterThan(MIB / 4);
    expect(waiting).toBeLessThan(4 * MIB);
    expect(mine?.destroyed).toBe(true);
    stream.socket.destroy();
  });

  it('is told how much it has missed when it reads again', async () => {
    const stream = await started();
    const neighbour = await started();
    for (const one of [stream, neighbour])
      one.send({ type: 'watch', filters: ['many/#'], maxPerSecond: 20 });
    const plant = await broker.connect();
    await until(async () => {
      await plant.publishAsync('many/fence', 'x', { qos: 1 });
      return messages(stream).length > 0;
    });
    stream.socket.pause();
    let published = 0;
    const behind = () => [...sockets].some(({ writableLength }) => writableLength > MIB / 4);
    // Less at once than makes a client late, so that one that reads is not, whatever happens between two ticks.
    const pour = async () => {
      for (let i = 0; i < 200; i += 1) plant.publish(`many/${published++}`, 'x'.repeat(1_000));
      const last = `many/${published - 1}`;
      await neighbour.frame((one) => one.type === 'topic_message' && one.topic === last);
    };
    while (!behind()) await pour();
    // More topics than are kept for a client that is behind.
    for (let i = 0; i < 20; i += 1) await pour();
    stream.socket.resume();
    const lagged = await stream.frame(({ type }) => type === 'lagged');
    expect(lagged).toEqual({ type: 'lagged', dropped: expect.any(Number) });
    const told = () =>
      stream.frames.reduce(
        (sum, one) =>
          sum +
          (one.type === 'lagged' ? one.dropped : one.type === 'topic_message' ? one.coalesced : 0),
        0,
      );
    await until(
      () => told() > published,
      () => `${told()} of ${published}`,
    );
    expect(neighbour.frames.some(({ type }) => type === 'lagged')).toBe(false);
    for (const one of [stream, neighbour]) {
      expect(one.closedWith).toBeUndefined();
      one.socket.close();
    }
  });
});
