import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { replaceFile } from '#link/host';
import { Database } from '#platform';
import { startMosquitto, until, type TestBroker } from '#testing';
import { serve, type Answer, type Served } from './served.js';

const RULES = `topic read plant/#

user mcm
topic read #
topic read $SYS/#

user plc-7
topic readwrite line2/#
topic deny line2/cmd/#

pattern write status/%u
`;
const WITHOUT_DENIAL = RULES.replace('topic deny line2/cmd/#\n', '');
const PASSWORDS = { 'plc-7': 'secret of the plc', mcm: 'secret of mcm' };

interface Policy {
  readonly revision: number;
  readonly brokerStartedAt?: string;
  readonly aclFile: { readonly text: string };
}
interface Ruling {
  readonly text: string;
}
interface Explained {
  readonly revision?: number;
  readonly broker: string;
  readonly answers: readonly {
    readonly allowed: boolean;
    readonly by: Ruling;
    readonly steps: readonly { readonly by: Ruling; readonly outcome: string }[];
  }[];
}
interface Revisions {
  readonly revisions: readonly { readonly number: number; readonly changed: string[] }[];
  readonly nextCursor?: string;
}

let broker: TestBroker;
let served: Served;
let token: string;
let aclFile: string;
let begunAt: number;
beforeAll(async () => {
  begunAt = Date.now();
  broker = await startMosquitto({ aclFile: RULES, users: PASSWORDS, conf: ['sys_interval 1'] });
  aclFile = join(broker.folder, 'acl');
  served = await serve({
    env: {
      MCM_MOSQUITTO_PORT: String(broker.port),
      MCM_MOSQUITTO_USERNAME: 'mcm',
      MCM_MOSQUITTO_PASSWORD: PASSWORDS.mcm,
      MCM_MOSQUITTO_ACCESS_CONFIG_FILE: join(broker.folder, 'mosquitto.conf'),
    },
  });
  token = await served.logIn();
  await until(async () => (await policy()).brokerStartedAt !== undefined);
});
afterAll(async () => {
  await served.stop();
  await broker.stop();
});

const ask = (method: string, path: string, body?: unknown): Promise<Answer> =>
  served.as(token)(method, `/api/v1/access/${path}`, body);
/** In one piece: a look at a file that is half written would be a revision of its own. */
const rewrite = (rules: string) => replaceFile(aclFile, rules, { mode: 0o644 });
const policy = async () => (await ask('GET', 'policy')).body as Policy;
const revisions = async (query = '') => (await ask('GET', `revisions${query}`)).body as Revisions;
const explained = async (body: object) => (await ask('POST', 'explain', body)).body as Explained;
const question = { username: 'plc-7', action: 'publish', topic: 'line2/cmd/start' };

