import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort, temporaryFolder, until, type TemporaryFolder } from '#testing';
import { findMosquitto } from './find-mosquitto.js';
import { startManagedBroker, type ManagedBroker } from './managed-broker.js';
import { identify, isRunning } from './process-identity.js';

let folder: TemporaryFolder;
let broker: ManagedBroker | undefined;
let lines: string[];

beforeEach(async () => {
  folder = await temporaryFolder();
  lines = [];
});
afterEach(async () => {
  await broker?.stop();
  broker = undefined;
  await folder.remove();
});

async function start(port: number, binary?: string): Promise<ManagedBroker> {
  broker = await startManagedBroker({
    ...{ folder: folder.path, port, onLog: (line) => lines.push(line) },
    ...(binary === undefined ? {} : { binary }),
  });
  return broker;
}

async function connect({ port }: ManagedBroker): Promise<MqttClient> {
  return connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 });
}

describe('the managed broker', () => {
  it('listens on the port asked for, on the loopback interface only, and logs to its topic', async () => {
    const port = await freePort();
    const started = await start(port);
    expect(started).toMatchObject({ host: '127.0.0.1', port });
    expect(await readFile(join(folder.path, 'mosquitto.conf'), 'utf8')).toContain(
      `\nlistener ${port} 127.0.0.1\n`,
    );
    const client = await connect(started);
    const heard: string[] = [];
    client.on('message', (topic) => heard.push(topic));
    await client.subscribeAsync('$SYS/broker/log/#');
    await client.subscribeAsync('a/b');
    await until(() => heard.includes('$SYS/broker/log/M/subscribe'));
    await client.endAsync();
  });

  it('takes the next port when the one asked for is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const started = await start(port);
    expect(started.port).toBeGreaterThan(port);
    await (await connect(started)).endAsync();
    other.close();
  });

  it('comes back on its port when it was killed', async () => {
    const started = await start(await freePort());
    const { pid, port } = started;
    process.kill(pid!, 'SIGKILL');
    await until(() => started.pid !== undefined && started.pid !== pid);
    expect(started.port).toBe(port);
    await (await connect(started)).endAsync();
    expect(lines).toContain(
      'mosquitto is gone: it was ended by SIGKILL. It starts again in 0.2 s.',
    );
  });

  it('keeps retained messages over a stop and a start', async () => {
    const first = await connect(await start(await freePort()));
    await first.publishAsync('kept', 'x', { retain: true, qos: 1 });
    await first.endAsync();
    await broker!.stop();

    const second = await connect(await start(await freePort()));
    const heard: string[] = [];
    second.on('message', (topic, payload) => heard.push(`${topic} ${payload.toString()}`));
    await second.subscribeAsync('kept');
    await until(() => heard.length > 0);
    expect(heard).toEqual(['kept x']);
    await second.endAsync();
  });

  it('is gone after stop', async () => {
    const { pid } = await start(await freePort());
    const identity = (await identify(pid!))!;
    await broker!.stop();
    expect(await isRunning(identity)).toBe(false);
  });

  it('ends the one that a killed MCM left behind', async () => {
    const { pid } = await start(await freePort());
    const identity = (await identify(pid!))!;
    // What is left after kill -9 of MCM: the process, its configuration and the note about it.
    const note = await readFile(join(folder.path, 'mosquitto.process'), 'utf8');
    await broker!.stop();
    const orphan = spawn((await findMosquitto())!, ['-c', join(folder.path, 'mosquitto.conf')], {
      stdio: 'ignore',
    });
    await once(orphan, 'spawn');
    expect(JSON.parse(note)).toEqual(identity);
    const left = await identify(orphan.pid!);
    await writeFile(join(folder.path, 'mosquitto.process'), JSON.stringify(left));

    const ended = once(orphan, 'exit');
    await start(await freePort());
    await ended;
    expect(lines).toContain(`The broker of an earlier MCM was stopped (process ${orphan.pid}).`);
  });

  it.each([
    ['another start time', (pid: number) => ({ pid, startTime: 1 })],
    ['another program', (pid: number) => identify(pid)],
  ])('leaves a process with %s alone', async (_, note) => {
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      stdio: 'ignore',
    });
    await once(stranger, 'spawn');
    const written = JSON.stringify(await note(stranger.pid!));
    await writeFile(join(folder.path, 'mosquitto.process'), written);
    await start(await freePort());
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    stranger.kill('SIGKILL');
  });

  it('says what is wrong when the program does not start', async () => {
    const binary = join(folder.path, 'mosquitto');
    await writeFile(binary, '#!/bin/sh\necho "Error: no luck" >&2\nexit 3\n');
    await chmod(binary, 0o755);
    await expect(start(await freePort(), binary)).rejects.toThrow(
      /does not start: it ended with exit code 3\.\s+Error: no luck/,
    );
    await expect(start(await freePort(), join(folder.path, 'nothing'))).rejects.toThrow('ENOENT');
  });
});
