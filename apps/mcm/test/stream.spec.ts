import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type Socket } from 'node:net';
import {
  STREAM_PATH,
  type BrokerLogEvent,
  type StreamEvent,
  type TopicMessageEvent,
} from '#contract';
import { startMosquitto, until, type TestBroker } from '#testing';
import { StreamServer } from '#platform';
import { bearer, serve, type Served } from './served.js';

let broker: TestBroker;
let served: Served;
let token: string;
beforeAll(async () => {
  broker = await startMosquitto({ conf: ['log_dest stderr', 'log_dest topic', 'log_type all'] });
  served = await serve({ env: { MCM_MOSQUITTO_PORT: String(broker.port) } });
  token = await served.logIn();
  await connected();
});
afterAll(async () => {
  await served.stop();
  await broker.stop();
});

const connected = () =>
  until(
    async () =>
      (await served.ask('/readyz')).status === 200 && (await brokerState()) === 'connected',
  );
const brokerState = async () => ((await served.ask('/readyz')).body as { broker: string }).broker;
const isMessage =
  (topic: string) =>
  (frame: StreamEvent): frame is TopicMessageEvent =>
    frame.type === 'topic_message' && frame.topic === topic;

describe('the handshake', () => {
  it('answers with the protocol and never with the token', async () => {
    const stream = served.stream(token, { protocols: [`Bearer.${token}`, 'mcm.v1'] });
    await stream.frame(({ type }) => type === 'broker_status');
    expect(stream.socket.protocol).toBe('mcm.v1');
    stream.socket.close();
  });

  it.each([
    ['no token', { protocols: ['mcm.v1'] }, 401],
    ['a token nobody gave', { protocols: ['mcm.v1', 'Bearer.xyz'] }, 401],
    ['a protocol it does not speak', { protocols: ['mcm.v9'] }, 400],
    ['a foreign origin', { origin: 'http://evil.example' }, 403],
    ['an origin that is none', { origin: 'null' }, 403],
  ])('refuses %s', async (_, options, status) => {
    expect(await served.stream(token, options).refused()).toBe(status);
  });

  it('says what is wrong with one that is none', async () => {
    const text = await new Promise<string>((resolve) => {
      const { port, hostname, host } = new URL(served.url);
      let said = '';
      const socket = connect(Number(port), hostname);
      socket.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
      socket.once('close', () => {
        resolve(said);
      });
      const head = [`GET ${STREAM_PATH} HTTP/1.1`, `Host: ${host}`, 'Upgrade: websocket'];
      const offer = `Sec-WebSocket-Protocol: mcm.v1, Bearer.${token}`;
      socket.write([...head, 'Connection: Upgrade', offer, '', ''].join('\r\n'));
    });
    expect(text).toContain('HTTP/1.1 400 Bad Request');
    expect(text).toContain('/problems/malformed-request');
    expect(text).toContain('Missing or invalid Sec-WebSocket-Key header.');
    expect(text).toContain('sec-websocket-version: 13');
  });

  it('lets in the console, whose origin is the host', async () => {
    const stream = served.stream(token, { origin: served.url });
    await stream.frame(({ type }) => type === 'broker_status');
    stream.socket.close();
  });

  it('tells one who asks without WebSocket what to do', async () => {
    const { status, problem } = await served.ask(STREAM_PATH, { headers: bearer(token) });
    expect([status, problem.type]).toEqual([426, '/problems/upgrade-required']);
  });
});