describe('the policy in force', () => {
  it('is what the files of the broker say, with the listener and the version it is about', async () => {
    const { status, body } = await ask('GET', 'policy');
    expect(status).toBe(200);
    const startedAt = Date.parse((body as Policy).brokerStartedAt ?? '');
    expect(Math.abs(startedAt - begunAt)).toBeLessThan(60_000);
    const time = expect.stringMatching(/^\d{4}-.*Z$/);
    expect(body).toEqual({
      ...{ revision: 1, seenAt: time, allowAnonymous: false, problems: [] },
      brokerStartedAt: time,
      ...{ broker: '2.0', brokerVersion: expect.stringMatching(/^2\.0\./) },
      configFile: { path: join(broker.folder, 'mosquitto.conf'), changedAt: time },
      listener: { port: broker.port, address: '127.0.0.1', othersDiffer: false, otherPlugins: [] },
      aclFile: { path: aclFile, changedAt: time, text: RULES },
      passwordFile: {
        ...{ path: join(broker.folder, 'passwords'), changedAt: time },
        users: ['plc-7', 'mcm'],
      },
    });
  });

  it('is explained as the broker answers', async () => {
    const {
      broker: line,
      revision,
      answers,
    } = await explained({
      questions: [
        question,
        { username: 'plc-7', action: 'publish', topic: 'line2/speed' },
        { username: 'plc-7', action: 'login' },
        { username: 'nobody', action: 'login' },
        { username: null, action: 'receive', topic: 'plant/a' },
      ],
    });
    expect([line, revision]).toEqual(['2.0', 1]);
    expect(answers.map(({ allowed }) => allowed)).toEqual([false, true, true, false, true]);
    expect(answers[0]).toMatchObject({
      because: expect.stringContaining('line2/cmd/#'),
      by: { kind: 'acl-line', file: 'aclFile', line: 9, text: 'line 9: topic deny line2/cmd/#' },
      otherwise: { allowed: true, by: { line: 8 } },
      sees: { v5: expect.stringContaining('0x87') },
      stepsLeftOff: 0,
    });
    expect(answers[0]?.steps.map(({ outcome }) => outcome)).toContain('decides');

    const plc = await broker.connect({ username: 'plc-7', password: PASSWORDS['plc-7'] });
    await expect(plc.publishAsync(question.topic, 'x', { qos: 1 })).rejects.toMatchObject({
      code: 0x87,
    });
    await plc.publishAsync('line2/speed', 'x', { qos: 1 });
    await expect(broker.connect({ username: 'nobody' })).rejects.toThrow('Not authorized');
  });

  it('becomes a new revision, told on the stream, when it was changed and somebody asks', async () => {
    const stream = served.stream(token);
    await stream.frame(({ type }) => type === 'broker_status');
    await rewrite(WITHOUT_DENIAL);
    const all = await Promise.all(
      Array.from({ length: 6 }, () => explained({ questions: [question] })),
    );
    expect(all.map(({ revision, answers }) => [revision, answers[0]?.allowed])).toEqual(
      Array.from({ length: 6 }, () => [2, true]),
    );
    await stream.frame((frame) => frame.type === 'access_changed' && frame.revision === 2);
    await rewrite(RULES);
    expect((await policy()).revision).toBe(3);
    await stream.frame((frame) => frame.type === 'access_changed' && frame.revision === 3);
    expect(stream.frames.filter(({ type }) => type === 'access_changed')).toHaveLength(2);
    stream.socket.close();
  });

  it('stays the same revision when it was written again as it was', async () => {
    const { revision } = await policy();
    await rewrite(RULES);
    expect((await policy()).revision).toBe(revision);
  });
});

describe('revisions', () => {
  it('are listed page by page, newest first, and can be looked at and asked', async () => {
    const first = await revisions('?limit=2');
    expect(first.revisions).toMatchObject([
      { number: 3, changed: ['aclFile'] },
      { number: 2, changed: ['aclFile'] },
    ]);
    const last = await revisions(`?limit=2&cursor=${first.nextCursor ?? ''}`);
    expect(last).toEqual({ revisions: [expect.objectContaining({ number: 1 })] });
    expect(last.revisions[0]?.changed).toEqual([
      ...['aclFile', 'passwordFile', 'allowAnonymous', 'listener'],
    ]);

    const { body } = await ask('GET', 'revisions/2');
    expect(body).toMatchObject({ revision: 2, broker: '2.0', aclFile: { text: WITHOUT_DENIAL } });
    const then = await explained({ revision: 2, questions: [question] });
    expect([then.revision, then.answers[0]?.allowed]).toEqual([2, true]);
  });

  it.each([
    ['GET', 'revisions/99', undefined],
    ['POST', 'explain', { revision: 99, questions: [question] }],
    ['POST', 'impact', { after: { revision: 99 } }],
    ['POST', 'lint', { revision: 99 }],
  ])('that do not exist are not found: %s %s', async (method, path, body) => {
    expect(await ask(method, path, body)).toMatchObject({
      ...{ status: 404, problem: { type: '/problems/revision-not-found' } },
    });
  });
});

