import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder, type Outcome } from '#testing';
import { MCM, McmProcess } from './mcm-process.js';

const ANSWERS = { allow: true, accept: true, deny: false, disconnected: false, reject: null };

interface Case {
  readonly id: string;
  readonly rules?: string | null;
  readonly config?: object;
  readonly user: string | null;
  readonly clientid: string;
  readonly action: string;
  readonly topic: string;
  readonly expected: Readonly<Record<'2.0' | '2.1', keyof typeof ANSWERS>>;
}

interface Answer {
  readonly allowed: boolean | null;
  readonly because: string;
  readonly error?: string;
  readonly by?: { readonly kind: string; readonly file?: string; readonly line?: number };
  readonly problem?: { readonly file: string };
}

let home: TemporaryFolder;
beforeAll(async () => {
  home = await temporaryFolder();
});
afterAll(() => home.remove());

async function batch(
  input: Iterable<string | Buffer> | AsyncIterable<string>,
  ...args: readonly string[]
): Promise<Outcome & { readonly answers: readonly Answer[] }> {
  const asked = new McmProcess(['acl', 'explain', '--batch', '-', ...args], {}, input);
  const outcome = await asked.end();
  const lines = outcome.stdout.split('\n').slice(0, -1);
  return { ...outcome, answers: lines.map((line) => JSON.parse(line) as Answer) };
}

const line = (question: object) => `${JSON.stringify(question)}\n`;

