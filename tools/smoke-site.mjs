/** What a smoke test needs around MCM: a folder, a Mosquitto, processes that are watched, a message. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.mjs';

const PATIENCE_MS = 60_000;

/** Asks again and again until there is an answer; throws `what` when it takes too long. */
export async function until(ask, what) {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await pause(20)) {
    const answer = await ask();
    if (answer) return answer;
  }
  throw new Error(typeof what === 'string' ? what : what());
}

/** A new folder with an empty `tmp/` in it. */
export function newFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'mcm-smoke-'));
  mkdirSync(path.join(folder, 'tmp'));
  return folder;
}

/** Starts a program with `env` and nothing else of ours; what it prints is in `stdout` and `stderr`. */
export function start([command, ...args], { env, cwd }) {
  // A group of its own, so that a launcher does not outlive what it launched when both are killed.
  const detached = process.platform !== 'win32';
  const child = spawn(command, args, { env, cwd, detached, stdio: ['ignore', 'pipe', 'pipe'] });
  const program = { child, pid: child.pid, stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (text) => (program[stream] += text));
  }
  child.once('error', (error) => (program.stderr += error.message));
  const closed = new Promise((resolve) => child.once('close', resolve));
  const end = async (signal) => {
    if (signal) child.kill(signal);
    const code = await closed;
    return { code, stdout: program.stdout, stderr: program.stderr };
  };
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const kill = () => {
    if (!hasEnded()) process.kill(detached ? -child.pid : child.pid, 'SIGKILL');
    return end();
  };
  return Object.assign(program, { end, hasEnded, kill });
}

/** Waits until a program has printed `text`; throws with what it printed when it ends before. */
export async function prints(program, text) {
  const printed = () => program.stdout + program.stderr;
  const told = () => printed().includes(text);
  const why = () => `did not print “${text}”, but:\n${printed()}`;
  await until(() => told() || program.hasEnded(), why);
  if (!told()) throw new Error(why());
}

/** A Mosquitto in `folder`, on a free port of 127.0.0.1, to which everybody may connect. */
export async function startMosquitto(folder) {
  const port = await freePort();
  const configuration = path.join(folder, 'mosquitto.conf');
  const lines = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', 'log_dest stderr'];
  // As root it would become a user who cannot read our folder.
  if (process.getuid?.() === 0) lines.push('user root');
  writeFileSync(configuration, `${lines.join('\n')}\n`);
  // Debian puts it into a folder that only root's PATH has.
  const PATH = [process.env.PATH, '/usr/sbin', '/opt/homebrew/sbin', '/usr/local/sbin'].join(
    path.delimiter,
  );
  const broker = start(['mosquitto', '-c', configuration], { env: { PATH }, cwd: folder });
  await prints(broker, ' running');
  return { ...broker, port };
}

const text = (value) => {
  const bytes = Buffer.from(value);
  return [Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes];
};
/** An MQTT packet of less than 128 bytes: MQTT 3.1.1 §2.2. */
const packet = (first, ...parts) => {
  const body = Buffer.concat(parts.flat());
  return Buffer.concat([Buffer.from([first, body.length]), body]);
};
const CONNECT = packet(0x10, text('MQTT'), Buffer.from([4, 2, 0, 30]), text('smoke'));
const DISCONNECT = packet(0xe0);

/** Publishes a short text with QoS 1, and resolves when the broker has taken it: MQTT 3.1.1 §3.3 and §3.4. */
export async function publish(port, topic, payload) {
  const socket = connect(port, '127.0.0.1');
  const answered = async (first) => {
    const [answer] = await once(socket, 'data');
    if (answer[0] !== first) throw new Error(`the broker answered ${answer.toString('hex')}`);
  };
  socket.write(CONNECT);
  await answered(0x20);
  socket.write(packet(0x32, text(topic), Buffer.from([0, 1]), Buffer.from(payload)));
  await answered(0x40);
  socket.end(DISCONNECT);
  await once(socket, 'close');
}

/** The processes that still have `folder` in their environment, other than this one; only Linux tells. */
export function processesOf(folder) {
  if (process.platform !== 'linux') return [];
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return numbers.filter((pid) => {
    // A process may end, or be somebody else's, while we look.
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  });
}

export const removeFolder = (folder) => rmSync(folder, { recursive: true, force: true });
