import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { ConfigError } from './config-error.js';
import { dataFolder } from './config.js';
import { loadConfig, type LoadedConfig } from './load-config.js';
import { Secret } from './secret.js';

let home: TemporaryFolder;
beforeEach(async () => {
  home = await temporaryFolder();
});
afterEach(() => home.remove());

const file = () => join(home.path, 'mcm.yaml');

async function load(yaml: string | Buffer, env: NodeJS.ProcessEnv = {}): Promise<LoadedConfig> {
  await writeFile(file(), yaml, { mode: 0o600 });
  return loadConfig({ file: file(), env });
}

/** What is printed, without the introduction and without the temporary folder. */
async function problems(yaml: string | Buffer, env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const error = await load(yaml, env).catch((thrown: unknown) => thrown);
  if (!(error instanceof ConfigError)) throw new Error('was taken', { cause: error });
  const [introduction, ...lines] = error.message.replaceAll(`${home.path}/`, '').split('\n');
  expect(introduction).toBe('configuration validation failed:');
  return lines.map((line) => line.replace(/^- /, ''));
}

describe('the configuration in force', () => {
  it('is the defaults when nothing is given', async () => {
    const { config, warnings } = await load('');
    expect(warnings).toEqual([]);
    expect(config).toMatchObject({
      http: {
        bindAddress: '127.0.0.1',
        port: 8080,
        trustedProxies: [],
        tls: { enabled: false, minVersion: '1.2', requireClientCert: false },
      },
      auth: {
        tokenTtl: 86_400_000,
        loginLockout: { window: 900_000, maxAttempts: 6 },
        bootstrapAdmin: { username: 'admin' },
      },
      metrics: { auditRetention: 7_776_000_000, securityRetention: 7_776_000_000 },
      mosquitto: { host: '127.0.0.1', port: 1883, managed: false, tls: { enabled: false } },
      observe: { memoryBudget: 128_000_000, history: 1_000, qos: 2 },
      logging: { level: 'info', format: 'json' },
    });
    expect(config.auth).not.toHaveProperty('jwtSecret');
  });

  it('is frozen through and through', async () => {
    const { config } = await load('');
    const { http, auth, mosquitto } = config;
    const parts = [config, http, http.trustedProxies, auth.bootstrapAdmin, mosquitto.tls];
    expect(parts.every((part) => Object.isFrozen(part))).toBe(true);
  });

  it('prefers the environment to the file, and the file to the default', async () => {
    const yaml = 'http:\n  port: 9001\n  bind_address: "::1"\n';
    const { config } = await load(yaml, { MCM_HTTP_PORT: '9002', MCM_OBSERVE_QOS: '0' });
    expect(config.http).toMatchObject({ port: 9002, bindAddress: '::1' });
    expect(config.observe.qos).toBe(0);
  });

  it('takes sections and keys without a value for not set', async () => {
    const { config } = await load('http:\n  # port: 1\nmosquitto:\n  port:\n  host: ~\n');
    expect([config.http.port, config.mosquitto.port, config.mosquitto.host]).toEqual([
      8080,
      1883,
      '127.0.0.1',
    ]);
  });

  it('follows an alias', async () => {
    const { config } = await load('http: { port: &p 9001 }\nmosquitto: { port: *p }');
    expect(config.mosquitto.port).toBe(9001);
  });

  it('reads relative paths from the folder of the file', async () => {
    const { config } = await load('database: { path: data/mcm.db }');
    expect(config.database.path).toBe(join(home.path, 'data/mcm.db'));
    expect(dataFolder(config)).toBe(join(home.path, 'data'));
  });

  it('reads relative paths in the environment from the current folder', async () => {
    const { config } = await load('', { MCM_DATABASE_PATH: 'data/mcm.db' });
    expect(config.database.path).toBe(join(process.cwd(), 'data/mcm.db'));
  });

  it('does not print its secrets', async () => {
    const password = 'correct horse battery';
    const { config } = await load('', { MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD: password });
    expect(config.auth.bootstrapAdmin.password).toBeInstanceOf(Secret);
    expect(config.auth.bootstrapAdmin.password?.reveal()).toBe(password);
    expect(JSON.stringify(config)).toContain('"password":"[secret]"');
  });

  it('warns of secrets that every user can read', async () => {
    const yaml = 'mosquitto: { username: mcm, password: something }';
    expect((await load(yaml)).warnings).toEqual([]);
    await chmod(file(), 0o644);
    const { warnings } = await loadConfig({ file: file(), env: {} });
    expect(warnings).toEqual([
      `${file()} holds secrets and can be read by every user: run chmod 600 ${file()}`,
    ]);
  });
});

