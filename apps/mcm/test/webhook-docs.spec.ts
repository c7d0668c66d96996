import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { WEBHOOK_SCHEMA } from '#feature/alerting';
import { freePort, temporaryFolder, until, type TemporaryFolder } from '#testing';
import { AlertWatch } from './alert-watch.js';
import { serve, type Served } from './served.js';
import { TestClock } from './test-clock.js';
import { WebhookReceiver, type Received } from './webhook-receiver.js';

const read = (path: string) =>
  readFileSync(new URL(`../../../docs/${path}`, import.meta.url), 'utf8');
const page = read('webhook-alerting.md');

/** The program in the first block of this language. */
function program(language: string): string {
  const [, code] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page) ?? [];
  if (code === undefined) throw new Error(`no ${language} in the page`);
  return code;
}

let home: TemporaryFolder;
let served: Served;
let alerts: AlertWatch;
const children: ChildProcess[] = [];

beforeAll(async () => {
  home = await temporaryFolder();
  const clock = new TestClock();
  served = await serve({ yaml: 'alerting: { allow_loopback: true }', clock: clock.read });
  alerts = new AlertWatch(served, await served.logIn(), clock);
});
afterAll(async () => {
  for (const child of children) {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  await served.stop();
  await home.remove();
});

interface Tested {
  readonly state: string;
  readonly lastStatus?: number;
}
const test = (id: number) => alerts.got<Tested>('POST', `webhooks/${id}/test`);

/** A signed request as MCM sends it, and the secret it is signed with. */
async function signed(): Promise<Received & { readonly secret: string }> {
  const receiver = await WebhookReceiver.listen();
  const { id, secret } = await alerts.webhook(receiver.url);
  await test(id);
  await receiver.close();
  const [request] = receiver.received;
  if (request === undefined) throw new Error('nothing was sent');
  return { ...request, secret };
}

const listens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => {
      resolve(false);
    });
  });

/** Begins a request, and hangs up in the middle of its body. */
async function cutOff(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await new Promise((written) =>
    socket.write('POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf', written),
  );
  socket.destroy();
  await once(socket, 'close');
}

describe('the published form', () => {
  it('is the one that MCM goes by', () => {
    expect(JSON.parse(read('webhook-v1.schema.json'))).toEqual(
      JSON.parse(JSON.stringify(WEBHOOK_SCHEMA)),
    );
  });
});

