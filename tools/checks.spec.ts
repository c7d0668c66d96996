import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

type Packages = Readonly<Record<string, object>>;
type Files = ReadonlyMap<string, string>;

/** The tools are plain modules without types; this is what their own comments say. */
const tool = async (name: string): Promise<unknown> => import(join(import.meta.dirname, name));
const { brokenLinks } = (await tool('links.mjs')) as { brokenLinks: (base: string) => string[] };
const { compatible, licenceOf, shipped } = (await tool('licences.mjs')) as {
  compatible: (expression: string) => boolean;
  licenceOf: (description: object) => string;
  shipped: (packages: Packages) => string[];
};
const { complete } = (await tool('complete-lock.mjs')) as {
  complete: (packages: Packages) => Packages;
};
const { generate, staleFiles } = (await tool('generate.mjs')) as {
  generate: () => Promise<Files>;
  staleFiles: (committed: Files, fresh: Files) => ReadonlyMap<string, string | undefined>;
};
const { count } = (await tool('test.mjs')) as {
  count: (result: object) => { readonly passed: number; readonly failed: number };
};

let folder: string;
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcm-checks-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('links', () => {
  it.each([
    ['[a](docs/page.md)'],
    ['[a](docs/page.md#two-words--more)'],
    ['[a](docs/page.md#by-id "with a title")'],
    ['[a](#here)'],
    ['[a](docs/)'],
    ['<img src="docs/a.png">'],
    ['[a](https://example.org/nothing) <mailto:a@example.org>'],
    ['`[a](in-code.md)`'],
    ['```sh\n[a](in-a-block.md)\n```'],
  ])('follows %s', (text) => {
    write('README.md', `# Here\n\n${text}\n`);
    write('docs/page.md', '# Two words & more\n\n<a id="by-id"></a>\n');
    write('docs/a.png', '');
    expect(brokenLinks(folder)).toEqual([]);
  });

  it.each([
    ['[a](missing.md)', 'missing.md'],
    ['[a](page.md#missing)', 'page.md#missing'],
    ['[a](#missing)', '#missing'],
    ['![a](missing.png)', 'missing.png'],
    ['<img alt="" src="missing.png">', 'missing.png'],
    ['[a]: missing.md', 'missing.md'],
    ['[a](../../outside.md)', '../../outside.md'],
  ])('names %s as broken', (text, target) => {
    write('docs/page.md', '# A title\n');
    write('docs/start.md', text);
    expect(brokenLinks(folder)).toEqual([`docs/start.md: ${target}`]);
  });
});

describe('licences', () => {
  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['(MIT AND BSD-3-Clause)', true],
    ['(MIT AND GPL-3.0-only)', false],
    ['AGPL-3.0-only', false],
    ['none named', false],
  ])('%s may be shipped: %s', (expression, expected) => {
    expect(compatible(expression)).toBe(expected);
  });

  it.each([
    [{ license: 'ISC' }, 'ISC'],
    [{ license: { type: 'ISC' } }, 'ISC'],
    [{ licenses: [{ type: 'MIT' }, { type: 'GPL-2.0' }] }, 'MIT OR GPL-2.0'],
    [{}, 'none named'],
  ])('reads %j as %s', (description, expected) => {
    expect(licenceOf(description)).toBe(expected);
  });

  it('are asked of what ships: dependencies at any depth and the console’s packages', () => {
    expect(
      shipped({
        '': {
          dependencies: { a: '1' },
          devDependencies: { '@angular/core': '1', '@angular/cli': '1', eslint: '1' },
        },
        'node_modules/a': { dependencies: { b: '1', c: '1' } },
        'node_modules/a/node_modules/b': { dependencies: { c: '1' } },
        'node_modules/b': {},
        'node_modules/c': { optionalDependencies: { 'not-there': '1' } },
        'node_modules/@angular/core': {},
        'node_modules/@angular/cli': {},
        'node_modules/eslint': {},
      }),
    ).toEqual([
      'node_modules/@angular/core',
      'node_modules/a',
      'node_modules/a/node_modules/b',
      'node_modules/c',
    ]);
  });
});