describe('a wrong configuration', () => {
  it('is answered with all that is wrong, line by line', async () => {
    const yaml = [
      'http:',
      '  prot: 8080',
      '  bind_address: http://0.0.0.0:80',
      'mosquitto:',
      '  port: "1883"',
      '  username: 42',
      '  password: [secret]',
      'auth: { token_ttl: 24, jwt_secret: tooshort, bootstrap_admin: { password: elevenchars } }',
      'logging: { level: trace }',
      'observe: { memory_budget: 1MB, qos: 3 }',
      'https: {}',
      'http: { port: 1 }',
    ].join('\n');
    expect(await problems(yaml, { MCM_HTTP_PORT: '80a', MCM_MOSQUITTO_MANAGED: 'yes' })).toEqual([
      'mcm.yaml:2: http.prot is not a known key: did you mean http.port?',
      'mcm.yaml:3: http.bind_address must be a host name or an IP address, without scheme, port or brackets, not "http://0.0.0.0:80"',
      'mcm.yaml:5: mosquitto.port must be a whole number from 1 to 65535, not "1883"',
      'mcm.yaml:6: mosquitto.username must be text, not 42: put it in quotes',
      'mcm.yaml:7: mosquitto.password must be text',
      'mcm.yaml:8: auth.token_ttl must be a duration such as 90s, 15m or 24h, from 1m to 365d, not 24',
      'mcm.yaml:8: auth.jwt_secret must be text of at least 32 characters',
      'mcm.yaml:8: auth.bootstrap_admin.password must be text of 12 to 1024 characters',
      'mcm.yaml:9: logging.level must be one of debug, info, warn, error, not "trace"',
      'mcm.yaml:10: observe.memory_budget must be a size such as 64MB or 1GiB, from 16MB to 16GB, not "1MB"',
      'mcm.yaml:10: observe.qos must be one of 0, 1, 2, not 3',
      'mcm.yaml:11: https is not a known key: did you mean http?',
      'mcm.yaml:12: http is given twice: see mcm.yaml:1',
      'MCM_HTTP_PORT: http.port must be a whole number from 1 to 65535, not "80a"',
      'MCM_MOSQUITTO_MANAGED: mosquitto.managed must be true or false, not "yes"',
    ]);
  });

  it.each([
    [
      'http:\n  port: 1\n bind_address: x',
      'mcm.yaml:3: the indentation does not fit the lines above',
    ],
    ['http:\n\tport: 1', 'mcm.yaml:2: the indentation is a tab: use spaces'],
    [
      'a: b: c',
      'mcm.yaml:1: there is a second "key: value" in the line: put quotes around the value, or a line break before it',
    ],
    [
      'auth:\n  jwt_secret: "abc',
      'mcm.yaml:2: a colon, a space, a quote or a bracket is missing here or above',
    ],
    [
      'http: {}\n---\nauth: {}',
      'mcm.yaml:2: a second document begins, with ---: such a file is one',
    ],
    [
      'mosquitto: { username: !vault x }',
      'mcm.yaml:1: a tag (!) is not known: put quotes around the value',
    ],
    ['- a', 'mcm.yaml: the file must be a section: keys with values, one in a line'],
    ['http: 80', 'mcm.yaml:1: http must be a section: keys with values, one in a line'],
    ['"a\\u001bb": 1', 'mcm.yaml:1: "a\\u001bb" is not a known key'],
    ['__proto__: { port: 1 }', 'mcm.yaml:1: __proto__ is not a known key'],
  ])('names the line of %j', async (yaml, problem) => {
    expect(await problems(yaml)).toEqual([problem]);
  });

  it('is not quoted, since it may be a secret', async () => {
    const said = await problems(
      'auth:\n  jwt_secret: "hunter2" hunter2: hunter2\n  jwt_secret: hunter2',
    );
    expect(said.join()).not.toContain('hunter2');
  });

  it('is refused when it is no text, too large or not there', async () => {
    expect(await problems(Buffer.from([0xff, 0xfe, 0x00]))).toEqual([
      'mcm.yaml: is not UTF-8 text',
    ]);
    expect((await problems(Buffer.alloc(2 ** 20 + 1, '#'))).join()).toContain(
      'is larger than 1048576 bytes',
    );
    const absent = loadConfig({ file: join(home.path, 'absent.yaml'), env: {} });
    await expect(absent).rejects.toThrow('absent.yaml: does not exist: name another with --config');
    await mkdir(join(home.path, 'folder'));
    await expect(loadConfig({ file: join(home.path, 'folder'), env: {} })).rejects.toThrow(
      'is a folder',
    );
  });

  it('is refused however deeply it is nested', async () => {
    expect(await problems('['.repeat(50_000))).toContain(
      'mcm.yaml:1: too many levels, one in another',
    );
  });

  it('names no more problems than can be read', async () => {
    const said = await problems(
      Array.from({ length: 500 }, (_, n) => `key${String(n)}: 1`).join('\n'),
    );
    expect([said.length, said.at(-1)]).toEqual([51, 'and 450 more']);
  });
});

