import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createCertificates, freePort } from '#testing';
import { parse } from 'yaml';

const root = dirname(import.meta.dirname);
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
}

describe('docker-compose.yml', () => {
  const { services, volumes } = parse(read('docker-compose.yml')) as {
    readonly services: Readonly<Record<string, Service>>;
    readonly volumes: Readonly<Record<string, null>>;
  };
  const { mosquitto, mcm } = services;

  it('has a broker and MCM, and the broker alone needs nothing of MCM', () => {
    expect(Object.keys(services)).toEqual(['mosquitto', 'mcm']);
    expect(mosquitto).not.toHaveProperty('depends_on');
  });

  it('publishes MQTT, MQTT over WebSocket and the console on this machine only', () => {
    expect(mosquitto?.ports).toEqual(['127.0.0.1:1883:1883', '127.0.0.1:9001:9001']);
    expect(mcm?.ports).toEqual(['127.0.0.1:8080:8080']);
  });

  it('keeps data in declared volumes and mounts what exists', () => {
    const mounts = [mosquitto, mcm].flatMap((service) => service?.volumes ?? []);
    const sources = mounts.map((mount) => mount.split(':')[0]!);
    for (const source of sources) {
      const known = source.startsWith('./') ? existsSync(join(root, source)) : source in volumes;
      expect({ source, known }).toEqual({ source, known: true });
    }
  });

  it('builds the image that lies in deploy/docker, and runs it without rights', () => {
    expect(existsSync(join(root, mcm?.build?.dockerfile ?? 'missing'))).toBe(true);
    expect(mcm).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    expect(mcm?.environment).toEqual({ MCM_MOSQUITTO_HOST: 'mosquitto' });
  });
});

describe('deploy/docker/Dockerfile', () => {
  const lines = read('deploy/docker/Dockerfile')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line));
  const last = lines.findLastIndex((line) => line.startsWith('FROM '));
  const stage = lines.slice(last);
  const instruction = (name: string): string =>
    stage.findLast((line) => line.startsWith(`${name} `)) ?? '';

  it('ends as a user who is not root, by number', () => {
    expect(instruction('USER')).toBe('USER 1000:1000');
  });

  it('holds the bundle and nothing of what built it', () => {
    expect(stage.filter((line) => line.startsWith('COPY '))).toEqual([
      'COPY --from=build /src/dist/bundle /opt/mcm',
    ]);
    expect(instruction('ENTRYPOINT')).toBe('ENTRYPOINT ["/opt/mcm/bin/mcm"]');
  });

  it('keeps its data in a volume that its user owns', () => {
    expect(instruction('VOLUME')).toBe('VOLUME /var/lib/mcm');
    expect(instruction('ENV')).toContain('MCM_DATABASE_PATH=/var/lib/mcm/mcm.db');
    expect(instruction('RUN')).toContain('-o 1000 -g 1000 -m 0700 /var/lib/mcm');
  });

  it('asks the process itself whether it is well', () => {
    const check = /CMD (\[.*\])$/.exec(instruction('HEALTHCHECK'))?.[1] ?? '[]';
    const [command, , script] = JSON.parse(check) as string[];
    expect(command).toBe('node');
    expect(script).toContain('/healthz');
    const { status } = spawnSync(process.execPath, ['--check', '-'], { input: script });
    expect(status).toBe(0);
  });

  it.each([
    ['HTTP', 'http', 0],
    ['TLS', 'https', 0],
    ['TLS with a certificate of ours', 'mutual', 0],
    ['nothing', 'nobody', 1],
  ])('is well when the process speaks %s', async (_, kind, code) => {
    const home = mkdtempSync(join(tmpdir(), 'mcm-health-'));
    const { server, ca } = await createCertificates(home);
    const pair = { cert: server.cert, key: server.key };
    const mutual = { ca: ca.cert, requestCert: true, rejectUnauthorized: true };
    const answer: RequestListener = ({ url }, response) => {
      response.writeHead(url === '/healthz' ? 200 : 404).end();
    };
    const listening =
      kind === 'http'
        ? createHttpServer(answer)
        : createHttpsServer({ ...pair, ...(kind === 'mutual' && mutual) }, answer);
    const port = await freePort();
    if (kind !== 'nobody') await once(listening.listen(port, '127.0.0.1'), 'listening');
    const [, , script = ''] = JSON.parse(
      /CMD (\[.*\])$/.exec(instruction('HEALTHCHECK'))?.[1] ?? '[]',
    ) as string[];
    const env = { MCM_HTTP_PORT: String(port), MCM_HTTP_TLS_ENABLED: String(kind !== 'http') };
    const check = spawn(process.execPath, ['-e', script], { env, stdio: 'ignore' });
    expect(await once(check, 'exit')).toEqual([code, null]);
    listening.close();
    rmSync(home, { recursive: true });
  });

  it('is not given what .dockerignore keeps out', () => {
    expect(read('.dockerignore').split('\n')).toEqual(
      expect.arrayContaining(['.git', 'node_modules', 'dist', '.mcm']),
    );
  });
});

