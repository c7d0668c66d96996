import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { env } from './mosquitto.js';
import { temporaryFolder } from './temporary-folder.js';

/** Files of the broker, with any bytes. */
export interface TriedFiles {
  readonly aclFile?: Uint8Array;
  readonly passwordFile?: Uint8Array;
}

export interface Trial {
  /** Whether the broker came up, and did not exit over one of the files. */
  readonly starts: boolean;
  /** What it logged until then, a character for each byte. */
  readonly log: string;
  /** Its version, as in `2.0.11`. */
  readonly version: string;
}

const RUNNING = /^\d+: mosquitto version \S+ running$/m;

/** Starts a Mosquitto with these files and ends it at once. It takes about 10 ms, so hundreds can be tried. */
export async function tryMosquitto({ aclFile, passwordFile }: TriedFiles): Promise<Trial> {
  const home = await temporaryFolder();
  const path = (name: string) => join(home.path, name);
  const lines = [`listener 0 ${path('socket')}`, 'allow_anonymous false'];
  if (process.getuid?.() === 0) lines.push('user root');
  if (aclFile !== undefined) {
    await writeFile(path('acl'), aclFile);
    lines.push(`acl_file ${path('acl')}`);
  }
  if (passwordFile !== undefined) {
    await writeFile(path('passwords'), passwordFile, { mode: 0o600 });
    lines.push(`password_file ${path('passwords')}`);
  }
  await writeFile(path('conf'), `${lines.join('\n')}\n`);
  const log = await logUntilRunning(path('conf'));
  await home.remove();
  const [, version] = /mosquitto version (\S+) starting/.exec(log) ?? [];
  if (version === undefined) throw new Error(`mosquitto did not start:\n${log}`);
  return { starts: RUNNING.test(log), log, version };
}

/** Until it says that it runs, or exits. */
async function logUntilRunning(configuration: string): Promise<string> {
  const child = spawn('mosquitto', ['-c', configuration], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env,
  });
  let log = '';
  for await (const chunk of child.stderr.setEncoding('latin1') as AsyncIterable<string>) {
    log += chunk;
    // A SIGTERM that comes before the main loop begins would be forgotten.
    if (RUNNING.test(log)) child.kill('SIGKILL');
  }
  return log;
}
