import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, copyFile, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  asNobody,
  Asker,
  startMosquitto,
  temporaryFolder,
  until,
  type TemporaryFolder,
  type TestBroker,
} from '#testing';
import { startBrokerProcess } from './broker-process.js';
import { canReload, reloadBroker, type BrokerReload } from './broker-reload.js';
import { findMosquitto } from './find-mosquitto.js';
import { identify, isRunning } from './process-identity.js';
import { runCommand } from './reload-command.js';
import { ReloadFailed, type ReloadFault } from './reload-failed.js';

let home: TemporaryFolder;
let broker: TestBroker | undefined;
let lines: string[];
beforeEach(async () => {
  home = await temporaryFolder();
  lines = [];
});
afterEach(async () => {
  await broker?.stop();
  broker = undefined;
  await home.remove();
});

/** Another user, whose name does not matter. */
const SOMEBODY = 1883;
const isRoot = process.getuid?.() === 0;
/** For what needs two users. */
const itAsRoot = isRoot ? it : it.skip;

function standStill(ms: number): void {
  const end = Date.now() + ms;
  while (Date.now() < end) continue;
}

const pidFile = () => join(home.path, 'pid');

async function start(): Promise<TestBroker> {
  broker = await startMosquitto({ aclFile: 'topic write old\n', conf: [`pid_file ${pidFile()}`] });
  return broker;
}

/** Whether an anonymous client may publish there, by the file that the broker has read last. */
async function allows(topic: string): Promise<boolean> {
  const asker = await Asker.connect(broker!.port, { clientId: '' });
  const [reason] = await asker.publish([topic]);
  asker.end();
  return reason !== undefined && reason < 0x80;
}

async function expectReload(by: BrokerReload): Promise<void> {
  await writeFile(join(broker!.folder, 'acl'), 'topic write new\n');
  await canReload(by);
  expect(broker!.log()).not.toContain('Reloading');
  await reloadBroker(by);
  await until(() => allows('new'));
  expect(await allows('old')).toBe(false);
}

/** Neither the question nor the deed gets by, both for this reason. */
async function expectFailure(by: BrokerReload, reason: ReloadFault, words: RegExp): Promise<void> {
  for (const work of [canReload, reloadBroker]) {
    const error: unknown = await work(by).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ReloadFailed);
    expect(error).toMatchObject({ reason, message: expect.stringMatching(words) });
  }
}