describe('the stream', () => {
  it('begins with the state of the broker and its last log lines', async () => {
    const stream = served.stream(token);
    const log = await stream.frame((frame): frame is BrokerLogEvent => frame.type === 'broker_log');
    expect(stream.frames[0]).toEqual({
      type: 'broker_status',
      status: 'connected',
      observedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(log).toMatchObject({ severity: expect.any(String), message: expect.any(String) });
    stream.socket.close();
  });

  it('brings watched messages only, coalesced, with the count each one stands for', async () => {
    const stream = served.stream(token);
    await stream.frame(({ type }) => type === 'broker_status');
    stream.send({ type: 'watch', filters: ['plant/+/temp', 'fence'], maxPerSecond: 2 });
    const plc = await broker.connect();
    // Until the watch has reached the observer nothing comes, so ask until something does.
    await until(async () => {
      await plc.publishAsync('fence', 'open', { qos: 1 });
      return stream.frames.some(isMessage('fence'));
    });
    for (let i = 1; i <= 100; i += 1) plc.publish('plant/7/temp', `{"c":${i}}`);
    await plc.publishAsync('plant/7/other', 'not watched', { qos: 1 });
    const total = () =>
      stream.frames
        .filter(isMessage('plant/7/temp'))
        .reduce((sum, { coalesced }) => sum + coalesced, 0);
    await until(
      () => total() === 100,
      () => `heard of ${total()}`,
    );
    const heard = stream.frames.filter(isMessage('plant/7/temp'));
    expect(heard.length).toBeLessThan(10);
    expect(heard.at(-1)).toMatchObject({
      payloadPreview: '{"c":100}',
      payloadFormat: 'json',
      payloadBytes: 9,
      truncated: false,
      qos: 0,
      retained: false,
    });
    expect(stream.frames.some(isMessage('plant/7/other'))).toBe(false);
    stream.socket.close();
  });

  it.each([
    ['text that is no JSON', 'hello'],
    ['an unknown frame', { type: 'publish', topic: 'a' }],
    ['a faulty filter', { type: 'watch', filters: ['a/#/b'] }],
    ['too many filters', { type: 'watch', filters: Array.from({ length: 65 }, () => 'a') }],
    ['no rate at all', { type: 'watch', filters: ['a'], maxPerSecond: 0 }],
  ])('is closed for a client that sends %s', async (_, frame) => {
    const stream = served.stream(token);
    await stream.frame(({ type }) => type === 'broker_status');
    stream.send(frame);
    expect(await stream.closed()).toBe(1007);
  });

  it('survives garbage in place of frames', async () => {
    const socket = await upgrade(served, token);
    socket.write(Buffer.from([0xff, 0xff, 0x00, 0x13, 0x37, 0x00, 0xff]));
    await new Promise((resolve) => socket.once('close', resolve));
    expect((await served.ask('/healthz')).status).toBe(200);
  });

  it('costs a bounded buffer for a client that does not read, and then its connection', async () => {
    const socket = await upgrade(served, token);
    socket.write(
      maskedFrame(JSON.stringify({ type: 'watch', filters: ['slow/#'], maxPerSecond: 20 })),
    );
    socket.pause();
    const watched = served.app.get(StreamServer).size;
    const plc = await broker.connect();
    const pour = setInterval(() => {
      for (let i = 0; i < 400; i += 1) plc.publish(`slow/${i}`, 'x'.repeat(1_000));
    }, 50);
    await until(
      () => served.app.get(StreamServer).size < watched,
      () => 'it is still there',
      45_000,
    );
    clearInterval(pour);
    socket.destroy();
    expect((await served.ask('/healthz')).status).toBe(200);
  });

  it('is closed when its session ends', async () => {
    const other = await served.logIn();
    const stream = served.stream(other);
    await stream.frame(({ type }) => type === 'broker_status');
    await served.ask('/api/v1/auth/logout', { method: 'POST', headers: bearer(other) });
    expect(await stream.closed()).toBe(4401);
  });

  it('tells when the broker goes and comes back', async () => {
    const stream = served.stream(token);
    await stream.frame(({ type }) => type === 'broker_status');
    await broker.kill();
    await stream.frame(
      (frame) => frame.type === 'broker_status' && frame.status === 'disconnected',
    );
    await broker.restart();
    await until(
      () => stream.frames.filter(({ type }) => type === 'broker_status').length >= 3,
      () => JSON.stringify(stream.frames),
    );
    expect(stream.frames.findLast(({ type }) => type === 'broker_status')).toMatchObject({
      status: 'connected',
    });
    stream.socket.close();
  });

  it('never put a token into the log', () => {
    expect(served.log()).toContain('http_request');
    expect(served.log()).not.toContain(token.slice(0, 30));
  });
});

/** A text frame as a client sends it (RFC 6455 section 5.2), of less than 126 bytes. */
function maskedFrame(text: string): Buffer {
  const mask = [1, 2, 3, 4];
  const payload = Buffer.from(text).map((byte, i) => byte ^ (mask[i % 4] ?? 0));
  return Buffer.from([0x81, 0x80 | payload.length, ...mask, ...payload]);
}

/** A stream whose bytes we write ourselves. */
async function upgrade({ url }: Served, withToken: string): Promise<Socket> {
  const { port, hostname, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined); // the server may reset what we made a mess of
  socket.write(
    [
      `GET ${STREAM_PATH} HTTP/1.1`,
      `Host: ${host}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      `Sec-WebSocket-Protocol: mcm.v1, Bearer.${withToken}`,
      '',
      '',
    ].join('\r\n'),
  );
  await new Promise((resolve) => socket.once('data', resolve));
  socket.resume();
  return socket;
}
