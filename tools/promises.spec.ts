import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** As many as were made. */
const PROMISES = 190;

const root = dirname(import.meta.dirname);
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** One row of the page: what was promised, how it is kept, what proves it. */
type Row = readonly [promise: string, how: string, proofs: readonly string[]];

/** The rows of all its tables, as they read: without what Markdown needs. */
function rowsOf(page: string): readonly Row[] {
  const lines = page.split('\n').filter((line) => line.startsWith('| '));
  return lines.flatMap((line): Row[] => {
    const [promise = '', how = '', proof = ''] = line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll(/\\([|*_<])/g, '$1'));
    const isHead = promise === 'Promise' || /^-+$/.test(promise);
    return isHead ? [] : [[promise, how, proof.split('<br>').filter((one) => one !== '')]];
  });
}

/** The titles of a file's tests, as they are written: with the placeholders of a table. */
function titlesOf(path: string): ReadonlySet<string> {
  const titles = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const [title] = node.arguments;
      if (title && ts.isStringLiteralLike(title) && isTest(node.expression)) titles.add(title.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest));
  return titles;
}

/** Whether that is `it`, `describe`, or one of a table; not one that is skipped. */
function isTest(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return ['it', 'describe'].includes(callee.text);
  if (!ts.isCallExpression(callee) || !ts.isPropertyAccessExpression(callee.expression))
    return false;
  const { name, expression } = callee.expression;
  return name.text === 'each' && isTest(expression);
}

const TARGETS = new Set(
  [...read('Makefile').matchAll(/^([a-z-]+):/gm)].map(([, target]) => `make ${target ?? ''}`),
);
const SCRIPTS = new Set(
  Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts).map(
    (name) => `npm run ${name}`,
  ),
);

/** Whether `mcm a b` is one of the commands: `a` stands in a file of its own, or `a-b` does. */
const isCommand = (words: readonly string[]): boolean =>
  existsSync(join(root, `apps/mcm/src/commands/${words.join('-')}.command.ts`));

const runs = (command: string): boolean =>
  command.startsWith('mcm ')
    ? isCommand(command.split(' ').slice(1))
    : TARGETS.has(command) || SCRIPTS.has(command);

/** On one line, since documents break theirs anywhere. */
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** Why that proves nothing; nothing when it does. */
function flawOf(proof: string): string | undefined {
  const [, named = '', rest = ''] = /^`([^`]+)`(.*)$/.exec(proof) ?? [];
  const [, title] = /^ › (.+)$/.exec(rest) ?? [];
  const [, words] = /^ says “(.+)”$/.exec(rest) ?? [];
  if (named === '' || (rest !== '' && title === undefined && words === undefined))
    return 'is no proof';
  if (named.includes(' ')) return rest === '' && runs(named) ? undefined : 'is no command';
  if (!existsSync(join(root, named))) return 'is not there';
  if (named.endsWith('.spec.ts'))
    return title !== undefined && titlesOf(named).has(title) ? undefined : 'is no test';
  if (title !== undefined) return 'is no test';
  return words === undefined || flat(read(named)).includes(words) ? undefined : 'does not say so';
}

/** Of each row without a proof that holds, what is wrong with it. */
const flawsOf = (rows: readonly Row[]): readonly string[] =>
  rows.flatMap(([promise, how, proofs]) => [
    ...(how === '' ? [`${promise}: how?`] : []),
    ...(proofs.length === 0 ? [`${promise}: no proof`] : []),
    ...proofs.flatMap((proof) => {
      const flaw = flawOf(proof);
      return flaw === undefined ? [] : [`${proof} ${flaw}`];
    }),
  ]);

describe('docs/promises-kept.md', () => {
  const rows = rowsOf(read('docs/promises-kept.md'));

  it('has a row for every promise', () => {
    expect(rows.length).toBeGreaterThanOrEqual(PROMISES);
    expect(new Set(rows.map(([promise]) => promise)).size).toBe(rows.length);
  });

  it('names proofs that exist', () => {
    expect(flawsOf(rows)).toEqual([]);
  });
});

describe('a proof', () => {
  it.each([
    ['`tools/promises.spec.ts` › a proof'],
    ['`tools/promises.spec.ts` › is taken: %s'],
    ['`make build`'],
    ['`npm run dev`'],
    ['`mcm version`'],
    ['`mcm config init`'],
    ['`README.md`'],
    ['`README.md` says “# MCM: Mosquitto Control Manager”'],
  ])('is taken: %s', (proof) => {
    expect(flawsOf([['a', 'b', [proof]]])).toEqual([]);
  });

  it.each([
    ['`tools/promises.spec.ts`', 'is no test'],
    ['`tools/promises.spec.ts` › no such title', 'is no test'],
    ['`tools/absent.spec.ts` › a proof', 'is not there'],
    ['`README.md` › a proof', 'is no test'],
    ['`README.md` says “that it is perfect”', 'does not say so'],
    ['`docs/absent.md`', 'is not there'],
    ['`make perfect`', 'is no command'],
    ['`mcm config perfect`', 'is no command'],
    ['`npm run perfect`', 'is no command'],
    ['everybody knows that', 'is no proof'],
  ])('is refused: %s %s', (proof, flaw) => {
    expect(flawsOf([['a', 'b', [proof]]])).toEqual([`${proof} ${flaw}`]);
  });

  it('is missed where there is none, and so is how a promise is kept', () => {
    const page = '| Promise | How | Proof |\n| --- | --- | --- |\n| a \\| b |  |  |\n';
    expect(flawsOf(rowsOf(page))).toEqual(['a | b: how?', 'a | b: no proof']);
  });
});
