import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createCertificates, freePort } from '#testing';
import { Ajv, type AnySchemaObject } from 'ajv';
import formats from 'ajv-formats';
import { parse } from 'yaml';

const root = dirname(import.meta.dirname);
/** The tools are plain modules without types; this is what their own comments say. */
const { finalStage } = (await import(join(import.meta.dirname, 'dockerfile.mjs'))) as {
  finalStage: (text: string) => {
    readonly from: string;
    readonly labels: Readonly<Record<string, string>>;
  };
};
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Mount {
  readonly type: string;
  readonly source: string;
  readonly target: string;
  readonly volume: { readonly nocopy: boolean };
}
interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly depends_on: object;
  readonly ports: readonly string[];
  readonly volumes: readonly (string | Mount)[];
  readonly environment: Readonly<Record<string, string>>;
}

describe('docker-compose.yml', () => {
  const compose = parse(read('docker-compose.yml')) as {
    readonly services: Readonly<Record<'volumes' | 'mosquitto' | 'mcm', Service>>;
    readonly volumes: Readonly<Record<string, null>>;
  };
  const { services, volumes } = compose;
  const { mosquitto, mcm } = services;
  const mounts = (service: Service): Map<string, string> =>
    new Map(
      service.volumes.map((mount) => {
        if (typeof mount !== 'string') return [mount.target, mount.source];
        const [source = '', target = ''] = mount.split(':');
        return [target, source];
      }),
    );

  it('is what the published schema of Compose files says', () => {
    // That of compose-go 2.4.8, by the Compose Specification Authors, under the Apache License 2.0.
    const { $schema: _, ...schema } = JSON.parse(
      read('tools/compose-spec.json'),
    ) as AnySchemaObject;
    const ajv = new Ajv({ strict: false, allErrors: true });
    formats.default(ajv);
    const valid = ajv.compile(schema);
    expect([valid(compose), valid.errors]).toEqual([true, null]);
    expect(
      valid({ ...compose, services: { mcm: { ...mcm, read_only: 'perhaps', init: 3 } } }),
    ).toBe(false);
  });

  it('has a broker and MCM, and the broker alone needs nothing of MCM', () => {
    expect(Object.keys(services)).toEqual(['volumes', 'mosquitto', 'mcm']);
    expect(mosquitto.depends_on).toEqual({
      volumes: { condition: 'service_completed_successfully' },
    });
    expect(services.volumes.image).toBe(mosquitto.image);
  });

  it('publishes MQTT, MQTT over WebSocket and the console on this machine only', () => {
    expect(mosquitto.ports).toEqual(['127.0.0.1:1883:1883', '127.0.0.1:9001:9001']);
    expect(mcm.ports).toEqual(['127.0.0.1:8080:8080']);
    expect(services.volumes).toMatchObject({ network_mode: 'none' });
  });

  it('keeps data in declared volumes and mounts what exists', () => {
    const sources = Object.values(services).flatMap((service) => [...mounts(service).values()]);
    for (const source of sources) {
      const known = source.startsWith('./') ? existsSync(join(root, source)) : source in volumes;
      expect({ source, known }).toEqual({ source, known: true });
    }
  });

  it('builds the image that lies in deploy/docker, and runs it without rights', () => {
    expect(existsSync(join(root, mcm.build?.dockerfile ?? 'missing'))).toBe(true);
    expect(mosquitto).toMatchObject({
      user: '1883:1883',
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(mcm).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  it('gives both the files that the broker goes by, and lets MCM tell the broker', () => {
    const conf = read('deploy/mosquitto/config/mosquitto.conf');
    const file = (option: string): string =>
      new RegExp(`^${option} (.*)$`, 'm').exec(conf)?.[1] ?? '';
    for (const option of ['acl_file', 'password_file', 'pid_file']) {
      expect(dirname(file(option))).toBe('/mosquitto/access');
    }
    for (const place of ['/mosquitto/access', '/mosquitto/config']) {
      expect(mounts(mcm).get(place)).toBe(mounts(mosquitto).get(place));
    }
    expect(mounts(services.volumes).get('/mosquitto/access')).toBe('mosquitto_access');
    expect(mosquitto).toMatchObject({ init: true });
    expect(mcm).toMatchObject({ pid: 'service:mosquitto', user: '1883:1883' });
    expect(mcm.environment).toEqual({
      MCM_MOSQUITTO_HOST: 'mosquitto',
      MCM_MOSQUITTO_ACCESS_BACKEND: 'file',
      MCM_MOSQUITTO_ACCESS_CONFIG_FILE: '/mosquitto/config/mosquitto.conf',
      MCM_MOSQUITTO_ACCESS_RELOAD_PID_FILE: file('pid_file'),
    });
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

  it('starts from the Node that is pinned, and says what it is', () => {
    const { from, labels } = finalStage(read('deploy/docker/Dockerfile'));
    expect(from).toBe(`node:${read('.nvmrc').trim()}-bookworm-slim`);
    expect(labels).toEqual({
      'org.opencontainers.image.title': 'MCM',
      'org.opencontainers.image.description': expect.stringContaining('Eclipse Mosquitto'),
      'org.opencontainers.image.licenses': 'Apache-2.0',
      'org.opencontainers.image.revision': '$MCM_COMMIT',
    });
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
    if (kind !== 'nobody') await once(listening.listen(0, '127.0.0.1'), 'listening');
    const port = (listening.address() as AddressInfo | null)?.port ?? (await freePort());
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

  const analyze = (...args: readonly string[]) =>
    spawnSync('systemd-analyze', [...args, join(root, 'deploy/systemd/mcm.service')], {
      encoding: 'utf8',
    });
  const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
  const withSystemd = hasSystemd ? it : it.skip; // a machine without systemd has nothing to ask

  withSystemd('is understood by systemd', () => {
    const { stderr } = analyze('verify');
    // The program is not installed here, and other units of this machine are none of ours.
    const about = stderr.split('\n').filter((line) => /mcm\.service/.test(line));
    const missing = /\/opt\/mcm\/bin\/mcm is not executable|Command \/opt\/mcm/;
    expect(about.filter((line) => !missing.test(line))).toEqual([]);
  });

  withSystemd('is exposed by at most 1.3 of 10, as systemd reckons', () => {
    const { status, stdout, stderr } = analyze('security', '--offline=true', '--threshold=13');
    expect(stdout + stderr).toMatch(/Overall exposure level for mcm\.service: \d\.\d OK/);
    expect(status).toBe(0);
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
      .replaceAll(/\/mosquitto\/(data|access)\//g, `${folder}/`);
    cpSync(join(root, 'deploy/mosquitto/access/acl'), join(folder, 'acl'));
    writeFileSync(join(folder, 'passwords'), '');
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
  const OTHERS = ['MCM_NODE', 'MCM_UNPACK_FOLDER', 'MCM_COMMIT'];
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
