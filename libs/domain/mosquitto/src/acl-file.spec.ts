import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ACL_FILE_CASES } from '../test/acl-file-cases.js';
import { parseAclFile, printAclFile } from './acl-file.js';
import { bytesOf, textOf } from './text.js';

interface Case {
  readonly id: string;
  readonly action: string;
  readonly rules: string | null;
  readonly expected: Readonly<Record<string, string>>;
  readonly note: string;
}

const CASES = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../access/fixtures/acl-cases.json'), 'utf8'),
) as Case[];

/** What the first line says, without what every line has. */
function first(line: string) {
  const { number, raw, ...statement } = parseAclFile(bytesOf(line)).lines[0]!;
  expect([number, textOf(raw)]).toEqual([1, line]);
  return statement;
}

function problems(file: string) {
  return parseAclFile(bytesOf(file)).problems;
}

const refuses = (file: string) => problems(file).some(({ effect }) => effect === 'refuses');

describe('parseAclFile', () => {
  const loads = CASES.filter(({ action }) => action === 'load');
  it.each(loads)('refuses what brokers refused: $id $note', ({ rules, expected }) => {
    expect(expected).toEqual({ '2.0': expected['2.1'], '2.1': expected['2.1'] });
    expect(refuses(rules!)).toBe(expected['2.0'] === 'reject');
  });

  const inUse = CASES.filter(({ action, rules }) => action !== 'load' && rules !== null);
  it('takes every file with which a broker answered questions', () => {
    expect(inUse.filter(({ rules }) => refuses(rules!))).toEqual([]);
    expect(inUse.length).toBeGreaterThan(30);
  });

  it.each(ACL_FILE_CASES)('judges a file with %s as the broker does', (_what, file, fate) => {
    const bytes = Uint8Array.from(file, (character) => character.charCodeAt(0));
    const effects = parseAclFile(bytes).problems.map(({ effect }) => effect);
    expect(effects.includes('refuses')).toBe(fate === 'refuses');
    expect(effects.includes('misreads')).toBe(fate === 'unsure' || file.includes('\0'));
  });

  it.each([
    ['topic a/b\n', 'readwrite', 'a/b'],
    ['topic readwrite a/b', 'readwrite', 'a/b'],
    ['topic read a/b\r\n', 'read', 'a/b'],
    ['topic   write   a/b  \t\n', 'write', 'a/b'],
    ['  topic deny a/#\n', 'deny', 'a/#'],
    ['topic read a b  c\n', 'read', 'a b  c'],
    ['topic read\n', 'readwrite', 'read'],
    ['topic deny\n', 'readwrite', 'deny'],
    ['topic read read\n', 'read', 'read'],
    ['topic read\ta\n', 'readwrite', 'read\ta'],
    ['topic \ta\n', 'readwrite', '\ta'],
    ['topic read \t \va\n', 'read', 'a'],
    ['topic read #\n', 'read', '#'],
    ['topic read a\rtopic read b\r\n', 'read', 'a\rtopic read b'],
    ['topic read grün/°C\n', 'read', 'grün/°C'],
    ['topic read a%c\n', 'read', 'a%c'],
  ])('reads %j', (line, access, filter) => {
    expect(first(line)).toEqual({ kind: 'topic', access, filter });
    expect(first(line.replace('topic', 'pattern')).kind).toBe('pattern');
  });

  it.each([
    ['user ann\n', 'ann'],
    ['user   ann  smith \t\r\n', 'ann  smith'],
    ['user \t\vann\n', 'ann'],
    ['user ann # the boss\n', 'ann # the boss'],
    ['user #\n', '#'],
    ['user a:b/c\n', 'a:b/c'],
    ['user user', 'user'],
  ])('reads %j', (line, name) => {
    expect(first(line)).toEqual({ kind: 'user', name });
  });

  it('keeps bytes that are no UTF-8 apart from each other and from text', () => {
    const names = [[0xff], [0xfe], [0xef, 0xbf, 0xbd], [0xed, 0xb3, 0xbf]].map((name) => {
      const [line] = parseAclFile(Uint8Array.from([...bytesOf('user '), ...name])).lines;
      return line?.kind === 'user' ? line.name : undefined;
    });
    expect(names).toEqual(['\udcff', '\udcfe', '\ufffd', '\udced\udcb3\udcbf']);
  });

  it('says which lines are blank and which are comments', () => {
    const kinds = parseAclFile(bytesOf('\n# note\n \t\r\n#\n\v')).lines.map(({ kind }) => kind);
    expect(kinds).toEqual(['blank', 'comment', 'blank', 'comment', 'blank']);
  });

  it.each([
    ['a\nüser ann\n', 2, 1, '"üser" begins no line'],
    ['  topic grün read\n', 1, 9, '"grün" is no kind of access'],
    ['topic read °/a+\n', 1, 12, 'stand alone in their level'],
    ['topic a/#/b\n', 1, 7, 'can only be the last level'],
    [`topic read a${'/'.repeat(201)}\n`, 1, 12, 'at most 200 slashes'],
    [`topic ${'x'.repeat(65_536)}\n`, 1, 7, 'at most 65,535 bytes'],
    ['topic  \n', 1, 1, 'The topic is missing'],
    ['  user\n', 1, 3, 'The name of the user is missing'],
    ['user\tann\n', 1, 1, 'A tab does not separate'],
    ['  # note\n', 1, 3, 'begins in the first column'],
    ['\ufeffuser ann\n', 1, 1, 'byte order mark'],
    [`${'y'.repeat(90)}\n`, 1, 1, `"${'y'.repeat(40)}…" begins no line`],
  ])('names line, column and reason of a fault: %j', (file, line, column, reason) => {
    expect(problems(file).at(-1)).toEqual({
      line,
      column,
      reason: expect.stringContaining(reason),
      effect: 'refuses',
    });
  });

  it('lists the faults of all lines in their order', () => {
    const lines = problems('topic a\nuser\n# note\ntopic a+\nx\n').map(({ line }) => line);
    expect(lines).toEqual([2, 4, 5]);
  });

  it('claims nothing about what comes after a NUL byte', () => {
    const { lines, problems: found } = parseAclFile(bytesOf('user\ntopic °\0\nuser\n# note'));
    expect(lines.map(({ kind }) => kind)).toEqual(['invalid', 'invalid', 'unread', 'unread']);
    expect(found.map(({ line, column, effect }) => [line, column, effect])).toEqual([
      [1, 1, 'refuses'],
      [2, 8, 'misreads'],
    ]);
  });

  it('knows that the broker drops a last line that just fills its buffer', () => {
    const rule = 'topic read a'.padEnd(255, 'x');
    expect(first(rule)).toMatchObject({ kind: 'invalid', problem: { effect: 'ignores' } });
    expect(first(`${rule}\n`).kind).toBe('topic');
    expect(first('#'.padEnd(255, 'x')).kind).toBe('comment');
    expect(first(' '.repeat(255)).kind).toBe('blank');
  });
});

describe('printAclFile', () => {
  it('gives back the bytes, with lines left out or put in', () => {
    const file = parseAclFile(bytesOf('# note\r\nuser ann\ntopic a'));
    expect(textOf(printAclFile(file))).toBe('# note\r\nuser ann\ntopic a');
    expect(textOf(printAclFile({ lines: file.lines.slice(1) }))).toBe('user ann\ntopic a');
    expect(printAclFile({ lines: [] })).toEqual(new Uint8Array());
  });
});
