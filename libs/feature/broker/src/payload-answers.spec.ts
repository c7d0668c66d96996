import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { setImmediate as immediate } from 'node:timers/promises';
import { until } from '#testing';
import { PayloadAnswers } from './payload-answers.js';

/** More than the kernel keeps for a client that does not read. */
const LARGE = 33_554_432;

let server: Server;
let clients: Socket[];
beforeEach(async () => {
  clients = [];
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  jest.useRealTimers();
  for (const client of clients) client.destroy();
  server.closeAllConnections();
  server.close();
});

/** A request whose answer nobody has begun yet, from a client that does not read yet. */
async function request(): Promise<{ client: Socket; response: ServerResponse }> {
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  client.on('error', () => undefined); // the server cuts it off
  clients.push(client);
  client.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  return { client, response };
}

const payload = (bytes: number) => () =>
  Promise.resolve(Buffer.alloc(bytes, 'The payload of a message. '));
const refused = { kind: 'too-many-requests', headers: { 'retry-after': '5' } };

describe('a payload on its way', () => {
  async function send(answers: PayloadAnswers, bytes: number) {
    const { client, response } = await request();
    const answer = await answers.begin(1, response, payload(bytes));
    expect(answer.bytes).toBe(bytes);
    response.setHeader('content-length', bytes);
    pipeline(answer.pieces, response, () => undefined);
    return { client, response };
  }

  it.each([0, 1, 65_536, 65_537, 3_000_000])('arrives whole: %i bytes', async (bytes) => {
    const answers = new PayloadAnswers();
    const { client } = await send(answers, bytes);
    const got: Buffer[] = [];
    for await (const some of client) got.push(some as Buffer);
    const all = Buffer.concat(got);
    const body = all.subarray(all.indexOf('\r\n\r\n') + 4);
    expect(body.equals(await payload(bytes)())).toBe(true);
    await until(() => answers.bytes === 0);
  });

  it('is cut off when its client takes nothing, and gives its share back', async () => {
    const answers = new PayloadAnswers({ patienceMs: 200 });
    const { client, response } = await send(answers, LARGE);
    await until(() => response.closed);
    await until(() => answers.bytes === 0);
    expect(response.writableFinished).toBe(false);
    client.resume();
    await once(client, 'close');
    expect(client.bytesRead).toBeLessThan(LARGE);
  });

  it('is not cut off while its client takes something, however long it takes', async () => {
    // The test turns the clock of `setTimeout`, and of nothing else.
    jest.useFakeTimers({
      doNotFake: [
        ...(['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask'] as const),
        ...(['setImmediate', 'clearImmediate', 'setInterval', 'clearInterval'] as const),
      ],
    });
    const answers = new PayloadAnswers({ patienceMs: 1_000 });
    const { client, response } = await send(answers, LARGE);
    client.on('readable', () => undefined);
    const sent = () => response.socket?.bytesWritten ?? 0;
    await until(() => sent() > 0);
    // More than the kernel keeps: only a client that takes something lets the server go on.
    while (sent() < LARGE / 2) {
      jest.advanceTimersByTime(999);
      const before = sent();
      await until(() => {
        client.read();
        return sent() > before;
      });
    }
    const ended = once(client, 'end');
    const reading = setInterval(() => void client.read(), 1);
    await ended.finally(() => clearInterval(reading));
    expect(client.bytesRead).toBeGreaterThan(LARGE);
  });

  it('gives its share back when its client leaves', async () => {
    const answers = new PayloadAnswers();
    const { client } = await send(answers, LARGE);
    expect(answers.bytes).toBe(LARGE);
    client.destroy();
    await until(() => answers.bytes === 0);
  });
});

describe('the room for payloads', () => {
  let answers: PayloadAnswers;
  beforeEach(() => {
    answers = new PayloadAnswers({ mostBytes: 300, mostOfOne: 200 });
  });
  const begin = async (user: number, bytes: number) => {
    const { response } = await request();
    await answers.begin(user, response, payload(bytes));
    return response;
  };

  it('is bounded for one user, and for all together', async () => {
    await begin(1, 150);
    await expect(begin(1, 51)).rejects.toMatchObject(refused);
    const last = await begin(1, 50);
    await begin(2, 100);
    await expect(begin(3, 1)).rejects.toMatchObject(refused);
    last.end();
    await until(() => answers.bytes === 250);
    await begin(3, 50);
  });

  it('is one payload that is larger than all of it, when it is the only one', async () => {
    const alone = await begin(1, 1_000);
    await expect(begin(1, 1)).rejects.toMatchObject(refused);
    await expect(begin(2, 1)).rejects.toMatchObject(refused);
    alone.end();
    await until(() => answers.bytes === 0);
    await begin(2, 300);
    await expect(begin(1, 1_000)).rejects.toMatchObject(refused);
  });

  it('is not taken by what was never read, nor for a client that has left meanwhile', async () => {
    const one = await request();
    const fault = new Error('planted');
    await expect(answers.begin(1, one.response, () => Promise.reject(fault))).rejects.toBe(fault);
    const two = await request();
    await answers.begin(1, two.response, async () => {
      two.client.destroy();
      await once(two.response, 'close');
      return payload(100)();
    });
    await until(() => answers.bytes === 0);
  });

  it('is asked for before a payload is read', async () => {
    await begin(1, 300);
    const { response } = await request();
    const never = () => Promise.reject(new Error('was read'));
    await expect(answers.begin(2, response, never)).rejects.toMatchObject(refused);
  });

  it('is asked for by one after the other, since a payload tells its size when it is here', async () => {
    let [reading, most] = [0, 0];
    const read = async () => {
      most = Math.max(most, ++reading);
      await immediate();
      reading--;
      return payload(10)();
    };
    const requests = [await request(), await request(), await request()];
    await Promise.all(requests.map(({ response }) => answers.begin(1, response, read)));
    expect([most, answers.bytes]).toEqual([1, 30]);
  });
});
