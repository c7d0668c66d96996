import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { requireReadByBroker } from './broker-reads.js';

const [USER, GROUP, OTHER] = [1883, 1884, 1885];

let home: TemporaryFolder;
beforeEach(async () => {
  home = await temporaryFolder();
});
afterEach(() => home.remove());

/** Needs two users. */
const itAsRoot = process.getuid?.() === 0 ? it : it.skip;

itAsRoot.each([
  [USER, OTHER, 0o400, true],
  [USER, GROUP, 0o044, false],
  [OTHER, GROUP, 0o040, true],
  [OTHER, GROUP, 0o604, false],
  [0, OTHER, 0o644, true],
  [0, OTHER, 0o640, false],
])('knows whether the broker reads what belongs to %i:%i, mode %o: %p', async (...given) => {
  const [uid, gid, mode, isRead] = given;
  const child: ChildProcess = spawn('sleep', ['60'], { uid: USER, gid: GROUP });
  await once(child, 'spawn');
  const by = { kind: 'process', pid: () => child.pid } as const;
  try {
    const asked = requireReadByBroker(by, { path: '/etc/acl', uid, gid, mode });
    const why = new RegExp(
      `user ${USER}\\) could not read /etc/acl any more: .* user ${uid} and group ${gid}`,
    );
    if (isRead) await expect(asked).resolves.toBeUndefined();
    else await expect(asked).rejects.toThrow(why);
  } finally {
    child.kill();
  }
});

itAsRoot.each(['mosquitto', 'another'])(
  'goes, where a command reloads the broker, by the process of its pid_file if that is one: %s',
  async (name) => {
    const pidFile = join(home.path, 'pid');
    const program = join(home.path, name);
    await copyFile('/bin/sleep', program);
    await chmod(home.path, 0o755);
    const child = spawn(program, ['60'], { uid: USER, gid: GROUP });
    await once(child, 'spawn');
    await writeFile(pidFile, String(child.pid));
    const by = { kind: 'command', command: ['true'], pidFile } as const;
    const asked = requireReadByBroker(by, { path: '/etc/acl', uid: 0, gid: 0, mode: 0o600 });
    try {
      if (name === 'another') await expect(asked).resolves.toBeUndefined();
      else await expect(asked).rejects.toThrow(`process ${child.pid}, user ${USER}`);
    } finally {
      child.kill();
    }
  },
);

it('says nothing of a broker that does not run, or is not known', async () => {
  const file = { path: '/etc/acl', uid: 0, gid: 0, mode: 0 };
  const pidFile = join(home.path, 'pid');
  await writeFile(pidFile, '4194304999');
  for (const by of [
    { kind: 'command', command: ['true'] },
    { kind: 'command', command: ['true'], pidFile },
    { kind: 'process', pid: () => undefined },
    { kind: 'pid-file', path: join(home.path, 'none') },
    { kind: 'pid-file', path: pidFile },
  ] as const) {
    await expect(requireReadByBroker(by, file)).resolves.toBeUndefined();
  }
});