describe('a reload by pid_file', () => {
  const by = (): BrokerReload => ({ kind: 'pid-file', path: pidFile() });

  it('has the broker read its files again', async () => {
    await start();
    await expectReload(by());
  });

  it('signals a broker whose program was replaced by an upgrade', async () => {
    const binary = join(home.path, 'mosquitto');
    await copyFile((await findMosquitto())!, binary);
    const own = await startBrokerProcess(binary, await configuration(), (line) => lines.push(line));
    await rm(binary);
    await reloadBroker(by());
    await until(() => lines.some((line) => line.endsWith('Reloading config.')));
    await own.kill();
  });

  it.each([
    ['', /holds no process id/],
    ['mosquitto', /holds no process id/],
    ['0\n', /holds no process id/],
    ['1\n', /names process 1, .* with an init process/],
    ['-5\n', /holds no process id/],
    ['12 13\n', /holds no process id/],
  ])('does not go by a file that holds %j', async (text, words) => {
    await writeFile(pidFile(), text);
    await expectFailure(by(), 'pid-file', words);
  });

  it('says that there is no such file, or that it may not be read', async () => {
    await expectFailure(by(), 'pid-file', /^There is no .*pid\. Start the broker/);
    await writeFile(pidFile(), '1', { mode: 0o600 });
    await chmod(home.path, 0o755);
    await asNobody(() => expectFailure(by(), 'pid-file', /cannot be read \(EACCES\)/));
  });

  it('says that the broker does not run', async () => {
    const { pid } = await start();
    await broker!.kill();
    await writeFile(pidFile(), `${pid}\n`);
    await expectFailure(by(), 'not-running', /there is no process/);
  });

  it('signals no other program that has got the id', async () => {
    const stranger = spawn('sleep', ['100'], { stdio: 'ignore' });
    await once(stranger, 'spawn');
    await writeFile(pidFile(), `${stranger.pid}\n`);
    await expectFailure(by(), 'not-a-broker', /is no Mosquitto\. Is the pid_file of an earlier/);
    const ended = once(stranger, 'exit');
    stranger.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
  });

  it('signals no broker that would be ended by it', async () => {
    // What a broker is until it listens to signals: a program of that name that does not.
    const binary = join(home.path, 'mosquitto');
    await copyFile('/bin/sleep', binary);
    const early = spawn(binary, ['100'], { stdio: 'ignore' });
    await once(early, 'spawn');
    await writeFile(pidFile(), `${early.pid}\n`);
    await expectFailure(by(), 'not-a-broker', /does not listen to SIGHUP, which would end it/);
    const ended = once(early, 'exit');
    early.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
  });

  itAsRoot('says that MCM may not signal the broker of another user', async () => {
    await chown(home.path, SOMEBODY, SOMEBODY);
    await chmod(home.path, 0o755);
    const child = spawn((await findMosquitto())!, ['-c', await configuration()], {
      stdio: ['ignore', 'ignore', 'pipe'],
      uid: SOMEBODY,
    });
    // It writes its pid_file before it listens to signals, of which would be told first.
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
    await until(
      () => log.includes(' running'),
      () => log,
    );
    await asNobody(() => expectFailure(by(), 'not-allowed', /may not send a signal/));
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  });

  async function configuration(): Promise<string> {
    const path = join(home.path, 'mosquitto.conf');
    const lines = [`listener 0 ${join(home.path, 'socket')}`, `pid_file ${pidFile()}`];
    if (isRoot) lines.push('user root');
    await writeFile(path, `${lines.join('\n')}\n`);
    return path;
  }
});

describe('a reload of the broker that MCM runs', () => {
  it('has it read its files again', async () => {
    const { pid } = await start();
    await expectReload({ kind: 'process', pid: () => pid });
  });

  it('says that it does not run right now', async () => {
    await expectFailure({ kind: 'process', pid: () => undefined }, 'not-running', /in a moment/);
  });
});

