import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  startMosquitto,
  temporaryFolder,
  until,
  type TemporaryFolder,
  type TestBroker,
} from '#testing';
import { PASSWORD, serve, USERNAME, type Served } from './served.js';

const ROOT = resolve(import.meta.dirname, '../../..');
const MODULES = join(ROOT, 'node_modules');
const run = promisify(execFile);

const RULES = `user mcm
topic read #
topic read $SYS/#

user plc-7
topic readwrite plant/#
topic deny plant/line7/start
`;
const PASSWORDS = { mcm: 'of mcm', 'plc-7': 'of plc-7' };
const TOPICS = ['plant/line7/speed', 'plant/line7/state', 'plant/line8/speed', 'plant/weather'];

let home: TemporaryFolder;
let broker: TestBroker;
let served: Served;
/** The blocks of a language in the guide. */
let blocks: (language: string) => readonly string[];
beforeAll(async () => {
  home = await temporaryFolder();
  const guide = await readFile(join(ROOT, 'docs/api.md'), 'utf8');
  blocks = (language) => {
    const fenced = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm');
    return [...guide.matchAll(fenced)].map(([, code = '']) => code);
  };
  broker = await startMosquitto({ aclFile: RULES, users: PASSWORDS, conf: ['sys_interval 1'] });
  served = await serve({
    env: {
      MCM_MOSQUITTO_PORT: String(broker.port),
      MCM_MOSQUITTO_USERNAME: 'mcm',
      MCM_MOSQUITTO_PASSWORD: PASSWORDS.mcm,
      MCM_MOSQUITTO_ACCESS_CONFIG_FILE: join(broker.folder, 'mosquitto.conf'),
    },
  });
  await becomeKnown(await served.logIn());
});
afterAll(async () => {
  await served.stop();
  await broker.stop();
  await home.remove();
});

/** The topics have been seen, and the rules read. */
async function becomeKnown(token: string): Promise<void> {
  const ask = served.as(token);
  const plc = await broker.connect({ username: 'plc-7', password: PASSWORDS['plc-7'] });
  await until(async () => {
    const { body } = await ask('GET', '/api/v1/status');
    return (body as { broker: { status: string } }).broker.status === 'connected';
  });
  for (const topic of TOPICS) await plc.publishAsync(topic, '1', { qos: 1 });
  await until(async () => (await ask('GET', '/api/v1/access/policy')).status === 200);
  const seen = async () => {
    const { body } = await ask('GET', '/api/v1/topics?filter=plant/%23');
    return (body as { topics: readonly unknown[] }).topics.length;
  };
  await until(async () => (await seen()) === TOPICS.length);
}

const environment = () => ({
  PATH: process.env['PATH'],
  MCM_URL: served.url,
  MCM_USERNAME: USERNAME,
  MCM_PASSWORD: PASSWORD,
});

describe('the guide of the API', () => {
  it('has a program in TypeScript that a client from the document makes compile and run', async () => {
    const [program = ''] = blocks('ts');
    const types = join(home.path, 'mcm.ts');
    await symlink(MODULES, join(home.path, 'node_modules'));
    await writeFile(join(home.path, 'package.json'), '{ "type": "module" }');
    await writeFile(join(home.path, 'example.ts'), program);
    const generator = join(MODULES, 'openapi-typescript/bin/cli.js');
    await run(process.execPath, [generator, join(ROOT, 'docs/openapi.json'), '--output', types]);
    await compile('example.ts');

    const { stdout } = await run(process.execPath, ['example.ts'], {
      cwd: home.path,
      env: environment(),
    });
    const lines = stdout.trim().split('\n');
    expect(lines.slice(0, -2).sort()).toEqual(TOPICS.map((topic) => `${topic} 1`));
    expect(lines.slice(-2)).toEqual([
      'may not - line 7: topic deny plant/line7/start',
      '/problems/topic-not-found',
    ]);

    // The types are those of the document, and not of anything.
    await writeFile(join(home.path, 'wrong.ts'), program.replaceAll('messages', 'letters'));
    await expect(compile('wrong.ts')).rejects.toMatchObject({
      stdout: expect.stringContaining("Property 'letters' does not exist on type"),
    });
  });

  it('has commands for the shell that do what it says', async () => {
    const script = blocks('sh').join('\n');
    const { stdout } = await run('bash', ['-euc', script], { env: environment() });
    const lines = stdout.trim().split('\n');
    expect(lines.slice(0, 2)).toEqual(['"connected"', '"viewer"']);
    const [newest, ...older] = lines.slice(2, -2);
    expect(newest).toBe('api_token.create');
    expect(older.pop()).toBe('admin_user.bootstrap');
    expect(new Set(older)).toEqual(new Set(['session.open']));
    expect(lines.slice(-2)).toEqual(['"operator"', '"/problems/stale-version"']);
  });
});

/** As strict as a careful reader's compiler. */
const compile = (file: string) =>
  run(
    process.execPath,
    [
      join(MODULES, 'typescript/bin/tsc'),
      ...['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck'],
      ...['--target', 'es2024', '--module', 'nodenext', '--types', 'node'],
      ...['--allowImportingTsExtensions', '--erasableSyntaxOnly', file],
    ],
    { cwd: home.path },
  );
