import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { parse } from 'yaml';
import { freePort, temporaryFolder, type TemporaryFolder, type Outcome } from '#testing';
import { McmProcess, runMcm } from './mcm-process.js';

const ADMIN = 'correct horse battery staple';

let home: TemporaryFolder;
let env: Record<string, string>;
let server: McmProcess;
/** What the managed broker begins with. */
let first: string;
beforeAll(async () => {
  home = await temporaryFolder();
  env = {
    MCM_DATABASE_PATH: join(home.path, 'mcm.db'),
    MCM_HTTP_PORT: String(await freePort()),
    MCM_MOSQUITTO_PORT: String(await freePort()),
    MCM_MOSQUITTO_MANAGED: 'true',
    MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD: ADMIN,
  };
  server = new McmProcess(['server'], env);
  await server.prints('MCM is at');
  first = (await access('export')).stdout;
});
afterAll(async () => {
  await server.end('SIGTERM');
  await home.remove();
});

const path = (name: string) => join(home.path, name);
const access = (...args: readonly string[]): Promise<Outcome> => runMcm(['access', ...args], env);
const json = async (...args: readonly string[]) => {
  const { stdout } = await access(...args, '--json');
  return JSON.parse(stdout) as Record<string, unknown>;
};

/** Writes an access file: what the broker began with, and something more. */
async function accessFile(
  name: string,
  more: { users?: object[]; roles?: object[]; rules?: object[] },
) {
  const { version, ...lists } = parse(first) as Record<string, object[]>;
  const declared = Object.entries(lists).map(([list, all]) => [
    list,
    [...all, ...(more[list as 'users'] ?? [])],
  ]);
  await writeFile(path(name), JSON.stringify({ version, ...Object.fromEntries(declared) }));
  return path(name);
}

const PLC = {
  users: [{ name: 'plc-7', roles: ['sensors'] }],
  roles: [{ name: 'sensors', rules: [{ topic: 'in/%u', permission: 'write' }] }],
  rules: [{ user: 'plc-7', topic: 'cmd/#', permission: 'read' }],
};
const logIn = (username: string, password: string) =>
  connectAsync(`mqtt://127.0.0.1:${env['MCM_MOSQUITTO_PORT'] ?? ''}`, {
    ...{ username, password, reconnectPeriod: 0, protocolVersion: 5 },
  });

it('mcm status looks at the broker that MCM runs as MCM itself does', async () => {
  const { code, stdout } = await runMcm(['status', '--json'], env);
  const target = `127.0.0.1:${env['MCM_MOSQUITTO_PORT'] ?? ''}`;
  expect(JSON.parse(stdout)).toMatchObject({ broker: { target, status: 'connected' } });
  expect(code).toBe(0);
});

