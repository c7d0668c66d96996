import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { relative } from 'node:path';
import { plant, type PlantedTree } from './planted-tree.js';

interface FileReport {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly message: string }[];
}

const database = `
  interface Source { insert(row: object): Promise<void>; query(sql: string): Promise<void>; transaction(): Promise<void> }
  export declare const database: { readonly read: Source; search(work: (read: Source) => Promise<void>): Promise<void> };
  export declare const read: Source;
  export declare const id: number;
`;
const lines = (count: number, line: string): string => `${line}\n`.repeat(count);

/** What is banned → the file that does it, the rule that says so, and what is said. */
const BANNED: Readonly<
  Record<string, readonly [path: string, text: string, rule: string, said: RegExp]>
> = {
  'a transaction outside the database folder': [
    'libs/platform/src/t1.ts',
    `${database} await database.read.transaction();`,
    'no-restricted-syntax',
    /database\.write/,
  ],
  'a write through the read source': [
    'libs/platform/src/t2.ts',
    `${database} await database.read.insert({});`,
    'no-restricted-syntax',
    /`read` cannot write/,
  ],
  'a write through the read source under its own name': [
    'libs/platform/src/t3.ts',
    `${database} await read.insert({});`,
    'no-restricted-syntax',
    /`read` cannot write/,
  ],
  'writing SQL on the read source': [
    'libs/platform/src/t4.ts',
    `${database} await database.read.query('INSERT INTO a VALUES (1)');`,
    'no-restricted-syntax',
    /`read` cannot write/,
  ],
  'writing SQL in a template on the read source': [
    'libs/platform/src/t5.ts',
    `${database} await database.read.query(\`\n  update a set b = \${id}\`);`,
    'no-restricted-syntax',
    /`read` cannot write/,
  ],
  'writing SQL in a search': [
    'libs/platform/src/t5a.ts',
    `${database} await database.search((read) => read.query('DELETE FROM a'));`,
    'no-restricted-syntax',
    /`read` cannot write/,
  ],
  'export *': [
    'libs/platform/src/t6.ts',
    `export * from './ok.js';`,
    'no-restricted-syntax',
    /name each export/,
  ],
  'a default export': [
    'libs/platform/src/t7.ts',
    'export default 1;',
    'no-restricted-syntax',
    /by name/,
  ],
  'an enum': [
    'libs/platform/src/t8.ts',
    'export enum Colour { red }',
    'no-restricted-syntax',
    /union/,
  ],
  'process.exit': [
    'libs/platform/src/t9.ts',
    'process.exit(1);',
    'no-restricted-properties',
    /exitCode/,
  ],
  'a promise left alone': [
    'libs/platform/src/t10.ts',
    'Promise.resolve();',
    '@typescript-eslint/no-floating-promises',
    /./,
  ],
  'a case left out': [
    'libs/platform/src/t11.ts',
    `export function f(a: 'x' | 'y'): void { switch (a) { case 'x': } }`,
    '@typescript-eslint/switch-exhaustiveness-check',
    /"y"/,
  ],
  any: [
    'libs/platform/src/t12.ts',
    'export const f = (a: any): unknown => a;',
    '@typescript-eslint/no-explicit-any',
    /./,
  ],
  'the ! of a value that may be absent': [
    'libs/platform/src/t13.ts',
    'export const f = (a: string | undefined): string => a!;',
    '@typescript-eslint/no-non-null-assertion',
    /./,
  ],
  'five parameters': [
    'libs/domain/mqtt/src/t14.ts',
    'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1): unknown => [a, b, c, d, e];',
    'max-params',
    /4/,
  ],
  'five parameters where a constructor may have them': [
    'libs/platform/src/t21.ts',
    'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1): unknown => [a, b, c, d, e];',
    'no-restricted-syntax',
    /an object/,
  ],
  'six dependencies': [
    'libs/platform/src/t15.ts',
    'export class A { constructor(readonly a: 1, readonly b: 1, readonly c: 1, readonly d: 1, readonly e: 1, readonly f: 1) {} }',
    'max-params',
    /5/,
  ],
  'a long function': [
    'libs/platform/src/t16.ts',
    `export function f(): void {\n${lines(40, 'f();')}}`,
    'max-lines-per-function',
    /40/,
  ],
  'a long file': [
    'libs/platform/src/t17.ts',
    lines(400, '// a line') + 'export {};',
    'max-lines',
    /400/,
  ],
  'a builtin without node:': [
    'libs/platform/src/t18.ts',
    `import 'fs';`,
    'no-restricted-imports',
    /node:fs/,
  ],
  'the way into a library past its name': [
    'libs/platform/src/t19.ts',
    `import '../../../libs/platform/src/ok.js';`,
    'no-restricted-imports',
    /# name/,
  ],
  'a picture without words in a template': [
    'apps/console/src/app/picture.html',
    '<img src="a.png" />',
    '@angular-eslint/template/alt-text',
    /./,
  ],
  'a picture without words in an inline template': [
    'apps/console/src/app/inline.ts',
    `import { Component } from '@angular/core';
    @Component({ selector: 'mcm-inline', template: '<img src="a.png" />' })
    export class Inline {}`,
    '@angular-eslint/template/alt-text',
    /./,
  ],
  'a component under a foreign prefix': [
    'apps/console/src/app/prefix.ts',
    `import { Component } from '@angular/core';
    @Component({ selector: 'app-prefix', template: '' })
    export class Prefix {}`,
    '@angular-eslint/component-selector',
    /mcm/,
  ],
  'a reason to disable a rule that is gone': [
    'libs/platform/src/t20.ts',
    '// eslint-disable-next-line no-debugger\nexport {};',
    'null',
    /[Uu]nused eslint-disable/,
  ],
};

/** The exemptions, each of them used. */
const ALLOWED: Readonly<Record<string, string>> = {
  'libs/platform/src/ok.ts': `${database} await database.read.query('SELECT 1 -- insert');`,
  'libs/platform/src/database/queue.ts': `${database} await database.read.transaction();`,
  'libs/platform/src/injected.ts':
    'export class A { constructor(readonly a: 1, readonly b: 1, readonly c: 1, readonly d: 1, readonly e: 1) {} }',
  'apps/mcm/src/main.ts': 'process.exit(1);',
  'libs/link/observer/src/worker.ts': 'process.exit(1);',
  'libs/platform/src/suite.spec.ts': `export function f(a?: string): string {\n${lines(40, 'f();')} return a!; }`,
};

describe('the rules of the language', () => {
  let tree: PlantedTree;
  /** File → what is said about it. */
  let found: Map<string, FileReport['messages']>;

  beforeAll(() => {
    const planted = Object.values(BANNED).map(([path, text]) => [path, text] as const);
    tree = plant({ ...Object.fromEntries(planted), ...ALLOWED });
    const reports = JSON.parse(
      tree.run('eslint', '--format', 'json', 'libs', 'apps'),
    ) as FileReport[];
    found = new Map(
      reports.map(({ filePath, messages }) => [relative(tree.folder, filePath), messages]),
    );
  });
  afterAll(() => {
    tree.remove();
  });

  it.each(Object.entries(BANNED))('refuse %s, and say why', (_, [path, , rule, said]) => {
    const messages = found.get(path) ?? [];
    expect(messages.map(({ ruleId }) => String(ruleId))).toEqual([rule]);
    expect(messages[0]?.message).toMatch(said);
  });

  it.each(Object.keys(ALLOWED))('let %s do what it is there for', (path) => {
    expect(found.get(path)).toEqual([]);
  });
});
