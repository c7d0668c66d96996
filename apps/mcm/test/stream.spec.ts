import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import {
  STREAM_PATH,
  STREAM_PROTOCOL,
  type BrokerLogEvent,
  type StreamEvent,
  type TopicMessageEvent,
} from '#contract';
import { startMosquitto, until, type TestBroker } from '#testing';
import { bearer, serve, type Served } from './served.js';

let broker: TestBroker;
let served: Served;
let token: string;
beforeAll(async () => {
  broker = await startMosquitto({
    conf: ['sys_interval 1', 'log_dest stderr', 'log_dest topic', 'log_type all'],
  });
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

  it.each(['token', 'access_token', 'authorization', 'jwt'])(
    'reads no token from the address: ?%s=',
    async (name) => {
      const address = `${served.url}${STREAM_PATH}?${name}=${token}`.replace('http', 'ws');
      const socket = new WebSocket(address, [STREAM_PROTOCOL]);
      socket.on('error', () => undefined); // the refusal, which is looked at below
      const [, { statusCode }] = (await once(socket, 'unexpected-response')) as [
        unknown,
        { statusCode: number },
      ];
      expect(statusCode).toBe(401);
      expect((await served.ask(`/api/v1/auth/me?${name}=${token}`)).status).toBe(401);
    },
  );

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

  it('is closed when its session ends', async () => {
    const other = await served.logIn();
    const stream = served.stream(other);
    await stream.frame(({ type }) => type === 'broker_status');
    await served.ask('/api/v1/auth/logout', { method: 'POST', headers: bearer(other) });
    expect(await stream.closed()).toBe(4401);
  });

  it("tells of the broker's own topics to one that asks for them by name", async () => {
    const stream = served.stream(token);
    await stream.frame(({ type }) => type === 'broker_status');
    stream.send({ type: 'watch', filters: ['$SYS/broker/uptime'] });
    await stream.frame(isMessage('$SYS/broker/uptime'));
    const other = served.stream(token);
    await other.frame(({ type }) => type === 'broker_status');
    other.send({ type: 'watch', filters: ['#'] });
    const plc = await broker.connect();
    await until(async () => {
      await plc.publishAsync('fence', 'x', { qos: 1 });
      return other.frames.some(isMessage('fence'));
    });
    const own = other.frames.filter((one) => one.type === 'topic_message' && one.topic[0] === '$');
    expect(own).toEqual([]);
    stream.socket.close();
    other.socket.close();
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
