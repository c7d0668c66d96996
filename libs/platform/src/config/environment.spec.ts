import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { readEnvironment } from './environment.js';

/** The values by key, without where they come from. */
async function values(env: NodeJS.ProcessEnv): Promise<Record<string, unknown>> {
  const { settings } = await readEnvironment(env);
  return Object.fromEntries([...settings].map(([name, { value }]) => [name, value]));
}

describe('the environment', () => {
  it('gives keys their type', async () => {
    const env = {
      MCM_HTTP_PORT: '9000',
      MCM_MOSQUITTO_MANAGED: 'true',
      MCM_MOSQUITTO_USERNAME: '123',
    };
    expect(await values(env)).toEqual({
      'http.port': 9000,
      'mosquitto.managed': true,
      'mosquitto.username': '123',
    });
  });

  it('leaves what is not of the type to the schema', async () => {
    expect(await values({ MCM_HTTP_PORT: '0x50', MCM_MOSQUITTO_MANAGED: '1' })).toEqual({
      'http.port': '0x50',
      'mosquitto.managed': '1',
    });
  });

  it('takes an empty variable for not set, as compose files pass them on', async () => {
    expect(await values({ MCM_HTTP_PORT: '', MCM_MOSQUITTO_PASSWORD_FILE: '' })).toEqual({});
  });

  it('warns of unknown variables, with the nearest name', async () => {
    const { warnings } = await readEnvironment({
      MCM_HTP_PORT: '1',
      MCM_BOOTSTRAP_ADMIN_PASSWORD: 'x',
      MCM_WHATEVER: 'x',
      PATH: '/bin',
    });
    expect(warnings).toEqual([
      'the environment variable MCM_HTP_PORT is not known: did you mean MCM_HTTP_PORT?',
      'the environment variable MCM_BOOTSTRAP_ADMIN_PASSWORD is not known: did you mean MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD?',
      'the environment variable MCM_WHATEVER is not known',
    ]);
  });

  it('knows the variables of the command line', async () => {
    const env = {
      MCM_BACKUP_PASSPHRASE: 'x',
      MCM_CONFIG: 'x',
      MCM_NODE: 'x',
      MCM_TOKEN: 'x',
      MCM_URL: 'x',
    };
    expect((await readEnvironment(env)).warnings).toEqual([]);
  });

  it('tells what Kubernetes sets from what people set', async () => {
    const env = {
      MCM_PORT: 'tcp://10.0.0.7:8080',
      MCM_PORT_8080_TCP: 'tcp://10.0.0.7:8080',
      MCM_PORT_8080_TCP_ADDR: '10.0.0.7',
      MCM_SERVICE_HOST: '10.0.0.7',
      MCM_SERVICE_PORT_HTTP: '8080',
      MCM_MOSQUITTO_PORT: 'tcp://10.0.0.8:1883', // of a service named mcm-mosquitto
      MCM_MOSQUITTO_SERVICE_HOST: '10.0.0.8',
      MCM_HTTP_PORT: '9000',
    };
    const { settings, warnings, problems } = await readEnvironment(env);
    expect([...settings.keys()]).toEqual(['http.port']);
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      'ignored, as Kubernetes sets them for its services (enableServiceLinks: false stops that): MCM_PORT, ' +
        'MCM_PORT_8080_TCP, MCM_PORT_8080_TCP_ADDR, MCM_SERVICE_HOST, MCM_SERVICE_PORT_HTTP, ' +
        'MCM_MOSQUITTO_PORT, MCM_MOSQUITTO_SERVICE_HOST',
    ]);
  });
});

describe('a secret from a file', () => {
  let home: TemporaryFolder;
  beforeEach(async () => {
    home = await temporaryFolder();
  });
  afterEach(() => home.remove());

  it.each([
    ['hunter2', 'hunter2'],
    ['hunter2\n', 'hunter2'],
    ['hunter2\r\n', 'hunter2'],
    [' hunter2 \n\n', ' hunter2 \n'],
  ])('is %j without the line break at its end', async (content, secret) => {
    const path = join(home.path, 'secret');
    await writeFile(path, content);
    expect(await values({ MCM_MOSQUITTO_PASSWORD_FILE: path })).toEqual({
      'mosquitto.password': secret,
    });
  });

  it('gives way to the variable itself, with a warning', async () => {
    const env = { MCM_MOSQUITTO_PASSWORD: 'x', MCM_MOSQUITTO_PASSWORD_FILE: '/absent' };
    const { settings, warnings, problems } = await readEnvironment(env);
    expect(settings.get('mosquitto.password')?.value).toBe('x');
    expect(warnings).toEqual([
      'MCM_MOSQUITTO_PASSWORD_FILE is ignored, since MCM_MOSQUITTO_PASSWORD is set',
    ]);
    expect(problems).toEqual([]);
  });

  it('must be there', async () => {
    const { problems } = await readEnvironment({ MCM_AUTH_JWT_SECRET_FILE: '/absent' });
    expect(problems).toEqual([
      {
        where: 'MCM_AUTH_JWT_SECRET_FILE',
        key: 'auth.jwt_secret',
        message: 'is to be read from /absent, which does not exist',
      },
    ]);
  });

  it('is not to be had for what is no secret', async () => {
    const { settings, warnings } = await readEnvironment({
      MCM_MOSQUITTO_USERNAME_FILE: '/etc/hostname',
    });
    expect(settings.size).toBe(0);
    expect(warnings).toHaveLength(1);
  });
});