describe('the lock', () => {
  it('is completed by what an incomplete registry left out, and by nothing else', () => {
    const packages = {
      'node_modules/fast': {
        dev: true,
        optionalDependencies: {
          '@fast/linux-x64-musl': '^2.0.0',
          '@fast/win32-arm64': '2.0.0',
          own: '1.0.0',
        },
      },
      'node_modules/fast/node_modules/own': { version: '1.0.0' },
    };
    const whole = complete(packages);
    expect(Object.keys(whole).filter((place) => !(place in packages))).toEqual([
      'node_modules/@fast/linux-x64-musl',
      'node_modules/@fast/win32-arm64',
    ]);
    expect(whole['node_modules/@fast/linux-x64-musl']).toEqual({
      version: '2.0.0',
      cpu: ['x64'],
      dev: true,
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    });
    expect(complete(whole)).toEqual(whole);
  });

  it.each([
    ['all is there', { a: '1.0.0', b: '1.0.0' }, 0],
    ['only something optional is missing', { a: '1.0.0' }, 0],
    ['something is missing', { b: '1.0.0' }, 1],
    ['something has another version', { a: '1.0.1', b: '1.0.0' }, 1],
    ['an installation was interrupted', undefined, 1],
  ])('is taken as installed or not when %s', (_, installed, code) => {
    const lock = (packages: object): string => JSON.stringify({ packages });
    cpSync(join(import.meta.dirname, 'installed.mjs'), join(folder, 'tools/installed.mjs'));
    write(
      'package-lock.json',
      lock({
        '': {},
        'node_modules/a': { version: '1.0.0' },
        'node_modules/b': { version: '1.0.0', optional: true },
      }),
    );
    if (installed) {
      const places = Object.entries(installed).map(([name, version]) => [
        `node_modules/${name}`,
        { version },
      ]);
      write('node_modules/.package-lock.json', lock(Object.fromEntries(places) as object));
    }
    const { status } = spawnSync(process.execPath, [join(folder, 'tools/installed.mjs')]);
    expect(status).toBe(code);
  });
});

describe('generated files', () => {
  it('are found stale when a document, a key’s reference or the client is not what the server says', async () => {
    const fresh = await generate();
    const reference = 'docs/reference/configuration.md';
    const keyless = fresh.get(reference)?.replace(/^.*`http\.port`.*\n/m, '') ?? '';
    const committed = new Map([
      ...fresh,
      ['docs/openapi.json', '{}'],
      [reference, keyless],
      ['apps/console/src/app/api/gone.ts', ''],
    ] as const);
    committed.delete('apps/console/src/app/api/floors.ts');

    expect(staleFiles(fresh, fresh).size).toBe(0);
    expect(
      [...staleFiles(committed, fresh)].map(([file, text]) => [file, text !== undefined]),
    ).toEqual([
      ['apps/console/src/app/api/floors.ts', true],
      ['apps/console/src/app/api/gone.ts', false],
      ['docs/openapi.json', true],
      [reference, true],
    ]);
  });
});

describe('the count of tests', () => {
  const result = {
    numPassedTests: 3,
    numFailedTests: 0,
    numRuntimeErrorTestSuites: 0,
    success: true,
  };

  it.each([
    ['all passed', {}, { passed: 3, failed: 0 }],
    ['one failed', { numFailedTests: 1, success: false }, { passed: 3, failed: 1 }],
    [
      'a suite could not run',
      { numRuntimeErrorTestSuites: 1, success: false },
      { passed: 3, failed: 1 },
    ],
    ['there was no test', { numPassedTests: 0 }, { passed: 0, failed: 1 }],
    ['jest failed for a reason of its own', { success: false }, { passed: 3, failed: 1 }],
  ])('is right when %s', (_, change, expected) => {
    expect(count({ ...result, ...change })).toEqual(expected);
  });
});

describe('.ci/run', () => {
  const count3 = 'echo 3 passed, 0 failed';

  it.each([
    ['both hold', 'true', count3, 0, '3 passed, 0 failed'],
    ['only the check fails', 'false', count3, 1, '3 passed, 0 failed'],
    ['a test fails', 'true', 'echo 2 passed, 1 failed; false', 1, '2 passed, 1 failed'],
    ['the tests cannot run', 'true', 'echo broken; false', 1, '0 passed, 1 failed'],
    ['the tests say nothing', 'true', 'true', 1, '0 passed, 1 failed'],
  ])('runs both and ends with the count when %s', (_, check, test, code, last) => {
    cpSync(join(import.meta.dirname, '../.ci/run'), join(folder, '.ci/run'));
    write('Makefile', `check:\n\t@echo checked; ${check}\n\ntest:\n\t@${test}\n`);
    // Not as a part of the make that runs this test: that one would have its folders named.
    const others = Object.entries(process.env).filter(([name]) => !/^(MAKE|MFLAGS)/.test(name));
    const { status, stdout } = spawnSync(join(folder, '.ci/run'), {
      encoding: 'utf8',
      input: 'y',
      env: Object.fromEntries(others),
    });
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('checked');
    expect({ code: status, last: lines.at(-1) }).toEqual({ code, last });
  });
});