describe('the impact of a change', () => {
  const after = { draft: { aclFile: WITHOUT_DENIAL } };

  it('is worked out for all users and the topics that were observed', async () => {
    const plc = await broker.connect({ username: 'plc-7', password: PASSWORDS['plc-7'] });
    for (const topic of ['line2/a', 'line2/b']) await plc.publishAsync(topic, 'x', { qos: 1 });
    await until(async () => {
      const { body } = await served.as(token)('GET', '/api/v1/topics?filter=line2/%2B');
      return (body as { topics: unknown[] }).topics.length === 3;
    });
    const draft = { aclFile: RULES.replace('topic readwrite line2/#', 'topic readwrite line2/a') };
    const { status, body } = await ask('POST', 'impact', { after: { draft } });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ broker: '2.0', clients: 3, topics: 3, moreObserved: false },
      ...{ gained: 0, lost: 4, unchanged: 14, groupsLeftOff: 0, affectedLeftOff: 0 },
      groups: [
        { action: 'publish', change: 'lost', flips: 2, clients: 1, topics: 2 },
        { action: 'receive', change: 'lost', flips: 2, before: { line: 8 } },
      ],
      affected: [
        { client: { username: 'plc-7', clientId: 'plc-7' }, publish: { gained: 0, lost: 2 } },
      ],
    });
  });

  it('is worked out for the clients and topics that are given, log-ins included', async () => {
    const { body } = await ask('POST', 'impact', {
      before: { revision: 1 },
      after: { draft: { ...after.draft, passwordFile: null } },
      clients: [{ username: 'plc-7', clientId: 'other' }, {}],
      topics: ['line2/cmd/a', 'x'],
    });
    expect(body).toMatchObject({
      ...{ clients: 2, topics: 2, gained: 2, lost: 0 },
      affected: [
        {
          client: { username: 'plc-7', clientId: 'other' },
          login: { change: 'lost', before: { rule: 'in-password-file' } },
        },
      ],
    });
    expect(body).not.toHaveProperty('moreObserved');
  });

  it('is refused for more topics than can be sent, and for what is none', async () => {
    for (const topics of [Array.from({ length: 10_001 }, () => 'a'), [1], 'a']) {
      const { status, problem } = await ask('POST', 'impact', { after, topics });
      expect([status, problem.errors?.[0]?.pointer]).toEqual([400, '/topics']);
    }
    const both = { after: { revision: 1, draft: {} } };
    for (const [body, pointer] of [
      [{}, '/after'],
      [{ after: [] }, '/after'],
      [both, '/after/revision'],
    ] as const) {
      expect((await ask('POST', 'impact', body)).problem.errors?.[0]?.pointer).toBe(pointer);
    }
  });
});

describe('secrets', () => {
  it('are in no answer, no log and nowhere in the database', async () => {
    const lines = (await readFile(join(broker.folder, 'passwords'), 'utf8')).trim().split('\n');
    const secrets = lines.flatMap((line) => (line.split(':')[1] ?? '').split('$').slice(-2));
    expect(secrets.map(({ length }) => length)).toEqual([16, 88, 16, 88]);
    const passwordFile = `${lines.join('\n')}\nbad:$7$101$${secrets[0] ?? ''}\n`;
    const seen = await Promise.all([
      ...['policy', 'revisions', 'revisions/1', 'revisions/3'].map((path) => ask('GET', path)),
      ask('POST', 'explain', { draft: { passwordFile }, questions: [question] }),
      ask('POST', 'explain', { broker: '2.1', draft: { passwordFile }, questions: [question] }),
      ask('POST', 'lint', { draft: { passwordFile } }),
    ]);
    const rows = await served.app
      .get(Database)
      .read.query<{ body: Buffer; parts: string }[]>('SELECT body, parts FROM policy_revisions');
    const kept = rows.map(({ body, parts }) => parts + inflateSync(body).toString());
    expect(kept).toHaveLength(3);
    expect(kept[0]).toContain('"username":"plc-7"');
    const everything = [
      ...seen.map((answer) => JSON.stringify(answer.body)),
      ...kept,
      served.log(),
    ];
    for (const secret of secrets) {
      expect(everything.filter((text) => text.includes(secret))).toEqual([]);
    }
  });
});

describe('files that cannot be read or are no policy', () => {
  it('are told of; what was seen before can still be asked', async () => {
    await rewrite('nonsense\n');
    expect((await ask('GET', 'policy')).body).toMatchObject({
      problems: [
        {
          ...{ file: 'aclFile', path: aclFile, line: 1, column: 1, effect: 'refuses' },
          consequence: expect.stringContaining('does not start'),
        },
      ],
    });
    const invalid = await ask('POST', 'explain', { questions: [question] });
    expect(invalid).toMatchObject({ status: 422, problem: { type: '/problems/policy-invalid' } });
    expect(invalid.problem.detail).toMatch(new RegExp(`^${aclFile}, line 1, column 1: `));

    await rm(aclFile);
    for (const [method, path, body] of [
      ['GET', 'policy', undefined],
      ['POST', 'explain', { questions: [question] }],
    ] as const) {
      const { status, problem } = await ask(method, path, body);
      expect([status, problem.type]).toEqual([503, '/problems/policy-unreadable']);
      expect(problem.detail).toBe(`${aclFile} does not exist.`);
    }
    expect((await explained({ revision: 1, questions: [question] })).answers).toHaveLength(1);
    await rewrite(RULES);
    expect((await ask('GET', 'policy')).status).toBe(200);
  });
});
