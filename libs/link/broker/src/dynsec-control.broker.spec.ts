import { afterEach, describe, expect, it } from '@jest/globals';
import { pbkdf2Sync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MqttClient } from 'mqtt';
import {
  dynsecCommands,
  dynsecEdited,
  dynsecModel,
  shadowState,
  withProbe,
  type DynsecDocument,
  type DynsecModel,
  type Edit,
  type PlannedCommand,
  type RoleSpec,
} from '#domain/change';
import { bytesOf, SecretBytes } from '#domain/mosquitto';
import {
  dynsecPlugin,
  freePort,
  startMosquitto,
  temporaryFolder,
  until,
  type TemporaryFolder,
  type TestBroker,
} from '#testing';
import { DynsecControl } from './dynsec-control.js';
import { CommandRefused, ControlUnavailable } from './dynsec-errors.js';

const CONTROL = 'mcm-control';
const PASSWORD = 'secret';
const SALT = Buffer.from('twelve bytes');
const FIELDS = {
  password: pbkdf2Sync(PASSWORD, SALT, 1, 64, 'sha512').toString('base64'),
  salt: SALT.toString('base64'),
  iterations: 1,
};
const secret = (text: string) => new SecretBytes(bytesOf(text));

const TYPES = ['publishClientSend', 'publishClientReceive', 'subscribePattern'];
const acls = (topic: string, acltypes = TYPES) =>
  acltypes.map((acltype) => ({ acltype, topic, priority: 0, allow: true }));

/** A state with MCM's account for commands and one that may do everything with `test/#`. */
const START: DynsecModel = {
  clients: [
    { username: CONTROL, roles: [{ rolename: 'control' }] },
    { username: 'tester', roles: [{ rolename: 'tester' }] },
  ],
  groups: [],
  roles: [
    { rolename: 'control', acls: acls('$CONTROL/dynamic-security/#') },
    { rolename: 'tester', acls: acls('test/#') },
  ],
  defaultACLAccess: {
    ...{ publishClientSend: false, publishClientReceive: true },
    ...{ subscribe: false, unsubscribe: true },
  },
};

const opened: { close(): Promise<unknown> }[] = [];
let home: TemporaryFolder | undefined;
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
  await home?.remove();
});

/** A broker with the plugin, and the control of it. */
async function start(model: DynsecModel = START) {
  home = await temporaryFolder();
  const file = join(home.path, 'state.json');
  await writeFile(file, shadowState(model, FIELDS));
  const conf = [`plugin ${dynsecPlugin()}`, `plugin_opt_config_file ${file}`];
  const broker = await startMosquitto({ quiet: true, conf });
  opened.push({ close: () => broker.stop() });
  return { broker, control: controlOf(broker) };
}

function controlOf(
  { host, port }: Pick<TestBroker, 'host' | 'port'>,
  more: { readonly username?: string; readonly patienceMs?: number } = {},
): DynsecControl {
  const { username = CONTROL, ...options } = more;
  const target = () => Promise.resolve({ host, port, username, password: PASSWORD });
  const control = new DynsecControl({ target, ...options });
  opened.push(control);
  return control;
}

const documentOf = (state: DynsecModel): DynsecDocument => ({
  ...{ backend: 'dynamic-security', state, newPasswords: [] },
});
const edited = (state: DynsecModel, ...edits: readonly Edit[]) =>
  edits.reduce<DynsecDocument>(dynsecEdited, documentOf(state));
const commandsTo = (from: DynsecModel, { state, newPasswords }: DynsecDocument) =>
  dynsecCommands(from, state, newPasswords, CONTROL);

const createUser = (username: string, roles: readonly string[] = []): Edit => ({
  ...{ kind: 'create-user', username, credential: secret('pw'), roles, disabled: false },
});
const users = (count: number): Edit => ({
  kind: 'import-users',
  users: Array.from({ length: count }, (_, at) => ({
    ...{ username: `user-${at}`, credential: secret(`password-${at}`) },
  })),
});
const ruleFor = (topicFilter: string): Edit => ({
  kind: 'create-rule',
  rule: { principal: { type: 'all' }, permission: 'readwrite', topicFilter },
});

const ROLE: RoleSpec = {
  name: 'sensors',
  rules: [{ permission: 'write', topicFilter: 'line/#' }],
};

const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
const logIn = (broker: TestBroker, username: string, password: string): Promise<MqttClient> =>
  broker.connect({ username, password, clientId: `client-of-${username}` });

