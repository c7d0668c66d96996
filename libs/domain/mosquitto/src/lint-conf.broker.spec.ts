import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort, temporaryFolder, until, type TemporaryFolder } from '#testing';
import { parseBrokerConfig } from './broker-config.js';
import { brokerVersion } from './broker-version.js';
import { lintBrokerConfig } from './lint-conf.js';
import { bytesOf } from './text.js';

const env = {
  ...process.env,
  PATH: [process.env['PATH'], '/usr/sbin', '/usr/local/sbin'].join(delimiter),
};
/** As far from 127.0.0.1 as another machine, for a listener that is bound to that. */
const ELSEWHERE = '127.0.0.2';
/** CONNECT of MQTT 3.1.1 without a username, client id `probe` (section 3.1). */
const CONNECT = Uint8Array.of(
  ...[0x10, 17, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 5],
  ...[0, 5, 0x70, 0x72, 0x6f, 0x62, 0x65],
);

let home: TemporaryFolder;
let broker: ChildProcess | undefined;
let log = '';
beforeEach(async () => {
  home = await temporaryFolder();
});
afterEach(async () => {
  if (broker?.exitCode === null) {
    const ended = once(broker, 'exit');
    broker.kill('SIGKILL');
    await ended;
  }
  await home.remove();
});

/** Starts a broker with these lines, and answers what the lint says of them for its version. */
async function start(text: string): Promise<readonly string[]> {
  const path = join(home.path, 'conf');
  const user = process.getuid?.() === 0 ? '\nuser root' : '';
  await writeFile(path, `${text}${user}\n`);
  log = '';
  broker = spawn('mosquitto', ['-v', '-c', path], { stdio: ['ignore', 'ignore', 'pipe'], env });
  broker.stderr?.setEncoding('utf8').on('data', (part: string) => (log += part));
  await until(
    () => log.includes(' running') || broker?.exitCode !== null,
    () => log,
  );
  const [, version = ''] = /mosquitto version (\S+) starting/.exec(log) ?? [];
  const config = parseBrokerConfig({ path, bytes: bytesOf(text) }, brokerVersion(version)!);
  return lintBrokerConfig(config, version).map(({ code }) => code);
}

/** The code of the CONNACK for an anonymous client in the clear; `silence` where somebody listens, but does not answer so. */
async function answer(port: number, host: string): Promise<number | 'refused' | 'silence'> {
  const socket = connect(port, host);
  try {
    await once(socket, 'connect');
  } catch {
    // ECONNREFUSED: what is asked about.
    return 'refused';
  }
  socket.on('error', () => undefined);
  socket.write(CONNECT);
  const data = once(socket, 'data').then(([bytes]) => (bytes as Buffer)[3]);
  const ended = once(socket, 'close').then(() => undefined);
  const code = await Promise.race([data, ended]);
  socket.destroy();
  return code ?? 'silence';
}

describe('what the lint says is so with a real broker', () => {
  it('that a listener which is bound to this machine is not open', async () => {
    const port = await freePort();
    const codes = await start(`listener ${port} 127.0.0.1\nallow_anonymous true`);
    expect(codes).not.toContain('open-to-all');
    expect(await answer(port, '127.0.0.1')).toBe(0);
    expect(await answer(port, ELSEWHERE)).toBe('refused');
  });

  it('that any other is', async () => {
    const port = await freePort();
    const codes = await start(`listener ${port}\nallow_anonymous true`);
    expect(codes).toContain('open-to-all');
    expect(await answer(port, ELSEWHERE)).toBe(0);
  });

  it('that nobody enters', async () => {
    const port = await freePort();
    expect(await start(`listener ${port} 127.0.0.1`)).toContain('nobody-enters');
    expect(await answer(port, '127.0.0.1')).toBe(5);
  });

  it('that WebSocket is open to all addresses in 2.0', async () => {
    // At once: one after the other may be the same one.
    const [other, port] = await Promise.all([freePort(), freePort()]);
    // By itself alone 2.0.11 does not start it.
    const codes = await start(
      `listener ${other} 127.0.0.1\nlistener ${port} 127.0.0.1\nprotocol websockets`,
    );
    expect(log).toContain(' running');
    const isOpen = (await answer(port, ELSEWHERE)) !== 'refused';
    expect(codes.includes('websockets-everywhere')).toBe(isOpen);
  });

  it('that a certificate without its key does not encrypt', async () => {
    const port = await freePort();
    const codes = await start(
      `listener ${port}\nallow_anonymous true\ncertfile ${join(home.path, 'conf')}`,
    );
    const isPlain = log.includes(' running') && (await answer(port, '127.0.0.1')) === 0;
    expect(isPlain ? codes.includes('no-tls') : codes.includes('line-refused')).toBe(true);
  });
});
