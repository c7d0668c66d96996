import { readdir, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MqttClient, type IClientOptions } from 'mqtt';
import { afterEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder, until } from '#testing';
import { passwordHash } from './password-hash.js';
import {
  startShadowBroker,
  type ShadowBroker,
  type ShadowOptions,
  type ShadowPlace,
} from './shadow-broker.js';
import { ShadowFailed } from './shadow-failed.js';

const NOT_AUTHORIZED = 0x87;

let shadow: ShadowBroker | undefined;
const clients: MqttClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.endAsync(true);
  await shadow?.stop();
  shadow = undefined;
});

async function start(options: ShadowOptions): Promise<ShadowBroker> {
  shadow = await startShadowBroker(options);
  return shadow;
}

const bytes = (text: string) => Buffer.from(text);

/** The client, or the reason for which the broker did not let it in. */
function logIn(place: ShadowPlace, options: IClientOptions = {}): Promise<MqttClient | number> {
  const client = new MqttClient(() => connect(place.path), {
    ...{ protocolVersion: 5, reconnectPeriod: 0, ...options },
  });
  clients.push(client);
  return new Promise((resolve) => {
    client.once('connect', () => resolve(client));
    client.once('error', (error) => resolve('code' in error ? error.code : -1));
  });
}

async function loggedIn(place: ShadowPlace, options?: IClientOptions): Promise<MqttClient> {
  const client = await logIn(place, options);
  if (typeof client === 'number') throw new Error(`refused with ${client}`);
  return client;
}

/** By a client of its own, since mqtt.js gives up one that was refused something. */
async function mayPublish(
  place: ShadowPlace,
  topic: string,
  login?: IClientOptions,
): Promise<boolean> {
  const client = await loggedIn(place, login);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  client.publish(topic, '', { qos: 1 }, (error) => resolve(!error));
  return promise;
}

/** Its folders that lie about. */
async function folders(): Promise<readonly string[]> {
  const ours = `mcm-shadow-${process.pid}-`;
  return (await readdir(tmpdir())).filter((name) => name.startsWith(ours));
}

describe('a shadow broker with files', () => {
  const ACL = 'topic write anybody\nuser ann\ntopic write own\npattern write of/%u\n';

  it('decides by name where it asks for no password, and lets in whom the real one does where it does', async () => {
    const hash = Buffer.from((await passwordHash('secret')).reveal()).toString('latin1');
    const files = { acl: bytes(ACL), passwords: bytes(`ann:${hash}\n`) };
    const { named, strict, version } = await start({ files, allowAnonymous: false });
    expect(version).toMatch(/^2\.\d+\.\d+$/);

    const [ann, bob] = [{ username: 'ann' }, { username: 'bob' }];
    expect(await mayPublish(named, 'own', ann)).toBe(true);
    expect(await mayPublish(named, 'anybody', ann)).toBe(false);
    expect(await mayPublish(named, 'own', bob)).toBe(false);
    expect(await mayPublish(named, 'of/bob', bob)).toBe(true);
    expect(await mayPublish(named, 'anybody')).toBe(true);

    expect(await logIn(strict)).toBe(NOT_AUTHORIZED);
    expect(await logIn(strict, { ...ann, password: 'wrong' })).toBe(NOT_AUTHORIZED);
    expect(await logIn(strict, { ...bob, password: 'secret' })).toBe(NOT_AUTHORIZED);
    expect((await loggedIn(strict, { ...ann, password: 'secret' })).connected).toBe(true);
  });

  it('lets anonymous clients in as the real one does', async () => {
    const files = { acl: bytes(ACL) };
    const open = await start({ files, allowAnonymous: true });
    expect((await loggedIn(open.strict)).connected).toBe(true);
    await open.stop();
    const closed = await start({ files, allowAnonymous: false });
    expect(await logIn(closed.strict)).toBe(NOT_AUTHORIZED);
  });

  it('has a listener without rules, whose messages reach those who may receive them', async () => {
    const files = { acl: bytes('user ann\ntopic read a\n') };
    const { named, open } = await start({ files, allowAnonymous: false });
    const ann = await loggedIn(named, { username: 'ann' });
    const heard: string[] = [];
    ann.on('message', (topic, payload) => heard.push(`${topic} ${payload.toString()}`));
    await ann.subscribeAsync('#');
    const sender = await loggedIn(open);
    for (const topic of ['b', 'a']) await sender.publishAsync(topic, 'x', { qos: 1 });
    await until(() => heard.length > 0);
    expect(heard).toEqual(['a x']);
  });

  it('keeps a log of what it does', async () => {
    const { log, named } = await start({ files: { acl: bytes(ACL) }, allowAnonymous: false });
    const bob = await loggedIn(named, { username: 'bob', clientId: 'a-client' });
    await bob.publishAsync('first', '');
    await until(() => log().includes("Denied PUBLISH from a-client (d0, q0, r0, m0, 'first'"));
    // Many clients make many lines: it has the first and the last of them.
    for (let count = 0; count < 4_000; count++) bob.publish(`own/${count}`, '');
    await until(() => log().includes("'own/3999'"));
    expect(log()).toContain("'first'");
    expect(log()).not.toContain("'own/1500'");
    expect(log()).toMatch(/^\d+: .*\n\d+: mosquitto version/);
    expect(log().split('\n').length).toBeLessThanOrEqual(2_001);
  });
});

