import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, temporaryFolder, type TemporaryFolder } from '#testing';
import { McmProcess, runMcm } from './mcm-process.js';

const PASSWORD = 'correct horse battery staple';
const PASSPHRASE = 'a passphrase of some length';

let home: TemporaryFolder;
let env: Record<string, string>;
let server: McmProcess;
beforeAll(async () => {
  home = await temporaryFolder();
  env = {
    MCM_DATABASE_PATH: at('data/mcm.db'),
    MCM_HTTP_PORT: String(await freePort()),
    MCM_MOSQUITTO_PORT: String(await freePort()),
    MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD: PASSWORD,
    MCM_LOGGING_LEVEL: 'error',
  };
  server = await start(env);
});
afterAll(async () => {
  await server.end('SIGTERM');
  await home.remove();
});

const at = (name: string) => join(home.path, name);
const backup = (...args: string[]) => runMcm(['backup', ...args], env);
const elsewhere = (name: string, ...args: string[]) =>
  runMcm(['backup', ...args], { ...env, MCM_DATABASE_PATH: at(`${name}/mcm.db`) });

async function start(own: Record<string, string>): Promise<McmProcess> {
  const started = new McmProcess(['server'], own);
  await started.prints('MCM is at');
  return started;
}

async function ask(method: string, path: string, body?: object, token?: string) {
  const answer = await fetch(`http://127.0.0.1:${env['MCM_HTTP_PORT'] ?? ''}${path}`, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
const logIn = () => ask('POST', '/api/v1/auth/login', { username: 'admin', password: PASSWORD });

describe('mcm backup create', () => {
  it('makes one while the server runs, and says what is in it and what is not', async () => {
    const output = at('plain.db');
    const { code, stdout, stderr } = await backup('create', '--output', output);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`wrote ${output} (`);
    for (const missing of ['secret.key and audit.key', 'ACL files', 'TLS', 'configuration file']) {
      expect(stdout).toContain(missing);
    }
    expect((await stat(output)).mode & 0o777).toBe(0o600);
  });

  it('does not overwrite', async () => {
    const { code, stderr } = await backup('create', '--output', at('data/mcm.db'));
    expect([code, stderr]).toEqual([1, expect.stringContaining('already exists')]);
  });

  it('asks for a passphrase of twelve characters, and never takes one as an argument', async () => {
    const file = at('short');
    await writeFile(file, 'eleven chars'.slice(1) + '\n', { mode: 0o600 });
    const args = ['create', '--output', at('x.db'), '--with-keys'];
    const nobody = await backup(...args);
    expect([nobody.code, nobody.stderr]).toEqual([2, expect.stringContaining('no terminal')]);
    const short = await backup(...args, '--passphrase-file', file);
    expect([short.code, short.stderr]).toEqual([2, expect.stringContaining('at least 12')]);
    const given = await backup(...args, '--passphrase', PASSPHRASE);
    expect([given.code, given.stderr]).toEqual([2, expect.stringContaining('unknown option')]);
    expect(await readdir(home.path)).not.toContain('x.db');
  });

  it('says why a file has no passphrase to give: it is not there, or is no such file at all', async () => {
    const args = ['create', '--output', at('x.db'), '--with-keys', '--passphrase-file'];
    const missing = await backup(...args, at('nowhere'));
    const said = `the passphrase file ${at('nowhere')} does not exist`;
    expect([missing.code, missing.stderr]).toEqual([3, expect.stringContaining(said)]);
    const database = await backup(...args, at('data/mcm.db'));
    const large = `the passphrase file ${at('data/mcm.db')} is larger than 4096 bytes`;
    expect([database.code, database.stderr]).toEqual([3, expect.stringContaining(large)]);
    expect(await readdir(home.path)).not.toContain('x.db');
  });

  it('puts the keys in with a passphrase from a file, and says so in JSON', async () => {
    await writeFile(at('passphrase'), `${PASSPHRASE}\n`, { mode: 0o600 });
    const args = ['--output', at('keys.db'), '--with-keys', '--passphrase-file', at('passphrase')];
    const { code, stdout, stderr } = await backup('create', ...args, '--json');
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ output: at('keys.db'), withKeys: true });
    const key = await readFile(at('data/secret.key'));
    expect((await readFile(at('keys.db'))).includes(key)).toBe(false);
  });
});

