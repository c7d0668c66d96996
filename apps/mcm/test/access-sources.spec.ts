import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { BrokerService } from '#feature/broker';
import { Database } from '#platform';
import { freePort, temporaryFolder, until, type TemporaryFolder } from '#testing';
import { serve, type Answer, type Served } from './served.js';

let home: TemporaryFolder;
let served: Served | undefined;
let token: string;
beforeEach(async () => {
  home = await temporaryFolder();
});
afterEach(async () => {
  await served?.stop();
  served = undefined;
  await home.remove();
});

async function start(env: Readonly<Record<string, string>>): Promise<void> {
  served = await serve({ env });
  token = await served.logIn();
}

const ask = (method: string, path: string, body?: unknown): Promise<Answer> =>
  served!.as(token)(method, `/api/v1/access/${path}`, body);

const question = { username: 'ada', action: 'publish', topic: 'a' };

describe('without any setting', () => {
  it('no policy is known, but a draft that leaves nothing out can be asked', async () => {
    await start({});
    for (const [method, path, body] of [
      ['GET', 'policy', undefined],
      ['POST', 'explain', { questions: [question] }],
      ['POST', 'explain', { draft: { aclFile: '' }, questions: [question] }],
      ['POST', 'impact', { after: { draft: { aclFile: '' } } }],
      ['POST', 'lint', {}],
    ] as const) {
      const { status, problem } = await ask(method, path, body);
      expect([status, problem.type]).toEqual([409, '/problems/no-policy']);
      expect(problem.detail).toContain('mosquitto.access.config_file');
    }
    expect((await ask('GET', 'revisions')).body).toEqual({ revisions: [] });
    const draft = { aclFile: '', dynsec: null, passwordFile: null, allowAnonymous: true };
    expect((await ask('POST', 'explain', { draft, questions: [question] })).body).toMatchObject({
      ...{ broker: '2.0', answers: [{ allowed: false, by: { rule: 'nothing-allows' } }] },
    });
  });
});

describe('the broker that MCM runs itself', () => {
  it('has its policy known without any setting', async () => {
    await start({ MCM_MOSQUITTO_MANAGED: 'true', MCM_MOSQUITTO_PORT: String(await freePort()) });
    const { body } = await ask('GET', 'policy');
    expect(body).toMatchObject({
      revision: 1,
      allowAnonymous: true,
      listener: { othersDiffer: false },
    });
    const { aclFile } = body as { aclFile: { text: string } };
    expect(aclFile.text).toContain(
      '# Clients that name no user may do everything.\ntopic readwrite #',
    );
    // Anonymous clients, MCM itself, and somebody who has no account.
    const questions = [{}, { username: 'mcm' }, { username: 'ada' }].map((client) => ({
      ...{ action: 'publish', topic: 'a' },
      ...client,
    }));
    expect((await ask('POST', 'explain', { questions })).body).toMatchObject({
      answers: [{ allowed: true }, { allowed: true }, { allowed: false }],
    });
  });

  it('knows MCM by an account of its own', async () => {
    await start({
      ...{ MCM_MOSQUITTO_MANAGED: 'true', MCM_MOSQUITTO_PORT: String(await freePort()) },
      // Whatever is set for another broker.
      ...{ MCM_MOSQUITTO_USERNAME: 'somebody', MCM_MOSQUITTO_PASSWORD: 'else' },
    });
    const broker = served!.app.get(BrokerService);
    expect(await broker.target()).toMatchObject({ username: 'mcm' });
    await until(() => broker.snapshot().connection.status === 'connected');
  });
});

describe('the state of the plugin', () => {
  const HASH = Buffer.alloc(64, 'hash').toString('base64');
  const SALT = Buffer.alloc(12, 'salt').toString('base64');
  const STATE = JSON.stringify(
    {
      clients: [
        {
          ...{ username: 'ada', textname: 'Ada', roles: [{ rolename: 'writer' }] },
          ...{ password: HASH, salt: SALT, iterations: 101 },
        },
      ],
      roles: [
        {
          rolename: 'writer',
          acls: [{ acltype: 'publishClientSend', topic: 'a/#', priority: 1, allow: true }],
        },
      ],
      defaultACLAccess: { publishClientSend: false },
    },
    undefined,
    2,
  );

  it('is found by the configuration, shown without secrets, and can be sent back as a draft', async () => {
    const state = join(home.path, 'state.json');
    const configFile = join(home.path, 'mosquitto.conf');
    await writeFile(state, STATE);
    const conf = [
      ...['listener 1883', 'allow_anonymous false'],
      ...['plugin /usr/lib/mosquitto_dynamic_security.so', 'plugin_opt_config_file state.json'],
    ];
    await writeFile(configFile, conf.join('\n'));
    await start({ MCM_MOSQUITTO_ACCESS_CONFIG_FILE: configFile });

    const seen = (await ask('GET', 'policy')).body as { dynsec: { path: string; text: string } };
    expect(seen.dynsec.path).toBe(state);
    expect(seen.dynsec.text).toContain('"textname": "Ada"');
    expect(seen.dynsec.text.split('\n')).toHaveLength(STATE.split('\n').length);

    const questions = [question, { username: 'ada', action: 'login' }];
    for (const ref of [{}, { revision: 1 }, { draft: { dynsec: seen.dynsec.text } }]) {
      const { body } = await ask('POST', 'explain', { ...ref, questions });
      expect(body).toMatchObject({
        answers: [
          {
            allowed: true,
            by: { kind: 'role-acl', file: 'dynsec', role: 'writer', entry: 1, line: 20 },
          },
          { allowed: true, by: { rule: 'plugin-client' } },
        ],
      });
    }
    const lint = await ask('POST', 'lint', { draft: { dynsec: STATE } });
    expect(lint.status).toBe(200);

    const rows = await served!.app
      .get(Database)
      .read.query<{ body: Buffer }[]>('SELECT body FROM policy_revisions');
    const kept = rows.map(({ body }) => inflateSync(body).toString());
    const everything = [JSON.stringify(seen), JSON.stringify(lint.body), ...kept, served!.log()];
    expect(everything.filter((text) => text.includes(HASH) || text.includes(SALT))).toEqual([]);
    expect(kept.filter((text) => text.includes('textname'))).toHaveLength(1);
  });

  it('makes no revision when only a password changes', async () => {
    const state = join(home.path, 'state.json');
    await writeFile(state, STATE);
    await start({ MCM_MOSQUITTO_ACCESS_DYNAMIC_SECURITY_FILE: state });
    expect((await ask('GET', 'policy')).body).toMatchObject({ revision: 1 });
    const other = Buffer.alloc(64, 'other').toString('base64');
    await writeFile(state, STATE.replace(HASH, other));
    expect((await ask('GET', 'policy')).body).toMatchObject({ revision: 1 });
    await writeFile(state, STATE.replace('"a/#"', '"b/#"'));
    expect((await ask('GET', 'policy')).body).toMatchObject({ revision: 2 });
  });
});