describe('the control of the plugin', () => {
  it('reads the state back, page by page', async () => {
    const roles = Array.from({ length: 230 }, (_, at) => ({
      ...{ rolename: `role-${at}`, textdescription: `Nr ${at}`, acls: acls(`a/${at}`) },
    }));
    const model = edited(
      {
        ...START,
        roles: [...START.roles, ...roles],
        groups: [
          {
            ...{ groupname: 'g', textname: 'all of "them"', roles: [{ rolename: 'role-7' }] },
            clients: [{ username: 'tester', priority: 3 }],
          },
        ],
      },
      users(320),
    ).state;
    const { control } = await start(model);
    expect(await control.snapshot()).toEqual(dynsecModel(shadowState(model, FIELDS)));
    expect(await control.changeIndex()).toBeUndefined(); // 2.0 has none
  });

  it('makes a draft true, with new users who can log in', async () => {
    const { broker, control } = await start();
    const before = await control.snapshot();
    const wanted = edited(
      before,
      { kind: 'create-role', role: ROLE },
      createUser('ann', ['sensors']),
      createUser('bob'),
      { kind: 'disable-user', username: 'tester' },
    );
    const done: number[] = [];
    const commands = commandsTo(before, wanted);
    await control.runAll(commands, { onProgress: (count) => done.push(count) });
    expect(await control.snapshot()).toEqual(wanted.state);
    expect(done.at(-1)).toBe(commands.length);
    expect((await logIn(broker, 'ann', 'pw')).connected).toBe(true);
    expect((await logIn(broker, 'bob', 'pw')).connected).toBe(true);
    await expect(logIn(broker, 'tester', PASSWORD)).rejects.toThrow('Not authorized');
  });

  it('goes on when a command concerns its own account, whose connection the plugin then ends', async () => {
    const { control } = await start();
    const before = await control.snapshot();
    const first = edited(before, ruleFor('a/#'));
    await control.runAll(commandsTo(before, first));
    expect(await control.snapshot()).toEqual(first.state);
    const second = edited(first.state, ruleFor('b/#'), ruleFor('c/#'), users(3));
    await control.runAll(commandsTo(first.state, second));
    expect(await control.snapshot()).toEqual(second.state);
  });

  it('stops at the first command that is refused, and says how far it came and why', async () => {
    const { control } = await start();
    const before = await control.snapshot();
    const wanted = edited(before, { kind: 'create-role', role: ROLE }, users(20));
    const commands = commandsTo(before, wanted);
    // Somebody else was faster.
    await control.run([{ command: 'createClient', username: 'user-7' }]);
    const error = await failure(control.runAll(commands));
    expect(error).toBeInstanceOf(CommandRefused);
    expect(error).toMatchObject({ reason: 'Client already exists' });
    const { done, message } = error as CommandRefused;
    expect(commands[done]?.command).toMatchObject({ username: 'user-7' });
    expect(message).toMatch(
      /^The plugin refused createClient username=user-7 password=\*\*\*: Client already exists\. Somebody has changed/,
    );
    // What was done can be undone, and the rest be done.
    await control.runAll(commandsTo(await control.snapshot(), wanted));
    expect(await control.snapshot()).toEqual(wanted.state);
  });

  it('does nothing of a later kind in the message of a command that is refused', async () => {
    const { control } = await start();
    const planned = (effect: PlannedCommand['effect'], command: PlannedCommand['command']) => ({
      ...{ effect, command, kicks: [], kicksAnonymous: false },
    });
    const entry = (topic: string, allow: boolean) =>
      ({
        command: 'addRoleACL',
        ...{ rolename: 'tester', acltype: 'publishClientSend', topic, priority: 0, allow },
      }) as const;
    const faulty = { ...entry('x', false), rolename: 'nobody' };
    const run = control.runAll([planned('narrows', faulty), planned('widens', entry('y', true))]);
    expect(await failure(run)).toMatchObject({ done: 0, reason: 'Role not found' });
    expect(await control.snapshot()).toEqual(START);
  });

  it('says that the broker is gone when it is killed in between, and goes on when it is back', async () => {
    const { broker, control } = await start();
    const before = await control.snapshot();
    const wanted = edited(before, users(200), ruleFor('plant/%u/#'));
    const onProgress = (done: number) => {
      if (done > 40) void broker.kill();
    };
    const error = await failure(control.runAll(commandsTo(before, wanted), { onProgress }));
    expect(error).toBeInstanceOf(ControlUnavailable);
    await broker.restart();
    const there = await control.snapshot();
    expect(there.clients.length).toBeGreaterThan(40);
    expect(there.clients.length).toBeLessThan(wanted.state.clients.length);
    await control.runAll(commandsTo(there, wanted));
    expect(await control.snapshot()).toEqual(wanted.state);
  });

  it('stops when told to, between two messages', async () => {
    const { control } = await start();
    const commands = commandsTo(START, edited(START, users(50)));
    const stop = new AbortController();
    let last = 0;
    const onProgress = (done: number) => {
      last = done;
      if (done > 10) stop.abort(new Error('enough'));
    };
    const { signal } = stop;
    expect(await failure(control.runAll(commands, { signal, onProgress }))).toMatchObject({
      message: 'enough',
    });
    expect((await control.snapshot()).clients).toHaveLength(START.clients.length + last);
  });

  it('reads a state that fits together while it changes it', async () => {
    const { control } = await start();
    const wanted = edited(START, users(150));
    const running = control.runAll(commandsTo(START, wanted));
    const seen: number[] = [];
    for (let left = 5; left > 0; left--) seen.push((await control.snapshot()).clients.length);
    await running;
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(await control.snapshot()).toEqual(wanted.state);
  });

  it('gives the account of the probes its password before all that cannot be undone', async () => {
    const { broker, control } = await start(withProbe(START, 6));
    const wanted = edited(START, { kind: 'delete-user', username: 'tester' });
    const password = secret('new');
    const newPasswords = [{ username: 'mcm-probe', password }];
    const commands = dynsecCommands(
      await control.snapshot(),
      ...[withProbe(wanted.state, 7), newPasswords, CONTROL],
    );
    await control.runAll(commands.filter(({ effect }) => effect !== 'last'));
    const probe = await logIn(broker, 'mcm-probe', 'new');
    const reason = async (topic: string) => {
      const packet = await probe.publishAsync(topic, 'x', { qos: 1 }).catch((e: unknown) => e);
      return packet instanceof Error ? packet.message : 'allowed';
    };
    expect(await reason('mcm/probe/7/a')).toBe('allowed');
    expect(await reason('mcm/probe/6/a')).toBe('Publish error: Not authorized');
    await expect(logIn(broker, 'tester', PASSWORD)).rejects.toThrow('Not authorized');
    await control.runAll(commands.filter(({ effect }) => effect === 'last'));
    expect((await control.snapshot()).clients.map(({ username }) => username)).not.toContain(
      'tester',
    );
  });
});