describe('keys that contradict each other', () => {
  it.each([
    ['mosquitto: { password: x }', 'mosquitto.password needs mosquitto.username as well'],
    ['mosquitto: { username: x }', 'mosquitto.username needs mosquitto.password as well'],
    [
      'mosquitto: { managed: true, host: broker.plant }',
      'mosquitto.host must be 127.0.0.1 when mosquitto.managed is true, since MCM starts that broker on this machine, not "broker.plant"',
    ],
    [
      'mosquitto: { managed: true, tls: { enabled: true } }',
      'mosquitto.tls.enabled must be false when mosquitto.managed is true: that broker listens without TLS',
    ],
    [
      'mosquitto: { tls: { insecure_skip_verify: true } }',
      'mosquitto.tls.insecure_skip_verify has no effect while mosquitto.tls.enabled is false: set that to true, or remove this key',
    ],
    [
      'mosquitto: { tls: { ca_cert_file: ca.pem } }',
      'mosquitto.tls.ca_cert_file has no effect while mosquitto.tls.enabled is false: set that to true, or remove this key',
    ],
    [
      'auth: { bootstrap_admin: { username: line-seven-hall, password: Line-Seven-Hall } }',
      'auth.bootstrap_admin.password must differ from auth.bootstrap_admin.username',
    ],
    [
      'auth: { bootstrap_admin: { password: password1234 } }',
      'auth.bootstrap_admin.password is among the first that are guessed: choose another, or remove it to have one made',
    ],
    [
      'auth: { bootstrap_admin: { password: "123456789012" } }',
      'auth.bootstrap_admin.password is among the first that are guessed: choose another, or remove it to have one made',
    ],
    [
      'auth: { bootstrap_admin: { password: change-me-now } }',
      'auth.bootstrap_admin.password is among the first that are guessed: choose another, or remove it to have one made',
    ],
    [
      'auth: { jwt_secret: change-me-change-me-change-me-change-me }',
      'auth.jwt_secret is a placeholder: remove it to use the key of this installation, or take the output of openssl rand -hex 32',
    ],
  ])('are named: %s', async (yaml, problem) => {
    expect(await problems(yaml)).toEqual([`mcm.yaml:1: ${problem}`]);
  });

  it.each([
    'mosquitto: { managed: true, host: localhost }',
    'mosquitto: { managed: true, host: "::1" }',
    'mosquitto: { tls: { enabled: false, insecure_skip_verify: false } }',
    'mosquitto: { tls: { enabled: true, insecure_skip_verify: true } }',
    'auth: { bootstrap_admin: { password: Tr0ub4dor&3xyz } }',
    'auth: { jwt_secret: 3f1c9a7e5b2d4860a1f3c5e7092b4d6f }',
  ])('are not seen where there are none: %s', async (yaml) => {
    await expect(load(yaml)).resolves.toBeDefined();
  });

  it('are looked for across file and environment', async () => {
    const yaml = 'mosquitto: { username: mcm }';
    await expect(load(yaml, { MCM_MOSQUITTO_PASSWORD: 'x' })).resolves.toBeDefined();
    expect(await problems('', { MCM_MOSQUITTO_PASSWORD: 'x' })).toEqual([
      'MCM_MOSQUITTO_PASSWORD: mosquitto.password needs mosquitto.username as well',
    ]);
  });
});