describe('deploy/systemd/mcm.service', () => {
  const unit = read('deploy/systemd/mcm.service');
  const setting = (name: string): string | undefined =>
    new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1];

  it('starts the launcher where the guide installs it', () => {
    expect(setting('ExecStart')).toBe('/opt/mcm/bin/mcm server --config /etc/mcm/config.yaml');
    expect(read('deploy/mcm/README.md')).toContain('cp -r dist/bundle /opt/mcm');
  });

  it.each([
    ['User', 'mcm'],
    ['StateDirectory', 'mcm'],
    ['CapabilityBoundingSet', ''],
    ['NoNewPrivileges', 'yes'],
    ['ProtectSystem', 'strict'],
    ['ProtectHome', 'yes'],
    ['PrivateTmp', 'yes'],
    ['RestrictAddressFamilies', 'AF_INET AF_INET6 AF_UNIX'],
    ['SystemCallArchitectures', 'native'],
    ['UMask', '0077'],
    ['RestartPreventExitStatus', '2'],
  ])('sets %s=%s', (name, value) => {
    expect(setting(name)).toBe(value);
  });

  it('does not forbid Node to compile', () => {
    expect(setting('MemoryDenyWriteExecute')).toBeUndefined();
  });
});

describe('deploy/mosquitto/config/mosquitto.conf', () => {
  const text = read('deploy/mosquitto/config/mosquitto.conf');
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mcm-mosquitto-conf-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('warns in its first line, because anyone may connect', () => {
    expect(text.split('\n')[0]).toContain('FOR DEVELOPMENT ONLY');
    expect(text).toContain('allow_anonymous true');
  });

  it('is understood by Mosquitto', async () => {
    // On this machine: other ports, a folder that is there, and a log that is not held back in a buffer.
    const local = text
      .replace('log_dest stdout', 'log_dest stderr')
      .replace(/^listener 1883$/m, `listener ${await freePort()} 127.0.0.1`)
      .replace(/^listener 9001$/m, `listener ${await freePort()} 127.0.0.1`)
      .replace('/mosquitto/data/', `${folder}/`);
    writeFileSync(join(folder, 'mosquitto.conf'), `${local}\nuser root\n`);
    const broker = spawn('mosquitto', ['-c', join(folder, 'mosquitto.conf')], {
      env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
    });
    let log = '';
    for (const stream of [broker.stdout, broker.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => (log += chunk));
    }
    // SIGTERM is lost when it comes between this word and the broker's loop, which resets its flag.
    broker.stderr.on('data', () => log.includes(' running') && broker.kill('SIGKILL'));
    await once(broker, 'close');
    expect(log).toMatch(/ running\n/);
  });
});

describe('the variables that the deployment names', () => {
  /** Not of the configuration: the launcher’s, and the image’s build argument. */
  const OTHERS = ['MCM_NODE', 'MCM_COMMIT'];
  const files = ['docker-compose.yml'].concat(
    readdirSync(join(root, 'deploy'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /Dockerfile|\.(md|service|conf)$/.test(name))
      .map((name) => join('deploy', name)),
  );

  it.each(files)('in %s are keys of the configuration', (file) => {
    const reference = read('docs/reference/configuration.md');
    const named = new Set(read(file).match(/\bMCM_[A-Z_]+[A-Z]/g) ?? []);
    const unknown = [...named].filter(
      (name) => !OTHERS.includes(name) && !reference.includes(`\`${name.replace(/_FILE$/, '')}`),
    );
    expect(unknown).toEqual([]);
  });
});
