import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
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
const SALT = Buffer.alloc(12, 's').toString('base64');
const HASH = Buffer.alloc(64, 'h').toString('base64');

interface Explained {
  readonly revision?: number;
  readonly broker: string;
  readonly answers: readonly { readonly allowed: boolean; readonly steps: readonly object[] }[];
}

let home: TemporaryFolder;
let served: Served;
let token: string;
beforeAll(async () => {
  home = await temporaryFolder();
  const [acl, passwords] = [join(home.path, 'acl'), join(home.path, 'passwords')];
  await writeFile(acl, RULES);
  await writeFile(passwords, `plc-7:$7$101$${SALT}$${HASH}\n`);
  served = await serve({
    env: {
      MCM_MOSQUITTO_ACCESS_ACL_FILE: acl,
      MCM_MOSQUITTO_ACCESS_PASSWORD_FILE: passwords,
    },
  });
  token = await served.logIn();
});
afterAll(async () => {
  await served.stop();
  await home.remove();
});

const ask = (method: string, path: string, body?: unknown): Promise<Answer> =>
  served.as(token)(method, `/api/v1/access/${path}`, body);
const explained = async (body: object) => (await ask('POST', 'explain', body)).body as Explained;
const question = { username: 'plc-7', action: 'publish', topic: 'line2/cmd/start' };

describe('a draft', () => {
  it('stands for what it gives, and for the rest the policy in force', async () => {
    const denied = { ...question, topic: 'elsewhere' };
    const login = { username: 'plc-7', action: 'login' };
    const about = async (draft: object) => {
      const { answers, revision } = await explained({
        draft,
        questions: [question, denied, login],
      });
      expect(revision).toBeUndefined();
      return answers.map(({ allowed }) => allowed);
    };
    expect(await about({})).toEqual([false, false, true]);
    expect(await about({ aclFile: WITHOUT_DENIAL })).toEqual([true, false, true]);
    expect(await about({ aclFile: null })).toEqual([true, true, true]);
    expect(await about({ passwordFile: '' })).toEqual([false, false, false]);
    expect(await about({ passwordFile: null, allowAnonymous: true })).toEqual([false, false, true]);
    const dynsec = JSON.stringify({
      clients: [{ username: 'plc-7', roles: [{ rolename: 'r' }] }],
      roles: [
        {
          rolename: 'r',
          acls: [{ acltype: 'publishClientSend', topic: 'elsewhere', priority: 0, allow: true }],
        },
      ],
    });
    expect(await about({ dynsec })).toEqual([false, true, true]);
  });

  it('can be asked by the rules of another version', async () => {
    const draft = { aclFile: 'pattern write a/x%u\n' };
    const asked = { draft, questions: [{ username: 'u', action: 'publish', topic: 'a/xu' }] };
    const answers = await Promise.all(
      ['2.0', '2.1'].map((version) => explained({ ...asked, broker: version })),
    );
    expect(answers.map(({ broker: line, answers: [one] }) => [line, one?.allowed])).toEqual([
      ...[
        ['2.0', true],
        ['2.1', false],
      ],
    ]);
  });

  it('may have bytes that are no UTF-8, as a policy has them', async () => {
    const [one] = (
      await explained({
        draft: { aclFile: 'user caf\udce9\ntopic write a\n\nuser caf\ufffd\ntopic write b\n' },
        questions: [{ username: 'caf\ufffd', action: 'publish', topic: 'a' }],
      })
    ).answers;
    expect(one?.allowed).toBe(false);
  });

  it('with a fault is explained by nothing but the fault, where it is, and what it does', async () => {
    const draft = { aclFile: 'user a\ntopic wirte b/c\ntopic a+\n' };
    const { status, problem } = await ask('POST', 'explain', { draft, questions: [question] });
    expect([status, problem.type]).toEqual([422, '/problems/policy-invalid']);
    expect(problem.errors).toEqual([
      {
        pointer: '/draft/aclFile',
        detail: expect.stringMatching(/^acl_file, line 2, column 7: .*drops all rules/),
      },
      { pointer: '/draft/aclFile', detail: expect.stringContaining('line 3') },
    ]);
    const impact = await ask('POST', 'impact', { after: { draft: { dynsec: '{' } } });
    expect(impact.problem.errors).toEqual([
      { pointer: '/after/draft/dynsec', detail: expect.stringContaining('line 1') },
    ]);
    expect((await ask('POST', 'lint', { draft })).body).toMatchObject({
      findings: expect.arrayContaining([
        expect.objectContaining({ rule: 'file-refused', file: 'aclFile', line: 2 }),
      ]),
    });
  });

  it.each<[string, object, string]>([
    ['a revision as well', { revision: 1, draft: {}, questions: [question] }, '/revision'],
    ['no topic', { questions: [{ action: 'publish' }] }, '/questions/0/topic'],
    ['no action', { questions: [{ topic: 'a' }] }, '/questions/0/action'],
    ['no question', { questions: [] }, '/questions'],
    ['too many', { questions: Array.from({ length: 1_001 }, () => question) }, '/questions'],
    ['a number as a file', { draft: { aclFile: 1 }, questions: [question] }, '/draft/aclFile'],
    ['a broker of old', { broker: '1.6', questions: [question] }, '/broker'],
  ])('with %s is refused', async (_, body, pointer) => {
    const { status, problem } = await ask('POST', 'explain', body);
    expect([status, problem.type]).toEqual([400, '/problems/validation-failed']);
    expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it('may have as many questions as a thousand', async () => {
    const { answers } = await explained({
      questions: Array.from({ length: 1_000 }, (_, i) => ({ ...question, topic: `line2/${i}` })),
    });
    expect(answers).toHaveLength(1_000);
    const steps = answers.map((answer) => answer.steps.length);
    expect(steps[0]).toBeGreaterThan(3);
    expect(steps.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(20_000);
  });
});
