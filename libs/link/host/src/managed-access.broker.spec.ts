import { appendFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Asker, freePort, temporaryFolder, type TemporaryFolder } from '#testing';
import { managedBrokerIn, startManagedBroker, type ManagedBroker } from './managed-broker.js';

const NOT_AUTHORIZED = 0x87;
const FILES = ['acl', 'mcm.password', 'passwords'] as const;

let home: TemporaryFolder;
let broker: ManagedBroker | undefined;
let warnings: string[];
beforeEach(async () => {
  home = await temporaryFolder();
  warnings = [];
});
afterEach(async () => {
  await broker?.stop();
  broker = undefined;
  await home.remove();
});

const path = (name: (typeof FILES)[number]) => join(home.path, name);
const contents = () => Promise.all(FILES.map((name) => readFile(path(name), 'utf8')));

async function start(): Promise<ManagedBroker> {
  broker = await startManagedBroker({
    ...{ folder: home.path, port: await freePort() },
    onLog: (line, severity) => {
      if (severity === 'warning') warnings.push(line);
    },
  });
  return broker;
}

async function stop(): Promise<void> {
  await broker?.stop();
  broker = undefined;
}

interface Account {
  readonly username?: string;
  readonly password?: string;
}

/** What the broker says to a log-in and to a message: two reasons. */
async function ask(account: Account, topic = 'a'): Promise<readonly (number | undefined)[]> {
  const asker = await Asker.connect(broker!.port, { clientId: '', ...account });
  const [published] = asker.reason === 0 ? await asker.publish([topic]) : [];
  const reasons = [asker.reason, published];
  asker.end();
  return reasons;
}

function own(): Account {
  const { username, password } = broker!.login!;
  return { username, password: Buffer.from(password.reveal()).toString('utf8') };
}

/** Nobody subscribes to it. */
const TAKEN = 0x10;

describe('access to the broker that MCM runs', () => {
  it('is free at first for clients that name no user, and for MCM by its own account', async () => {
    await start();
    expect(await ask({})).toEqual([0, TAKEN]);
    expect(own().username).toBe('mcm');
    expect(await ask(own())).toEqual([0, TAKEN]);
    // Since there are users, names count.
    expect(await ask({ username: 'ann', password: 'x' })).toEqual([NOT_AUTHORIZED, undefined]);
    expect(await ask({ ...own(), password: 'x' })).toEqual([NOT_AUTHORIZED, undefined]);
  });

  it('can be found, with its port and how MCM logs in, by who may read its folder', async () => {
    expect(await managedBrokerIn(home.path)).toEqual({});
    const { port, login } = await start();
    expect(await managedBrokerIn(home.path)).toEqual({ port, login });
  });

  it('lets both see what the broker says of itself', async () => {
    await start();
    for (const account of [{}, own()]) {
      const asker = await Asker.connect(broker!.port, { clientId: '', ...account });
      await asker.subscribe(['$SYS/broker/version']);
      expect(await asker.received()).toEqual(['$SYS/broker/version']);
      asker.end();
    }
  });

  it('is kept in files that only their owner may read, with another password for each broker', async () => {
    await start();
    for (const name of FILES) expect((await stat(path(name))).mode & 0o777).toBe(0o600);
    const [, password = '', users] = await contents();
    expect(password).toMatch(/^[\w-]{32}\n$/);
    expect(users).toMatch(/^mcm:\$7\$101\$[^\n]+\n$/);
    expect(JSON.stringify(broker!.login)).not.toContain(password.trim());
    await stop();
    for (const name of FILES) await rm(path(name));
    await start();
    expect((await contents())[1]).not.toBe(password);
  });

  it('is what the files say at later starts, which change none of them', async () => {
    await start();
    const account = own();
    await stop();
    await writeFile(path('acl'), 'user mcm\ntopic write a\n');
    await appendFile(path('passwords'), '# a line of somebody\n');
    const before = await contents();
    await start();
    expect(await contents()).toEqual(before);
    expect(own()).toEqual(account);
    expect(await ask({})).toEqual([0, NOT_AUTHORIZED]);
    expect(await ask(account)).toEqual([0, TAKEN]);
    expect(await ask(account, 'b')).toEqual([0, NOT_AUTHORIZED]);
  });

  it('is not thrown open when the rules are lost', async () => {
    await start();
    await stop();
    await rm(path('acl'));
    await expect(start()).rejects.toThrow(/There is no .*acl, but there are users\. Put it back/);
    expect((await readdir(home.path)).includes('acl')).toBe(false);
    // As the message says.
    await rm(path('passwords'));
    await expect(start()).rejects.toThrow(/but there are users/);
    await rm(path('mcm.password'));
    await start();
    expect(await ask({})).toEqual([0, TAKEN]);
  });

  it('is mended when the users are lost, or when the first start was cut short', async () => {
    await start();
    const account = own();
    await stop();
    await rm(path('passwords'));
    await start();
    expect(own()).toEqual(account);
    expect(await ask(account)).toEqual([0, TAKEN]);
    await stop();
    await rm(path('passwords'));
    await rm(path('mcm.password'));
    await start();
    expect(own()).not.toEqual(account);
    expect(await ask(own())).toEqual([0, TAKEN]);
    expect(warnings).toEqual([]);
  });

  it("is MCM's as an anonymous client when its password is lost, and it says so", async () => {
    await start();
    await stop();
    await rm(path('mcm.password'));
    await start();
    expect(broker!.login).toBeUndefined();
    expect(warnings).toEqual([expect.stringMatching(/no .*mcm\.password, so MCM is an anonymous/)]);
  });
});