describe('disconnecting users through the plugin', () => {
  it('ends their connections and lets them in again; who may not log in still may not', async () => {
    const off = { username: 'off', disabled: true, roles: [] };
    const { broker, control } = await start({ ...START, clients: [...START.clients, off] });
    const tester = await logIn(broker, 'tester', PASSWORD);
    const ended = new Promise<void>((resolve) => tester.once('close', () => resolve()));
    expect(await control.disconnect(['tester', 'off', 'unknown', CONTROL])).toEqual(['tester']);
    await ended;
    expect((await logIn(broker, 'tester', PASSWORD)).connected).toBe(true);
    await expect(logIn(broker, 'off', PASSWORD)).rejects.toThrow('Not authorized');
  });
});

describe('a plugin that cannot be commanded', () => {
  it('may not be loaded', async () => {
    const broker = await startMosquitto();
    opened.push({ close: () => broker.stop() });
    const control = controlOf(broker, { patienceMs: 300 });
    const error = await failure(control.snapshot());
    expect(error).toBeInstanceOf(ControlUnavailable);
    expect(String(error)).toContain('Load it (plugin in mosquitto.conf)');
  });

  it.each(['nobody', 'listener'])('may not take commands from us, such as %s', async (username) => {
    const listener = acls('$CONTROL/#', ['publishClientReceive', 'subscribePattern']);
    const { broker } = await start({
      ...START,
      clients: [
        ...START.clients,
        { username: 'nobody', roles: [] },
        { username: 'listener', roles: [{ rolename: 'listener' }] },
      ],
      roles: [...START.roles, { rolename: 'listener', acls: listener }],
    });
    const error = await failure(controlOf(broker, { username }).snapshot());
    expect(error).toBeInstanceOf(ControlUnavailable);
    expect(String(error)).toContain('give the account a role that may publish to $CONTROL/');
  });

  it('may not let us in: the sentence names the keys of this account', async () => {
    const { broker } = await start();
    const { host, port } = broker;
    const wrong = { username: CONTROL, password: 'wrong', account: 'mosquitto.access.control' };
    const control = new DynsecControl({ target: () => Promise.resolve({ host, port, ...wrong }) });
    opened.push(control);
    const error = await failure(control.snapshot());
    expect(error).toBeInstanceOf(ControlUnavailable);
    expect(String(error)).toContain(
      'Correct mosquitto.access.control.username and mosquitto.access.control.password.',
    );
  });

  it('may be that of a broker that is down', async () => {
    const control = controlOf({ host: '127.0.0.1', port: await freePort() });
    for (const work of [control.snapshot(), control.disconnect(['ann'])]) {
      const error = await failure(work);
      expect(error).toBeInstanceOf(ControlUnavailable);
      expect(String(error)).toContain('Start the broker, or correct');
    }
  });
});

describe('many commands', () => {
  it('leave the broker to its clients meanwhile', async () => {
    const { broker, control } = await start();
    const tester = await broker.connect({ username: 'tester', password: PASSWORD });
    await tester.subscribeAsync('test/#', { qos: 1 });
    const latencies: number[] = [];
    tester.on('message', (_, payload) => latencies.push(performance.now() - Number(payload)));
    const timer = setInterval(() => {
      tester.publish('test/loop', String(performance.now()), { qos: 1 });
    }, 10);
    const wanted = edited(START, { kind: 'create-role', role: ROLE }, users(500));
    const start_ = performance.now();
    await control.runAll(commandsTo(START, wanted));
    const took = performance.now() - start_;
    clearInterval(timer);
    await until(() => latencies.length > 0);
    expect(await control.snapshot()).toEqual(wanted.state);
    const p99 = latencies.toSorted((a, b) => a - b)[Math.floor(latencies.length * 0.99)] ?? 0;
    process.stdout.write(
      `500 users through the plugin: ${(took / 1000).toFixed(1)} s, loopback p99 ${p99.toFixed(0)} ms\n`,
    );
  });
});
