import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { McmProcess, runMcm } from './mcm-process.js';

const ACL = `topic read public/#

user nodered
topic readwrite line2/#
topic deny line2/+/cmd/#

pattern read dev/%c/#
`;
const STATE = {
  defaultACLAccess: {
    ...{ publishClientSend: false, publishClientReceive: true },
    ...{ subscribe: false, unsubscribe: true },
  },
  clients: [
    {
      username: 'ann',
      password: btoa('h'.repeat(64)),
      salt: btoa('s'.repeat(12)),
      iterations: 101,
    },
    { username: 'bob', disabled: true },
  ],
  groups: [],
  roles: [],
};

let home: TemporaryFolder;
beforeAll(async () => {
  home = await temporaryFolder();
  await writeFile(path('acl'), ACL);
  await writeFile(path('broken'), 'user ann\ntopic raed a/b\n');
  await writeFile(path('state.json'), JSON.stringify(STATE, undefined, 2));
  await writeFile(path('torn.json'), '{"clients": [');
  await writeFile(path('passwd'), 'ann:plain\n');
});
afterAll(() => home.remove());

const path = (name: string) => join(home.path, name);
const explain = (...args: readonly string[]) => runMcm(['acl', 'explain', ...args]);
const json = (text: string) => JSON.parse(text) as Record<string, unknown>;

describe('mcm acl explain', () => {
  it('says of a denial which rule decides, what would decide without it, what was tried and what the client notices', async () => {
    const args = ['line2/filler/cmd/speed', '--file', path('acl'), '--user', 'nodered'];
    const { code, stdout, stderr } = await explain(...args, '--client', 'hmi');
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout.replaceAll(path('acl'), 'acl')).toBe(
      `denied: nodered with the client id hmi may not publish to line2/filler/cmd/speed
Line 5 denies line2/+/cmd/# to nodered. A section's denials are tried before what it gives, wherever they stand in the file.

decides:    acl:5: topic deny line2/+/cmd/#
without it: allowed by acl:4: topic readwrite line2/#

tried, in the order of Mosquitto 2.0:
  no match       only the broker publishes below $SYS
  no match       $share is no topic
  decides        acl:5: topic deny line2/+/cmd/#
  (would allow)  acl:4: topic readwrite line2/#
  (not tried)    acl:7: pattern read dev/%c/#
  (not tried)    nothing allows it

the client notices:
  MQTT 5:     PUBACK or PUBREC 0x87 (Not authorized); with QoS 0, nothing. The message is discarded.
  MQTT 3.1.1: A normal PUBACK or PUBREC, as if it had been taken. The message is discarded.
`,
    );
  });

  it('says the same in JSON, of rules from stdin', async () => {
    const args = ['acl', 'explain', 'dev/hmi/x', '--json', '--file', '-', '--client', 'hmi'];
    const asked = new McmProcess([...args, '--action', 'receive', '--broker', '2.1'], {}, [ACL]);
    const { code, stdout } = await asked.end();
    expect(code).toBe(0);
    expect(json(stdout)).toMatchObject({
      broker: '2.1',
      allowed: true,
      because: expect.stringContaining('Line 7'),
      by: { kind: 'acl-line', file: 'stdin', line: 7, text: 'line 7: pattern read dev/%c/#' },
      otherwise: { allowed: false, by: { rule: 'nothing-allows' } },
      sees: { v5: expect.any(String), v311: expect.any(String) },
      steps: expect.arrayContaining([
        { by: expect.objectContaining({ line: 1 }), outcome: 'no-match' },
      ]),
    });
  });

  it('takes rules from a file, from the plugin, and from both', async () => {
    const acl = ['--file', path('acl')];
    const state = ['--dynsec', path('state.json')];
    const asked: readonly (readonly [number, readonly string[]])[] = [
      [0, ['public/x', ...acl, '--action', 'read']],
      // The username is the client id, unless another is given.
      [0, ['dev/nodered/x', ...acl, '--user', 'nodered', '--action', 'receive']],
      [1, ['any', ...state, '--user', 'ann', '--action', 'subscribe']],
      [0, ['any', ...state, ...acl, '--user', 'ann', '--action', 'subscribe']],
      [0, [...state, '--user', 'ann', '--action', 'login']],
      [0, [...state, '--user', '', '--action', 'login', '--allow-anonymous']],
    ];
    const outcomes = await Promise.all(asked.map(([, args]) => explain(...args)));
    expect(outcomes.map(({ code, stderr }) => [code, stderr])).toEqual(
      asked.map(([code]) => [code, '']),
    );
  });

  it('exits 3 when it cannot be said, and says where the fault is and what the broker would do', async () => {
    const [at2_0, at2_1, torn, users, absent, folder] = await Promise.all([
      explain('a', '--file', path('broken')),
      explain('a', '--file', path('broken'), '--broker', '2.1.2', '--json'),
      explain('a', '--dynsec', path('torn.json')),
      explain('a', '--file', path('acl'), '--password-file', path('passwd')),
      explain('a', '--file', path('absent')),
      explain('a', '--file', home.path),
    ]);
    for (const { code } of [at2_0, at2_1, torn, absent, folder]) expect(code).toBe(3);
    expect(at2_0.stdout).toBe('');
    expect(at2_0.stderr).toMatch(
      /^mcm: it cannot be said: .*broken, line 2, column 7: "raed" .* does not start .* all rules.*\n$/,
    );
    expect(json(at2_1.stdout)).toMatchObject({
      allowed: null,
      error: expect.stringContaining('line 2, column 7'),
      problem: { file: path('broken'), line: 2, column: 7, effect: 'refuses' },
    });
    expect(at2_1.stdout).toContain('at a reload it stops');
    expect(torn.stderr).toMatch(/torn\.json, line 1, column \d+: .*nobody can log in/);
    // What the broker leaves out does not keep it from deciding.
    expect([users.code, users.stderr]).toEqual([1, expect.stringContaining('mcm acl lint')]);
    expect(absent.stderr).toBe(`mcm: ${path('absent')} cannot be read: there is no such file\n`);
    expect(folder.stderr).toBe(`mcm: ${home.path} cannot be read: it is a folder\n`);
  });

  it('exits 2 for wrong usage, and says what is right', async () => {
    const acl = ['--file', path('acl')];
    const asked: readonly (readonly [readonly string[], string])[] = [
      [['a'], '--dynsec'],
      [acl, 'TOPIC'],
      [['a', 'b', ...acl], 'quote'],
      [['a', ...acl, '--action', 'login'], 'not about a topic'],
      [['a', ...acl, '--action', 'pub'], 'publish, receive'],
      [['a', ...acl, '--broker', '1.6'], '2.0.11'],
      [['a', ...acl, '--batch', 'questions'], 'in the questions'],
      [['a', '--file', '-', '--dynsec', '-'], 'stdin'],
    ];
    const outcomes = await Promise.all(asked.map(([args]) => explain(...args)));
    for (const [index, { code, stdout, stderr }] of outcomes.entries()) {
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(asked[index]?.[1]);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });

  it('spells out control characters, some of which command a terminal', async () => {
    const { stdout } = await explain('a\u001b[2J', '--file', path('acl'));
    expect(stdout).toContain('a\\x1b[2J');
    expect(stdout).not.toContain('\u001b');
  });
});