describe('mcm backup verify', () => {
  it('proves the trail with the key of the data folder, or with the one inside', async () => {
    const own = await backup('verify', '--input', at('plain.db'), '--json');
    expect(own.code).toBe(0);
    expect(JSON.parse(own.stdout)).toMatchObject({
      ...{ good: true, users: 1, hasKeys: false },
      trail: { state: 'proven', problemCount: 0 },
    });
    const args = ['verify', '--input', at('keys.db'), '--passphrase-file', at('passphrase')];
    const inside = await elsewhere('nowhere', ...args);
    expect([inside.code, inside.stderr]).toEqual([0, '']);
    expect(inside.stdout).toContain('audit trail: proven\n');
  });

  it('exits 3 when there is no key to prove the trail with, and says what it could', async () => {
    const { code, stdout } = await elsewhere('nowhere', 'verify', '--input', at('plain.db'));
    expect([code, stdout]).toEqual([3, expect.stringContaining('audit trail: not checked, there')]);
    expect(stdout).toContain('backup: whole');
  });

  it('exits 1 for a file that is no backup, and 3 for none', async () => {
    await writeFile(at('cut.db'), await readFile(at('plain.db')));
    await truncate(at('cut.db'), 10_000);
    const cut = await backup('verify', '--input', at('cut.db'), '--json');
    expect([cut.code, JSON.parse(cut.stdout)]).toEqual([
      ...[1, expect.objectContaining({ good: false, fault: 'truncated' })],
    ]);
    expect((await backup('verify', '--input', at('absent.db'))).code).toBe(3);
  });

  it('exits 3 when there is no folder to restore it into, and names the remedy', async () => {
    const args = ['backup', 'verify', '--input', at('plain.db')];
    const { code, stderr } = await runMcm(args, { ...env, TMPDIR: at('absent') });
    expect([code, stderr]).toEqual([
      ...[
        3,
        `mcm: it cannot be restored below ${at('absent')} (ENOENT): set TMPDIR to a folder of yours\n`,
      ],
    ]);
  });
});

describe('mcm backup restore', () => {
  it('is refused while a server has the data', async () => {
    const { code, stderr } = await backup('restore', '--input', at('plain.db'), '--force');
    expect([code, stderr]).toEqual([1, expect.stringContaining('is in use by process')]);
  });

  it('brings everything to another machine with the keys: log-in, trail, the entry of the restore', async () => {
    const args = ['restore', '--input', at('keys.db'), '--passphrase-file', at('passphrase')];
    const { code, stdout, stderr } = await elsewhere('other', ...args);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('audit trail: proven');
    await server.end('SIGTERM');
    server = await start({ ...env, MCM_DATABASE_PATH: at('other/mcm.db') });
    const { status, body } = await logIn();
    expect(status).toBe(200);
    const path = '/api/v1/audit-events?action=backup.restore';
    const { body: page } = await ask('GET', path, undefined, String(body['token']));
    expect(page['events']).toMatchObject([
      {
        actor: { name: `cli:${process.getuid?.() ?? ''}`, via: 'local' },
        ...{ result: 'success', resourceName: 'keys.db' },
      },
    ]);
    const whole = await runMcm(['audit', 'verify'], { MCM_DATABASE_PATH: at('other/mcm.db') });
    expect(whole.code).toBe(0);
  });

  it('replaces only by force, keeps what was, and ends the log-ins of then', async () => {
    const { body } = await logIn();
    const made = at('later.db');
    await elsewhere('other', 'create', '--output', made);
    await server.end('SIGTERM');
    const refused = await elsewhere('other', 'restore', '--input', made);
    expect([refused.code, refused.stderr]).toEqual([
      ...[1, expect.stringContaining('already exists; re-run with --force to replace it')],
    ]);
    const done = await elsewhere('other', 'restore', '--input', made, '--force', '--json');
    const { kept } = JSON.parse(done.stdout) as { kept: readonly string[] };
    expect([done.code, kept]).toEqual([0, [expect.stringContaining('mcm.db.replaced-')]]);
    server = await start({ ...env, MCM_DATABASE_PATH: at('other/mcm.db') });
    const me = await ask('GET', '/api/v1/auth/me', undefined, String(body['token']));
    expect(me.status).toBe(401);
    expect((await logIn()).status).toBe(200);
  });
});