describe('a reload by command', () => {
  const by = (...command: readonly string[]): BrokerReload => ({ kind: 'command', command });
  const script = (text: string) => by('sh', '-c', text);

  /** What only doing it shows. */
  async function expectRefusal(reload: BrokerReload, reason: ReloadFault, words: RegExp) {
    await canReload(reload);
    const error: unknown = await reloadBroker(reload).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason, message: expect.stringMatching(words) });
    return error as ReloadFailed;
  }

  it('has the broker read its files again', async () => {
    const { pid } = await start();
    await expectReload(by('kill', '-HUP', String(pid)));
  });

  it('runs no shell, in no particular folder, with nothing but PATH in the environment', async () => {
    const out = join(home.path, 'out');
    process.env['MCM_TEST_SECRET'] = 'secret';
    await reloadBroker(
      by('sh', '-c', 'pwd >"$1"; env >>"$1"; echo "$2" >>"$1"', 'sh', out, '$(id) *'),
    );
    delete process.env['MCM_TEST_SECRET'];
    const [folder, ...lines] = (await readFile(out, 'utf8')).trimEnd().split('\n');
    expect(folder).toBe('/');
    // What sh itself adds.
    const own = lines.filter((line) => !/^(PWD|OLDPWD|SHLVL|_)=/.test(line));
    expect(own).toEqual([`PATH=${process.env['PATH']}`, '$(id) *']);
  });

  it('says how the command failed, and what it said', async () => {
    await expectRefusal(
      script('echo one; echo two >&2; exit 3'),
      'command-failed',
      /failed: exit code 3\. It said: (one\ntwo|two\none)$/,
    );
    await expectRefusal(by('false'), 'command-failed', /^"false" failed: exit code 1\.$/);
    await expectRefusal(script('kill -TERM $$'), 'command-failed', /failed: ended by SIGTERM\./);
  });

  it('hears what was said while MCM stood still', async () => {
    // Said once MCM knows that the command has ended, and before it listens again.
    const late = 'while kill -0 $$ 2>&-; do sleep 0.01; done; echo said late';
    const stall = setInterval(() => setImmediate(standStill, 150));
    const running = runCommand(['/bin/sh', '-c', `(${late}) & exit 1`]);
    await expect(running.finally(() => clearInterval(stall))).rejects.toThrow(
      /exit code 1\. It said: said late$/,
    );
  });

  it('keeps the end of what a command says that says much', async () => {
    const much = script('yes begin | head -c 3000000; echo the end; exit 1');
    const { message } = await expectRefusal(much, 'command-failed', /the end$/);
    expect(message.length).toBeLessThan(4_300);
  });

  it('says that there is no such program, or none that may be run', async () => {
    await expectFailure(by('no-such-program'), 'command-missing', /no program "no-such-program"/);
    await expectFailure(by(), 'command-missing', /no program ""/);
    const path = join(home.path, 'program');
    await writeFile(path, '#!/bin/sh\n');
    await expectFailure(by(path), 'command-missing', /that MCM may run/);
    await chmod(path, 0o755);
    await symlink('program', join(home.path, 'link'));
    await reloadBroker(by(join(home.path, 'link')));
    await writeFile(path, '#!/no/such/interpreter\n');
    await expectRefusal(by(path), 'command-failed', /ENOENT/);
  });

  it('kills a command that does not end, with all that it started', async () => {
    const note = join(home.path, 'note');
    const command = ['sh', '-c', `sleep 100 & echo $! >${note}; echo Password:; wait`];
    let patienceMs = 250;
    let error: unknown;
    // Longer where it was killed before it said anything, as on a busy machine.
    do
      error = await runCommand(command, { patienceMs: (patienceMs *= 2) }).catch((e: unknown) => e);
    while (!String(error).includes('It said:') && patienceMs < 60_000);
    const seconds = String(patienceMs / 1_000).replace('.', '\\.');
    expect(error).toMatchObject({
      reason: 'command-timeout',
      message: expect.stringMatching(
        new RegExp(`did not end within ${seconds} s and was killed\\. .* It said: Password:$`, 's'),
      ),
    });
    const left = await identify(Number(await readFile(note, 'utf8')));
    await until(async () => left === undefined || !(await isRunning(left)));
  });

  it('kills a command that is stopped at once, with all that it started', async () => {
    const note = join(home.path, 'note');
    const stop = new AbortController();
    const running = reloadBroker(script(`sleep 100 & echo $! >${note}; wait`), stop.signal);
    const written = () => readFile(note, 'utf8').catch(() => '');
    await until(async () => (await written()).endsWith('\n'));
    const left = await identify(Number(await written()));
    stop.abort('Stopped by ada.');
    await expect(running).rejects.toBe('Stopped by ada.');
    await until(async () => left === undefined || !(await isRunning(left)));
    const never = join(home.path, 'never');
    await expect(reloadBroker(script(`echo >${never}`), stop.signal)).rejects.toBe(
      'Stopped by ada.',
    );
    await expect(readFile(never)).rejects.toThrow('ENOENT');
  });

  it('does not wait for what a command leaves running', async () => {
    const note = join(home.path, 'note');
    await reloadBroker(script(`sleep 100 & echo $! >${note}`));
    const failed = script(`sleep 100 & echo $! >>${note}; exit 1`);
    await expectRefusal(failed, 'command-failed', /exit code 1\.$/);
    const left = (await readFile(note, 'utf8')).trim().split('\n').map(Number);
    expect(left).toHaveLength(2);
    for (const pid of left) process.kill(pid, 'SIGKILL');
  });
});