describe('a shadow broker with dynamic security', () => {
  // The password is 'secret', as mosquitto_ctrl has hashed it.
  const acls = [{ acltype: 'publishClientSend', topic: 'own', priority: 0, allow: true }];
  const state = (clients: readonly object[]) =>
    JSON.stringify({ clients, roles: [{ rolename: 'role', acls }] });

  async function client(username: string) {
    const [, , iterations, salt, password] = Buffer.from((await passwordHash('secret')).reveal())
      .toString('latin1')
      .split('$');
    const secret = { password, salt, iterations: Number(iterations) };
    return { username, ...secret, roles: [{ rolename: 'role' }] };
  }

  it('decides by its state', async () => {
    const files = { dynsecState: state([await client('ann')]) };
    const { named, strict, open } = await start({ files, allowAnonymous: false });
    expect(named).toEqual(strict);
    expect(await logIn(named, { username: 'ann' })).toBe(NOT_AUTHORIZED);
    const ann = { username: 'ann', password: 'secret' };
    expect(await mayPublish(named, 'own', ann)).toBe(true);
    expect(await mayPublish(named, 'other', ann)).toBe(false);
    expect(await mayPublish(open, 'other')).toBe(true);
  });

  it('lets in whom the plugin does not know only if anonymous clients may', async () => {
    const files = { dynsecState: state([]) };
    const { strict } = await start({ files, allowAnonymous: true });
    expect(await mayPublish(strict, 'own')).toBe(false);
  });
});

describe('a shadow broker that does not come about', () => {
  it.each<[string, ShadowOptions['files'], RegExp]>([
    [
      'an acl_file',
      { acl: bytes('user a\nnonsense\n') },
      /Invalid line in acl_file "acl_file": nonsense/,
    ],
    // Over these 2.0 only complains, and goes on.
    ['a password_file', { passwords: bytes('a:b\n') }, /Error.*for user a/],
    ['a state', { dynsecState: '{' }, /Error loading Dynamic security plugin config/],
  ])('does not take %s, and says why', async (_, files, words) => {
    const error: unknown = await start({ files, allowAnonymous: true }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ShadowFailed);
    const message = expect.stringMatching(words) as unknown;
    expect(error).toMatchObject({ reason: 'refused', message });
    expect(await folders()).toEqual([]);
  });

  it('says that it has no such plugin', async () => {
    const options = { files: { dynsecState: '{}' }, plugin: '/no/such.so', allowAnonymous: true };
    await expect(start(options)).rejects.toMatchObject({
      reason: 'refused',
      message: expect.stringMatching(/such\.so/),
    });
    expect(await folders()).toEqual([]);
  });

  it('says how the program ended that says nothing itself', async () => {
    const home = await temporaryFolder();
    const binary = join(home.path, 'mosquitto');
    const script = '[ "$1" = -h ] && echo mosquitto version 2.0.0 || kill -SEGV $$';
    await writeFile(binary, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    await expect(start({ files: {}, allowAnonymous: true, binary })).rejects.toMatchObject({
      reason: 'other',
      message: 'The shadow broker does not start: it was ended by SIGSEGV.',
    });
    expect(await folders()).toEqual([]);
    await home.remove();
  });

  it('takes rules about which the broker only warns, whatever words are in them', async () => {
    await start({ files: { acl: bytes('pattern read plant/Error: x\n') }, allowAnonymous: true });
    expect(shadow?.log()).toContain("Warning: ACL pattern 'plant/Error: x'");
  });
});

describe('the files of a shadow broker', () => {
  it('are there for us alone, and gone when it has ended', async () => {
    const files = { acl: bytes(''), passwords: bytes('') };
    const { strict, stop } = await start({ files, allowAnonymous: true });
    const folder = dirname(strict.path);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const name of ['mosquitto.conf', 'acl_file', 'password_file']) {
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    }
    await stop();
    expect(await folders()).toEqual([]);
    await stop();
  });

  it('are all of it: no database, no pid_file, no port', async () => {
    const { log, strict } = await start({ files: {}, allowAnonymous: true });
    const names = await readdir(dirname(strict.path));
    expect(names.sort()).toEqual(['mosquitto.conf', 'named', 'open', 'strict']);
    expect(log()).not.toMatch(/listen socket on port/);
  });
});
