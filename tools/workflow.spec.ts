import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

const root = dirname(import.meta.dirname);
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Job {
  readonly 'runs-on': string;
  readonly strategy?: { readonly matrix: { readonly runner: readonly string[] } };
  readonly steps: readonly { readonly run?: string }[];
}

describe('.github/workflows/ci.yml', () => {
  const { on, jobs } = parse(read('.github/workflows/ci.yml')) as {
    readonly on: Readonly<Record<string, unknown>>;
    readonly jobs: Readonly<Record<string, Job>>;
  };
  const commands = (job: string): string =>
    (jobs[job]?.steps ?? []).map(({ run = '' }) => run).join('\n');
  const runners = (job: string): readonly string[] => jobs[job]?.strategy?.matrix.runner ?? [];

  it('runs on every pull request and on the main branch', () => {
    expect(on).toEqual({ push: { branches: ['main'] }, pull_request: null });
  });

  it('runs all checks and tests on both architectures of Linux', () => {
    expect(commands('all')).toContain('.ci/run');
    expect(runners('all').some((name) => name.endsWith('-arm'))).toBe(true);
    expect(runners('all').length).toBeGreaterThan(1);
  });

  it('has a job for the server, which builds and tests it', () => {
    expect(commands('server')).toContain('npm run build');
    expect(commands('server')).toMatch(/npm run jest -- --selectProjects .*server/);
  });

  it('has a job for the console, which lints, builds and tests it', () => {
    for (const command of ['eslint --max-warnings 0 apps/console', 'build.mjs console', 'jest'])
      expect(commands('console')).toContain(command);
  });

  it('has a job for the OpenAPI document, which lints it', () => {
    expect(commands('openapi')).toMatch(/npm run check -- .*OpenAPI/);
    expect(read('tools/check.mjs')).toContain(`'redocly', 'lint', 'docs/openapi.json'`);
  });

  it('builds MCM on macOS and on Windows, and starts it there', () => {
    expect(runners('elsewhere').map((name) => name.split('-')[0])).toEqual(['macos', 'windows']);
    expect(commands('elsewhere')).toMatch(/npm run build\n.*mcm\.mjs version/);
  });

  it('goes by the Node that is pinned, which package.json allows', () => {
    const [major = 0] = read('.nvmrc').trim().split('.').map(Number);
    const { engines, optionalDependencies } = JSON.parse(read('package.json')) as {
      readonly engines: { readonly node: string };
      readonly optionalDependencies: Readonly<Record<string, string>>;
    };
    expect(major).toBeGreaterThanOrEqual(Number(/^>=(\d+)/.exec(engines.node)?.[1]));
    expect(new Set(Object.values(optionalDependencies))).toEqual(new Set([read('.nvmrc').trim()]));
    expect(read('.github/workflows/ci.yml')).not.toMatch(/node-version:/);
  });
});

describe('.github/workflows/release.yml', () => {
  const text = read('.github/workflows/release.yml');
  const { on, permissions, jobs } = parse(text) as {
    readonly on: object;
    readonly permissions: object;
    readonly jobs: Readonly<Record<string, Job & { readonly permissions?: object }>>;
  };
  const all = Object.values(jobs);
  const commands = all.flatMap(({ steps }) => steps.map(({ run = '' }) => run)).join('\n');

  it('runs when a version is tagged, and may by itself only read', () => {
    expect(on).toEqual({ push: { tags: ['v*.*.*'] } });
    expect(permissions).toEqual({ contents: 'read' });
    const more = Object.entries(jobs).filter(([, job]) => job.permissions !== undefined);
    expect(more.map(([name, job]) => [name, job.permissions])).toEqual([
      ['image', { contents: 'read', packages: 'write' }],
      ['draft', { contents: 'write' }],
    ]);
  });

  it('builds for every kind of machine that executables are made for', () => {
    const runners = all.flatMap(({ strategy }) => strategy?.matrix.runner ?? []);
    expect(runners).toEqual(['ubuntu-24.04', 'ubuntu-24.04-arm', 'macos-14', 'windows-2022']);
    expect(text).toContain('platforms: linux/amd64,linux/arm64');
  });

  it('takes nothing from a cache, and leaves no token where packages could read it', () => {
    expect(text).not.toMatch(/cache:/);
    const checkouts = text.match(/uses: actions\/checkout@.*\n.*/g) ?? [];
    expect(checkouts).toHaveLength(all.length);
    for (const one of checkouts) expect(one).toContain('persist-credentials: false');
  });

  it('has its shell read the name of the tag as a variable, never as a part of a command', () => {
    expect(commands).not.toMatch(/\$\{\{ *github\./);
  });

  it('makes a draft, after everything else succeeded', () => {
    expect(jobs['image']).toMatchObject({ needs: 'linux' });
    expect(jobs['draft']).toMatchObject({ needs: ['linux', 'elsewhere', 'image'] });
    expect(commands).toMatch(/gh release create .* --draft/);
  });

  it('names tools, targets and files that exist, and actions by their major version', () => {
    const files = [...commands.matchAll(/\bnode (tools\/\S+)/g)].map(([, file = '']) => file);
    const { file } = /file: (?<file>\S+)/.exec(text)?.groups ?? {};
    for (const name of [...files, file ?? 'none', 'CHANGELOG.md'])
      expect([name, existsSync(join(root, name))]).toEqual([name, true]);
    for (const [, target] of commands.matchAll(/\bmake (\w+)$/gm)) {
      expect(read('Makefile')).toMatch(new RegExp(`^${target}:`, 'm'));
    }
    const used = [...text.matchAll(/uses: (\S+)/g)].map(([, action = '']) => action);
    expect(used.filter((action) => !/^[\w-]+\/[\w-]+@v\d+$/.test(action))).toEqual([]);
  });
});

describe('redocly.yaml', () => {
  it('explains every rule that it sets', () => {
    const [, rules = ''] = read('redocly.yaml').split('\nrules:\n');
    const kinds = rules
      .trimEnd()
      .split('\n')
      .map((line) => (/^ +#/.test(line) ? 'why' : 'rule'));
    // A sentence may be about two rules that say the same.
    expect(kinds.join(' ')).toMatch(/^(why )+rule( rule)?(( why)+ rule( rule)?)*$/);
  });
});
