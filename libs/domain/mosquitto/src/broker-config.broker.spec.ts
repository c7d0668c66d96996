import { describe, expect, it } from '@jest/globals';
import { freePort, temporaryFolder, until } from '#testing';
import fc from 'fast-check';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { parseBrokerConfig, settingsOf } from './broker-config.js';
import { confText, includedLines } from '../test/broker-config-arbitraries.js';
import { brokerVersion } from './broker-version.js';
import { listenerSecurity } from './listener-security.js';
import { bytesOf } from './text.js';

/** Every file is a broker's start, so `make nightly` asks for more, but not for as many as of others. */
const SEARCH = { numRuns: Math.max(60, (fc.readConfigureGlobal().numRuns ?? 0) / 10) };
const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/usr/local/sbin` };
const isRoot = process.getuid?.() === 0;
const broker = brokerVersion('2.0.11')!;

/** CONNECT of MQTT 3.1.1 without a username, keep alive 5 s, client id `probe` (section 3.1). */
const CONNECT = Uint8Array.of(
  ...[0x10, 17, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 5],
  ...[0, 5, 0x70, 0x72, 0x6f, 0x62, 0x65],
);

/** The code with which the broker answers an anonymous client; nothing when it does not answer. */
async function answerOf(port: number): Promise<number | undefined> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write(CONNECT);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer[3];
  } catch {
    // Error of the socket: nobody listens there, or not any more, which only connecting shows.
    return undefined;
  } finally {
    socket.destroy();
  }
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** What anonymous clients are answered on these ports; nothing when the broker does not start. */
async function answersOf(file: string, ports: readonly number[]) {
  const child = spawn('mosquitto', ['-c', file], { stdio: 'ignore', env });
  try {
    await until(async () => {
      const answer = ports[0] === undefined ? undefined : await answerOf(ports[0]);
      return hasEnded(child) || answer !== undefined;
    });
    if (hasEnded(child)) return undefined;
    return await Promise.all(ports.map((port) => answerOf(port)));
  } finally {
    if (!hasEnded(child)) {
      child.kill();
      await once(child, 'exit');
    }
  }
}

async function twoPorts(): Promise<[number, number]> {
  const first = await freePort();
  for (;;) {
    const second = await freePort();
    if (second !== first) return [first, second];
  }
}

/** The files with ports and paths in them that exist, read here. */
async function written(text: string, included: readonly (readonly string[])[], folder: string) {
  const [p, q] = await twoPorts();
  const [empty, inside] = [join(folder, 'empty'), join(folder, 'included')];
  const filled = (lines: string) =>
    bytesOf(
      lines
        .replaceAll('@P', String(p))
        .replaceAll('@Q', String(q))
        .replaceAll('@F', empty)
        .replaceAll('@I', inside),
    );
  const path = join(folder, 'mosquitto.conf');
  const bytes = filled(isRoot ? `user root\n${text}` : text);
  const names = ['B.conf', 'a.conf', 'no.txt'];
  const files = new Map(included.map((lines, i) => [names[i]!, filled(lines.join('\n'))]));
  await mkdir(inside);
  await Promise.all([
    writeFile(path, bytes),
    writeFile(empty, ''),
    ...[...files].map(([name, content]) => writeFile(join(inside, name), content)),
  ]);
  return {
    ports: [p, q],
    empty,
    config: parseBrokerConfig({ path, bytes, folders: new Map([[inside, files]]) }, broker),
  };
}

describe('mosquitto.conf', () => {
  it('starts Mosquitto 2.0.11 or not, and lets anonymous clients in or not, as is said here', async () => {
    const files = fc.tuple(confText, fc.array(includedLines, { maxLength: 3 }));
    const counts = { started: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(files, async ([text, included]) => {
        const folder = await temporaryFolder();
        try {
          const { config, ports, empty } = await written(text, included, folder.path);
          const refused = config.problems.some(({ effect }) => effect === 'refuses');
          const listeners = listenerSecurity(config);
          const opened = listeners.map(({ port }) => port);
          // Whether it can open listeners and files depends on more than this file.
          const canOpen = listeners.every(
            ({ port, address = '127.0.0.1' }, i) =>
              ports.includes(port) && opened.indexOf(port) === i && address === '127.0.0.1',
          );
          const hasFiles = config.settings.every(
            ({ name, value }) => !/^(?:acl|password|psk)_file$/.test(name) || value === empty,
          );
          const hasMemory = settingsOf(config, 'memory_limit').every(({ value }) =>
            /^\d{9}/.test(value),
          );
          fc.pre(refused || (canOpen && hasFiles && hasMemory));
          const answers = await answersOf(
            join(folder.path, 'mosquitto.conf'),
            refused ? [] : opened,
          );
          expect(answers).toEqual(
            refused ? undefined : listeners.map(({ allowAnonymous }) => (allowAnonymous ? 0 : 5)),
          );
          counts[refused ? 'refused' : 'started']++;
        } finally {
          await folder.remove();
        }
      }),
      SEARCH,
    );
    expect(counts.started).toBeGreaterThan(SEARCH.numRuns / 24);
    expect(counts.refused).toBeGreaterThan(SEARCH.numRuns / 10);
  });
});