describe('mcm access', () => {
  it('plans nothing where everything is as declared', async () => {
    await writeFile(path('first.yaml'), first);
    const plan = await access('plan', '-f', path('first.yaml'));
    expect(plan).toEqual({ code: 0, stdout: 'nothing would change\n', stderr: '' });
    expect(await access('plan')).toEqual(plan);
    const applied = await access('apply', '-f', path('first.yaml'), '--yes');
    expect([applied.code, applied.stdout]).toEqual([
      0,
      'nothing to do: everything is so already\n',
    ]);
  });

  it('plans what a file declares and leaves nothing behind', async () => {
    const file = await accessFile('plan.yaml', PLC);
    const { code, stdout } = await access('plan', '-f', file);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^plan: draft \d+ on revision 1\nrisk: low\. /);
    expect(stdout).toContain('\n+user plc-7\n+# mcm begin role sensors\n+topic write in/plc-7\n');
    expect(stdout).toContain(`\nusers in ${path('mosquitto/passwords')}:\n  + new user plc-7\n`);
    expect(await json('plan', '-f', file)).toMatchObject({
      changes: true,
      plan: { base: 1, risk: { level: 'low' }, lockout: [], obstacles: [] },
    });
    expect((await access('plan')).code).toBe(0);
  });

  it('applies it, step by step, tells the passwords once, and again changes nothing', async () => {
    const file = await accessFile('apply.yaml', PLC);
    const { code, stdout, stderr } = await access('apply', '-f', file, '--yes', '--note', 'A PLC');
    expect([code, stderr]).toEqual([0, '']);
    const steps = [...stdout.matchAll(/^ {2}(\w+) +done \d+ ms/gm)].map(([, step]) => step);
    expect(steps).toEqual(['parse', 'shadow', 'replace', 'reload', 'confirm', 'probe', 'commit']);
    expect(stdout).toContain('\nrevision 2: committed.');
    const [, password = ''] = /^ {2}plc-7 (\S+)$/m.exec(stdout) ?? [];
    const plc = await logIn('plc-7', password);
    await expect(plc.publishAsync('in/plc-7', '1', { qos: 1 })).resolves.toBeDefined();
    await plc.endAsync();

    const again = await access('apply', '-f', file, '--yes');
    expect([again.code, again.stdout]).toEqual([0, 'nothing to do: everything is so already\n']);
    const { stdout: history } = await access('history', '--limit', '1');
    expect(history).toMatch(/^ +2 {2}\S+ {2}applied, in-force +cli:\d+ +A PLC\n$/);
  });

  it('says the same in JSON', async () => {
    const file = await accessFile('json.yaml', {
      ...PLC,
      users: [...PLC.users, { name: 'plc-8' }],
    });
    expect(await json('apply', '-f', file, '--yes')).toMatchObject({
      applied: true,
      plan: { base: 2 },
      apply: { number: 3, state: 'committed' },
      passwords: [{ username: 'plc-8', password: expect.any(String) }],
    });
    expect(await json('apply', '-f', file, '--yes')).toEqual({ applied: false, passwords: [] });
    expect(await json('history')).toMatchObject({ revisions: [{ number: 3 }, { number: 2 }, {}] });
    expect(await json('drift')).toMatchObject({ drifted: false, applied: 3 });
    expect(await json('export')).toMatchObject({ version: 1, users: [{}, { name: 'plc-7' }, {}] });
  });

  it('exports what can be applied: without hashes, or with them and for nobody else to read', async () => {
    const plain = await access('export', '-o', path('plain.yaml'));
    const secret = await access('export', '--hashes', '-o', path('secret.yaml'));
    expect([plain.code, secret.code]).toEqual([0, 0]);
    expect(await readFile(path('plain.yaml'), 'utf8')).not.toContain('$7$');
    expect(await readFile(path('secret.yaml'), 'utf8')).toContain('passwordHash: $7$');
    expect((await stat(path('secret.yaml'))).mode & 0o777).toBe(0o600);
    for (const file of ['plain.yaml', 'secret.yaml']) {
      expect((await access('plan', '-f', path(file))).code).toBe(0);
    }
    const nowhere = await access('export', '-o', path('no/where.yaml'));
    expect([nowhere.code, nowhere.stderr]).toEqual([
      3,
      expect.stringContaining('no/where.yaml cannot be written'),
    ]);
  });

  it('rolls back to a revision, which becomes a new one', async () => {
    const { code, stdout } = await access('rollback', '2', '--yes');
    expect(code).toBe(0);
    expect(stdout).toContain('- deleted: plc-8');
    expect(stdout).toContain('\nrevision 4: committed.');
    expect((await access('plan', '-f', path('apply.yaml'))).code).toBe(0);
    const [none, odd] = await Promise.all([
      access('rollback', '99', '--yes'),
      access('rollback', 'x', '--yes'),
    ]);
    expect([none.code, none.stderr]).toEqual([
      1,
      expect.stringContaining('There is no such revision'),
    ]);
    expect(odd.code).toBe(2);
  });

  it('sees what somebody else has changed, and overwrites or adopts it', async () => {
    const acl = join(home.path, 'mosquitto', 'acl');
    const ours = await readFile(acl, 'utf8');
    await writeFile(acl, `${ours}# By hand\n`);
    const drift = await access('drift');
    expect([drift.code, drift.stdout]).toEqual([
      1,
      expect.stringMatching(/^drift: revision 4 was .*\n+.*acl: 1 line added/),
    ]);
    const refused = await access('apply', '-f', path('json.yaml'), '--yes');
    expect([refused.code, refused.stderr]).toEqual([1, 'mcm: it cannot be applied now\n']);
    expect(refused.stdout).toContain('adopt or overwrite it first');
    const overwritten = await access('drift', '--overwrite');
    expect([overwritten.code, overwritten.stdout]).toEqual([
      0,
      expect.stringContaining('committed.'),
    ]);
    expect(await readFile(acl, 'utf8')).not.toContain('By hand');

    await writeFile(acl, `${await readFile(acl, 'utf8')}# By hand\n`);
    expect((await access('drift')).code).toBe(1);
    const adopted = await access('drift', '--adopt');
    expect([adopted.code, adopted.stdout]).toEqual([
      0,
      expect.stringMatching(/^revision \d+ is wanted/),
    ]);
    expect((await access('drift')).code).toBe(0);
    expect((await access('drift', '--adopt', '--overwrite')).code).toBe(2);
    expect((await access('drift', '--adopt')).code).toBe(1);
  });

  it('imports users into the draft, which is then in the way of files', async () => {
    await writeFile(
      path('users.csv'),
      'username,password,roles\nann,secret,sensors\nbob,,\nann,x,\n',
    );
    const imported = await access('import', path('users.csv'));
    expect(imported.code).toBe(1);
    expect(imported.stdout).toMatch(/^in the draft: 2 users created, 0 with another password\n/);
    expect(imported.stdout).toContain('users.csv:4: left out: The name stands in an earlier line');
    expect(imported.stdout).toMatch(/shown this once:\n {2}bob \S+\n$/);
    await writeFile(path('wrong.csv'), `username\n${'a/b\n'.repeat(1_200)}`);
    const { code, stdout } = await access('import', path('wrong.csv'));
    expect([code, stdout.match(/: left out: /g)?.length]).toEqual([1, 1_000]);
    expect(stdout).toContain('wrong.csv: and 200 more lines left out\n');
    const inTheWay = await access('plan', '-f', path('plain.yaml'));
    expect([inTheWay.code, inTheWay.stderr]).toEqual([
      ...[3, expect.stringMatching(/^mcm: there is a draft already, with a change by cli:\d+: /)],
    ]);
    expect((await access('plan')).stdout).toContain('+ new user ann');
    expect((await access('discard')).stdout).toBe('1 change is forgotten\n');
    expect((await access('discard')).stdout).toBe('there is no draft\n');

    const { stdout: hashes } = await access('export', '--hashes', '--json');
    const { users } = JSON.parse(hashes) as { users: { name: string; passwordHash: string }[] };
    const lines = users.map(({ passwordHash }, i) => `new-${i}:${passwordHash}\n`);
    await writeFile(path('passwords'), lines.join(''));
    expect(await json('import', path('passwords'))).toMatchObject({
      created: lines.length,
      refused: [],
    });
    const applied = await access('apply', '--yes');
    expect([applied.code, applied.stdout]).toEqual([
      0,
      expect.stringContaining('+ new user new-0'),
    ]);
  });

  it('does not lock MCM out unless it is forced to', async () => {
    await writeFile(path('lockout.yaml'), 'version: 1\nusers: []\n');
    const { code, stdout, stderr } = await access('apply', '-f', path('lockout.yaml'), '--yes');
    expect([code, stderr]).toEqual([1, expect.stringContaining('--force applies it all the same')]);
    expect(stdout).toContain(
      "what MCM itself would lose:\n  MCM's account mcm may no longer log in.",
    );
    expect((await access('plan')).code).toBe(0);
  });

  it('names the lines of a file that is no access file, and exits 2', async () => {
    const wrong = async (name: string, text: string) => {
      await writeFile(path(name), text);
      const { code, stderr } = await access('apply', '-f', path(name), '--yes');
      return [code, stderr.replaceAll(home.path, '')];
    };
    const start = 'version: 1\nusers:\n  - name: mcm\n';
    const [members, role, name, absent] = await Promise.all([
      wrong('members.yaml', `${start}    secret: x\nrules: {}\n`),
      // What only the server knows; there is one draft, so these wait for nobody and leave nothing.
      wrong('role.yaml', `${start}  - name: x\n    roles:\n      - none\n`),
      wrong('name.yaml', `${start}  - name: a/b\n`),
      access('plan', '-f', path('absent.yaml')),
    ]);
    expect(members).toEqual([
      2,
      'mcm: /members.yaml:4: Nothing of that name is known here; there can be name, passwordHash, password, disabled, roles.\n' +
        '/members.yaml:5: It has to be a list; [] is an empty one.\n',
    ]);
    expect(role).toEqual([2, expect.stringMatching(/^mcm: \/role\.yaml:6: There is no role none/)]);
    expect(name).toEqual([2, expect.stringMatching(/^mcm: \/name\.yaml:4: A name cannot/)]);
    expect([absent.code, absent.stderr]).toEqual([
      3,
      expect.stringContaining('there is no such file'),
    ]);
  });

  it('asks before it applies: without a terminal it has to be told', async () => {
    const unasked = await access('apply', '-f', path('plain.yaml'));
    expect([unasked.code, unasked.stderr]).toEqual([
      ...[2, 'mcm: there is no terminal to ask on: say --yes to do it without being asked\n'],
    ]);
    const stdin = await new McmProcess(['access', 'apply', '-f', '-'], env, ['version: 1\n']).end();
    expect([stdin.code, stdin.stderr]).toEqual([2, expect.stringContaining('say --yes')]);
    const told = await new McmProcess(['access', 'apply', '-f', '-', '--yes'], env, [
      'version: 1\n',
    ]).end();
    expect([told.code, told.stdout]).toEqual([0, 'nothing to do: everything is so already\n']);
  });

  it('works over the network with a token, as far as its role goes', async () => {
    const url = `http://127.0.0.1:${env['MCM_HTTP_PORT'] ?? ''}`;
    const log = await fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password: ADMIN }),
    });
    const { token } = (await log.json()) as { token: string };
    const here = ['--url', url, '--token', token];
    const plan = await runMcm(['access', 'plan', '-f', path('apply.yaml'), ...here]);
    expect([plan.code, plan.stdout]).toEqual([1, expect.stringContaining('- deleted: new-0')]);
    const stranger = await runMcm(['access', 'history', '--url', url, '--token', 'x']);
    expect([stranger.code, stranger.stderr]).toEqual([
      3,
      expect.stringContaining('Authentication is required'),
    ]);
    const half = await runMcm(['access', 'history', '--url', url]);
    expect(half.code).toBe(3);
  });

  it('needs a server: exits 3 without one', async () => {
    const elsewhere = { ...env, MCM_DATABASE_PATH: path('elsewhere/mcm.db') };
    const { code, stderr } = await runMcm(['access', 'history'], elsewhere);
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(/^mcm: no server runs on .*elsewhere/),
    ]);
    const gone = await runMcm(['access', 'plan', '--url', 'http://127.0.0.1:1', '--token', 'x']);
    expect([gone.code, gone.stderr]).toEqual([3, expect.stringContaining('does not answer')]);
    const { code: none, stderr: help } = await runMcm(['access'], env);
    expect([none, help]).toEqual([2, expect.stringContaining('Usage: mcm access')]);
  });

  it('takes a file that is larger than 1 MiB', async () => {
    const rules = Array.from({ length: 30 }, (_, at) => ({
      ...{ user: 'plc-8', topic: `${at}/${'x'.repeat(60_000)}`, permission: 'read' },
    }));
    const file = await accessFile('large.yaml', { rules });
    expect((await stat(file)).size).toBeGreaterThan(1.5 * 2 ** 20);
    const { code, stdout } = await access('apply', '-f', file, '--yes');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/\nrevision \d+: committed\./)]);
    expect((await access('plan', '-f', file)).code).toBe(0);
  });
});