describe('mcm acl explain --batch', () => {
  it('answers as the brokers did of which the cases are recorded', async () => {
    const cases = ['acl-cases.json', 'dynsec-cases.json'].flatMap((name) => {
      const file = `libs/domain/access/fixtures/${name}`;
      return JSON.parse(readFileSync(file, 'utf8')) as Case[];
    });
    const asked = cases.flatMap((one) =>
      (['2.0', '2.1'] as const).map((broker) => ({ ...one, broker })),
    );
    const lines = asked.map(({ id: _, config, expected: __, ...question }) =>
      line({ ...question, ...(config && { dynsec: config }) }),
    );
    const { code, answers } = await batch(lines);
    const wrong = asked.filter(
      ({ expected, broker }, index) => answers[index]?.allowed !== ANSWERS[expected[broker]],
    );
    expect(wrong.map(({ id, broker }) => `${id} for ${broker}`)).toEqual([]);
    expect([code, answers.length]).toEqual([0, 2 * (76 + 42)]);
    for (const { allowed, because, error } of answers) {
      expect(because).toMatch(/\S\.$/);
      expect(error === undefined).toBe(allowed !== null);
    }
  });

  it('answers a line that is no question in its place, and goes on', async () => {
    const good = line({ rules: 'topic a\n', topic: 'a' });
    const bad: readonly (readonly [string | Buffer, string])[] = [
      ['allow everything\n', 'not JSON'],
      ['["a"]\n', 'no object'],
      [line({ action: 'fly', topic: 'a' }), 'no action "fly"'],
      [line({ action: 'constructor', topic: 'a' }), 'no action'],
      [line({ rules: '' }), '"topic" is needed'],
      [line({ topic: 7 }), '"topic" has to be a string'],
      [line({ topic: 'a', rules: ['topic a'] }), '"rules" has to be'],
      [line({ topic: 'a', dynsec: '{}' }), '"dynsec" has to be'],
      [line({ topic: 'a', user: 5 }), '"user" has to be'],
      [line({ topic: 'a', broker: '1.6.9' }), '1.6.9'],
      [line({ topic: 'a', broker: 2.1 }), '"broker" has to be a string'],
      [
        `{"topic": "a", "dynsec": ${'{"1":'.repeat(100_000)}1${'}'.repeat(100_000)}}\n`,
        'nested too deep',
      ],
      [line({ topic: 'a', allowAnonymous: 'no' }), '"allowAnonymous" has to be'],
      [line({ topic: 'a', rules: 'user\n' }), 'rules, line 1, column 1: '],
      [Buffer.from('{"topic": "\xff"}\n', 'latin1'), 'not UTF-8'],
      [line({ topic: 'a', rules: ' '.repeat(64 * 1024 * 1024) }), 'longer than 64 MB'],
    ];
    const input = bad.flatMap(([one]) => ['\r\n', one, '  \n', good.replace('\n', '\r\n')]);
    const { code, stderr, answers } = await batch([...input, good.trimEnd()]);
    expect(answers.map(({ allowed }) => allowed)).toEqual([
      ...bad.flatMap(() => [null, true]),
      true,
    ]);
    for (const [index, [, error]] of bad.entries()) {
      expect(answers[index * 2]?.error).toContain(error);
    }
    expect(code).toBe(0);
    expect(stderr).toBe(`mcm: 16 of 33 questions have no answer; "error" says why\n`);
  });

  it('passes over a byte order mark, but before the first line only', async () => {
    const good = line({ rules: 'topic a\n', topic: 'a' });
    const { answers } = await batch([`\uFEFF${good}`, good, `\uFEFF${good}`]);
    expect(answers.map(({ allowed }) => allowed)).toEqual([true, true, null]);
  });

  it('takes what a line leaves out from the options', async () => {
    const acl = join(home.path, 'acl');
    await writeFile(acl, 'user ann\ntopic read a\n');
    const options = ['--file', acl, '--user', 'ann', '--action', 'receive', '--broker', '2.1'];
    const { answers } = await batch(
      [
        line({ topic: 'a' }),
        line({ topic: 'a', action: 'write' }),
        line({ topic: 'a', user: null }),
        line({ topic: 'a', rules: null }),
        line({ topic: 'a', rules: 'user ann\ntopic deny a\n' }),
        line({ topic: 'a', rules: 'nonsense' }),
        line({ topic: 'a' }),
        // Whose id nothing says has that of the username; what 2.1 reads as a level, 2.0 reads as text.
        line({ topic: 'x/ann', rules: 'pattern read x/%c' }),
        line({ topic: 'xann', rules: 'pattern read x%c' }),
        line({ topic: 'xann', rules: 'pattern read x%c', broker: '2.0.11' }),
        line({ action: 'login', passwordFile: 'ann:x' }),
        line({ action: 'login', passwordFile: 'bob:x', broker: '2.0' }),
        line({ action: 'login', user: null, allowAnonymous: true }),
        line({ action: 'load', topic: null, rules: null }),
      ],
      ...options,
    );
    expect(answers.map(({ allowed }) => allowed)).toEqual([
      ...[true, false, false, true, false, null, true],
      ...[true, false, true, null, false, true, true],
    ]);
    expect(answers[0]?.by).toMatchObject({ kind: 'acl-line', file: acl, line: 2 });
    expect(answers[4]?.by).toMatchObject({ kind: 'acl-line', file: 'rules', line: 2 });
    expect(answers[5]?.problem?.file).toBe('rules');
    expect(answers[10]?.problem?.file).toBe('passwordFile');
  });

  it('reads and answers as it goes, in little memory', async () => {
    const rules = 'topic read a/b/c\n'.repeat(200);
    const questions = 30_000;
    const input = (function* () {
      for (let n = 0; n < questions; n += 1) yield line({ rules, action: 'read', topic: `a/${n}` });
    })();
    const env = { NODE_OPTIONS: '--max-old-space-size=80' };
    const asked = new McmProcess(['acl', 'explain', '--batch', '-'], env, input);
    const { code, stdout, stderr } = await asked.end();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.match(/"allowed":false/g)).toHaveLength(questions);
  });

  it('answers before the next question comes, and ends quietly when nobody reads the answers', async () => {
    const asked = spawn(MCM, ['acl', 'explain', '--batch', '-']);
    const stderr: string[] = [];
    asked.stderr.setEncoding('utf8').on('data', (text: string) => stderr.push(text));
    asked.stdin.on('error', () => undefined); // it reads no more
    const question = line({ rules: 'topic a', topic: 'a' });
    asked.stdin.write(question);
    const [first] = (await once(asked.stdout, 'data')) as [Buffer];
    expect(JSON.parse(first.toString('utf8'))).toMatchObject({ allowed: true });
    asked.stdout.destroy();
    asked.stdin.end(question.repeat(10_000));
    expect(await once(asked, 'close')).toEqual([0, null]);
    expect(stderr).toEqual([]);
  });

  it('exits 3 when the questions cannot be read', async () => {
    const asked = new McmProcess(['acl', 'explain', '--batch', join(home.path, 'absent')]);
    const { code, stdout, stderr } = await asked.end();
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('absent cannot be read: there is no such file');
  });
});