describe.each([
  ['js', 'receiver.mjs', process.execPath],
  ['python', 'receiver.py', 'python3'],
])('the receiver in %s', (language, name, interpreter) => {
  it('takes what MCM has signed, once, and refuses everything else', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/hook`;
    const { id, secret } = await alerts.webhook(url);
    const file = join(home.path, name);
    await writeFile(file, program(language));
    const child = spawn(interpreter, [file], {
      env: { PATH: process.env['PATH'], PORT: String(port), MCM_WEBHOOK_SECRET: secret },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    await until(() => listens(port));
    expect(await test(id)).toMatchObject({ state: 'delivered', lastStatus: 204 });
    await until(() => said.includes('test A test of the webhook endpoint'));

    const { secret: others } = await signed();
    expect(others).not.toBe(secret);
    const post = async (body: string, time: number, key = secret) => {
      const signature = crypto.createHmac('sha256', key).update(body).digest('hex');
      const headers = { 'x-mcm-timestamp': String(time), 'x-mcm-signature': `sha256=${signature}` };
      return (await fetch(url, { method: 'POST', headers, body })).status;
    };
    const now = Math.floor(Date.now() / 1_000);
    const body = (timestamp: number) =>
      JSON.stringify({ id: 'one', type: 'test', message: 'by hand', timestamp });
    expect(await post(body(now), now)).toBe(204);
    expect(await post(body(now), now)).toBe(204);
    expect(await post(body(now), now, others)).toBe(401);
    expect(await post(body(now - 600), now)).toBe(401);
    expect(await post(body(now - 600), now - 600)).toBe(401);
    expect((await fetch(url, { method: 'POST', body: body(now) })).status).toBe(401);
    expect(said.match(/by hand/g)).toHaveLength(1);

    await cutOff(port);
    expect(await post(body(now), now)).toBe(204);
  });

  it('does not start without a secret, which everybody could sign with', async () => {
    const file = join(home.path, `without-${name}`);
    await writeFile(file, program(language));
    for (const secret of [{}, { MCM_WEBHOOK_SECRET: '' }]) {
      const child = spawn(interpreter, [file], {
        env: { PATH: process.env['PATH'], PORT: String(await freePort()), ...secret },
        stdio: 'ignore',
      });
      children.push(child);
      const [code] = (await once(child, 'exit')) as [number];
      expect(code).toBe(1);
    }
  });
});

describe('the flow for Node-RED', () => {
  interface Node {
    readonly id: string;
    readonly type: string;
    readonly z?: string;
    readonly func?: string;
    readonly outputs?: number;
    readonly wires?: readonly (readonly string[])[];
  }
  const nodes = JSON.parse(read('integrations/node-red-flow.json')) as readonly Node[];
  const check = nodes.find(({ type }) => type === 'function');

  it('is of nodes that come with Node-RED, wired to one another', () => {
    const ids = nodes.map(({ id }) => id);
    const [tab] = ids;
    expect(new Set(ids).size).toBe(ids.length);
    expect(nodes.slice(1).every(({ z }) => z === tab)).toBe(true);
    expect(
      nodes.flatMap(({ wires = [] }) => wires.flat()).filter((to) => !ids.includes(to)),
    ).toEqual([]);
    expect(new Set(nodes.map(({ type }) => type))).toEqual(
      new Set(['tab', 'http in', 'function', 'switch', 'http response', 'debug']),
    );
    expect(check?.wires).toHaveLength(check?.outputs ?? 0);
  });

  /** Runs the function as Node-RED does: its body in a function, with what Node-RED gives it. */
  function run(
    secret: string,
    kept: Map<string, unknown>,
    msg: object,
  ): readonly (object | null)[] {
    const context = {
      get: (key: string) => kept.get(key),
      set: (key: string, value: unknown) => kept.set(key, value),
    };
    const given = {
      msg,
      crypto,
      Buffer,
      JSON,
      context,
      env: { get: () => secret },
      node: { warn: () => undefined },
    };
    return runInContext(`(() => {${check?.func ?? ''}\n})()`, createContext(given)) as (
      object | null
    )[];
  }

  it('lets through once what MCM has signed, as bytes and as what an older Node-RED makes of them', async () => {
    const { raw, headers, body, secret } = await signed();
    const req = { headers };
    for (const payload of [raw, JSON.parse(raw.toString()) as unknown]) {
      const kept = new Map<string, unknown>();
      const [on, answer] = run(secret, kept, { payload, req });
      expect(on).toMatchObject({ topic: 'test', payload: { id: body.id, message: body.message } });
      expect(answer).toMatchObject({ statusCode: 204, payload: '' });
      const again = run(secret, kept, { payload, req });
      expect(again[0]).toBeNull();
      expect(again[1]).toMatchObject({ statusCode: 204 });
    }
  });

  it('refuses what is not signed, was changed, or is old', async () => {
    const { raw, headers, secret } = await signed();
    const text = raw.toString();
    const odd = [
      { payload: raw, req: { headers: {} } },
      { payload: Buffer.from(text.replace('"info"', '"critical"')), req: { headers } },
      { payload: raw, req: { headers: { ...headers, 'x-mcm-timestamp': '1' } } },
    ];
    for (const msg of odd) {
      const [on, answer] = run(secret, new Map(), msg);
      expect([on, answer]).toEqual([null, expect.objectContaining({ statusCode: 401 })]);
    }
    const unsigned = Buffer.from(text);
    const empty = crypto.createHmac('sha256', '').update(unsigned).digest('hex');
    const forged = { headers: { ...headers, 'x-mcm-signature': `sha256=${empty}` } };
    const [none, refused] = run('', new Map(), { payload: unsigned, req: forged });
    expect([none, refused]).toEqual([null, expect.objectContaining({ statusCode: 401 })]);
    const [on, answer] = run('another secret', new Map(), { payload: raw, req: { headers } });
    expect([on, answer]).toEqual([null, expect.objectContaining({ statusCode: 401 })]);
  });
});
