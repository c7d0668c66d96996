import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { connectAsync } from 'mqtt';
import { freePort, temporaryFolder, until, type TemporaryFolder } from '#testing';
import { parse } from 'yaml';

const root = dirname(import.meta.dirname);
interface Containing {
  readonly volumes: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly capabilities?: readonly string[];
  readonly pidsOf?: number;
}
/** The tools are plain modules without types; this is what their own comments say. */
const tool = async (name: string): Promise<unknown> => import(join(import.meta.dirname, name));
const { contained, containerRoot, image } = (await tool('container-root.mjs')) as {
  contained: (folder: string, how: Containing) => readonly [string, ...string[]];
  containerRoot: (to: string) => void;
  image: { readonly command: readonly string[] };
};
const { noScratchRoot } = (await tool('scratch-root.mjs')) as {
  noScratchRoot: () => string | undefined;
};
const reason = noScratchRoot();
const { services } = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8')) as {
  readonly services: {
    readonly volumes: { readonly cap_add: readonly string[]; readonly command: readonly string[] };
    readonly mcm: { readonly user: string; readonly environment: Readonly<Record<string, string>> };
  };
};

// Debian's Mosquitto stands in for that of the image eclipse-mosquitto, and nothing else for anything.
(reason === undefined ? describe : describe.skip)(
  `the stack of docker-compose.yml, without Docker ${reason ?? ''}`,
  () => {
    let home: TemporaryFolder;
    let broker: ChildProcess;
    let mcm: ChildProcess;
    let port: number;
    let log = '';
    let how: Containing;
    const at = (name: string): string => join(home.path, name);

    const start = (words: readonly string[], as: Containing): ChildProcess => {
      const [command, ...args] = [...contained(at('root'), as), ...words] as [string, ...string[]];
      const child = spawn(command, args);
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => (log += text));
      }
      return child;
    };
    const run = (words: readonly string[], input = '') =>
      new Promise<{ code: number; said: string }>((resolve) => {
        const [command, ...args] = [...contained(at('root'), how), ...words] as [
          string,
          ...string[],
        ];
        const child = execFile(command, args, (error, stdout, stderr) => {
          resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr });
        });
        child.stdin?.end(input);
      });
    const childOf = (pid: number | undefined): number =>
      Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')[0]);

    beforeAll(async () => {
      home = await temporaryFolder();
      containerRoot(at('root'));
      for (const name of ['access', 'mcm', 'data', 'config']) mkdirSync(at(name), { mode: 0o755 });
      const prepared = start(['sh', '-ec', ...services.volumes.command], {
        user: '0:0',
        capabilities: services.volumes.cap_add.map((name) => name.toLowerCase()),
        volumes: {
          '/defaults': join(root, 'deploy/mosquitto/access'),
          '/mosquitto/access': at('access'),
          '/var/lib/mcm': at('mcm'),
        },
      });
      expect([await once(prepared, 'exit'), log]).toEqual([[0, null], '']);

      // Other ports; the network is this machine's.
      port = await freePort();
      cpSync(join(root, 'deploy/mosquitto/config'), at('config'), { recursive: true });
      const conf = readFileSync(at('config/mosquitto.conf'), 'utf8')
        .replace(/^listener 1883$/m, `listener ${port} 127.0.0.1`)
        .replace(/^listener 9001$/m, `listener ${await freePort()} 127.0.0.1`)
        .replace('persistence true', 'persistence false')
        .replace('log_dest stdout', 'log_dest stderr');
      writeFileSync(at('config/mosquitto.conf'), conf);
      const volumes = { '/mosquitto/access': at('access'), '/mosquitto/config': at('config') };
      // As with `init: true`, the broker is not process 1.
      const program = '/usr/sbin/mosquitto -c /mosquitto/config/mosquitto.conf & wait';
      broker = start(['sh', '-c', program], { volumes, user: services.mcm.user });
      await until(
        () => log.includes(' running') || broker.exitCode !== null,
        () => log,
      );
      how = {
        ...{ user: services.mcm.user, pidsOf: childOf(broker.pid) },
        volumes: { ...volumes, '/var/lib/mcm': at('mcm') },
        env: {
          ...services.mcm.environment,
          MCM_MOSQUITTO_HOST: '127.0.0.1',
          MCM_MOSQUITTO_PORT: String(port),
          MCM_HTTP_PORT: String(await freePort()),
        },
      };
      mcm = start(image.command, how);
      await until(
        () => log.includes('MCM is at') || mcm.exitCode !== null,
        () => log,
      );
      expect(log).toContain('MCM is at');
    }, 900_000);
    afterAll(async () => {
      for (const child of [mcm, broker]) {
        if (child.exitCode === null) process.kill(childOf(child.pid), 'SIGKILL');
      }
      await home.remove();
    });

    it('has laid down files that the broker and MCM share, and nobody else reads', () => {
      for (const name of ['acl', 'passwords']) {
        const { mode, uid, gid } = statSync(at(`access/${name}`));
        expect([mode & 0o777, uid, gid]).toEqual([0o640, 1883, 1883]);
      }
      expect(readdirSync(at('mcm'))).toContain('mcm.db');
    });

    it('can change users and rules, says the doctor', async () => {
      const { code, said } = await run(['/opt/mcm/bin/mcm', 'doctor']);
      expect({ code, said }).toEqual({ code: 0, said: expect.not.stringContaining('FAIL') });
    });

    it('adds a user, whom the broker then knows', async () => {
      const login = (password: string) =>
        connectAsync(`mqtt://127.0.0.1:${port}`, {
          ...{ username: 'ann', password, reconnectPeriod: 0, connectTimeout: 5_000 },
        });
      await expect(login('a secret of ann')).rejects.toThrow(/not authorized/i);
      const csv = 'username,password\nann,a secret of ann\n';
      const imported = ['/opt/mcm/bin/mcm', 'access', 'import', '--format', 'csv', '-'];
      expect(await run(imported, csv)).toMatchObject({ code: 0 });
      const applied = await run(['/opt/mcm/bin/mcm', 'access', 'apply', '--yes']);
      expect(applied).toMatchObject({ code: 0 });
      const client = await login('a secret of ann');
      await client.endAsync();
      await expect(login('another')).rejects.toThrow(/not authorized/i);
    });
  },
);
