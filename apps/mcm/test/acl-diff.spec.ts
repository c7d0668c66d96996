import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { McmProcess, runMcm } from './mcm-process.js';

const OLD = 'user ann\ntopic read a/#\npattern read own/%c\n';
const NEW = '# tidied up\nuser ann\ntopic read a/b\ntopic write a/b\npattern readwrite own/%c\n';

let home: TemporaryFolder;
let lists: readonly string[];
beforeAll(async () => {
  home = await temporaryFolder();
  await writeFile(path('old'), OLD);
  await writeFile(path('new'), NEW);
  await writeFile(path('broken'), 'nonsense\n');
  await writeFile(path('topics'), 'a/b\r\na/c\n\nown/c1\na/+\n');
  await writeFile(path('users'), 'ann\nbob\tc1\n-\n-\tc1\nann\n');
  await writeFile(path('empty'), '\n');
  const client = { password: btoa('h'.repeat(64)), salt: btoa('s'.repeat(12)), iterations: 101 };
  const state = (disabled: boolean) => ({ clients: [{ username: 'ann', ...client, disabled }] });
  await writeFile(path('old.json'), JSON.stringify(state(false)));
  await writeFile(path('new.json'), JSON.stringify(state(true)));
  lists = ['--topics', path('topics'), '--users', path('users')];
});
afterAll(() => home.remove());

const path = (name: string) => join(home.path, name);
const diff = (...args: readonly string[]) => runMcm(['acl', 'diff', ...args]);

describe('mcm acl diff', () => {
  it('says what flips, for whom, and by which rules, and exits 1', async () => {
    const { code, stdout, stderr } = await diff(path('old'), path('new'), ...lists);
    expect(code).toBe(1);
    expect(stderr).toContain('topics, line 5: A topic name cannot contain the wildcards');
    expect(stdout.replaceAll(`${home.path}/`, '')).toBe(
      `gained 3, lost 1, unchanged 28: 4 clients on 4 topics, publishing and receiving

gained: publish, 2 verdicts (2 clients, 1 topic)
  before: nothing allows it
  after:  new:5: pattern readwrite own/%c
  such as bob (client id c1) on own/c1
  such as anonymous (client id c1) on own/c1

gained: publish, 1 verdict (1 client, 1 topic)
  before: nothing allows it
  after:  new:4: topic write a/b
  such as ann on a/b

lost: receive, 1 verdict (1 client, 1 topic)
  before: old:2: topic read a/#
  after:  nothing allows it
  such as ann on a/c
`,
    );
  });

  it('says the same in JSON, with one of the files from stdin', async () => {
    const args = ['acl', 'diff', path('old'), '-', ...lists, '--json'];
    const { code, stdout } = await new McmProcess(args, {}, [NEW]).end();
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ clients: 4, topics: 4, gained: 3, lost: 1, unchanged: 28 },
      groups: expect.arrayContaining([
        expect.objectContaining({
          ...{ action: 'receive', change: 'lost', flips: 1 },
          before: expect.objectContaining({ file: path('old'), line: 2 }),
          after: expect.objectContaining({ text: 'nothing allows it' }),
        }),
        expect.objectContaining({ after: expect.objectContaining({ file: 'stdin', line: 4 }) }),
      ]),
      affected: expect.arrayContaining([
        expect.objectContaining({ client: { username: 'bob', clientId: 'c1' } }),
      ]),
    });
  });

  it('exits 0 when nothing flips, and tells of log-ins that do', async () => {
    const [same, states] = await Promise.all([
      diff(path('old'), path('old'), ...lists, '--broker', '2.1'),
      diff(path('old.json'), path('new.json'), '--dynsec', ...lists),
    ]);
    expect([same.code, same.stdout]).toEqual([
      0,
      expect.stringMatching(/^gained 0, lost 0, .*\n$/),
    ]);
    expect(states.code).toBe(1);
    expect(states.stdout).toContain('\nlost: ann logging in\n');
  });

  it('exits 3 when a file is not valid or cannot be read, and 2 for wrong usage', async () => {
    const [broken, asJson, absent, empty, alone, without] = await Promise.all([
      diff(path('old'), path('broken'), ...lists),
      diff(path('broken'), path('new'), ...lists, '--json'),
      diff(path('old'), path('absent'), ...lists),
      diff(path('old'), path('new'), '--topics', path('empty'), '--users', path('users')),
      diff(path('old'), ...lists),
      diff(path('old'), path('new'), '--users', path('users')),
    ]);
    expect([broken.code, broken.stdout]).toEqual([3, '']);
    expect(broken.stderr).toMatch(/^mcm: it cannot be said: .*broken, line 1, column 1: /);
    expect(asJson.code).toBe(3);
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      error: expect.stringContaining('line 1'),
      problem: { file: path('broken'), line: 1, column: 1 },
    });
    expect([absent.code, absent.stderr]).toEqual([3, expect.stringContaining('no such file')]);
    expect([empty.code, empty.stderr]).toEqual([3, expect.stringContaining('names no topic')]);
    expect([alone.code, without.code]).toEqual([2, 2]);
    expect(without.stderr).toContain('--topics and --users');
  });
});
