import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);

/** What the checks read to know the tree. */
const CONFIGURATION = [
  '.dependency-cruiser.cjs',
  'eslint.config.mjs',
  'package.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'apps/console/tsconfig.json',
  'apps/console/tsconfig.app.json',
  'apps/console/tsconfig.spec.json',
];

/** A tree with the project's own configuration and, instead of its sources, files made to be found. */
export interface PlantedTree {
  readonly folder: string;
  /** Runs a tool of the project in the tree; answers what it printed on stdout. */
  run(tool: string, ...args: readonly string[]): string;
  remove(): void;
}

/** Plants `files` (path → content). With `packages`, node_modules holds those, empty; else it is the project's. */
export function plant(
  files: Readonly<Record<string, string>>,
  packages?: readonly string[],
): PlantedTree {
  const folder = mkdtempSync(join(tmpdir(), 'mcm-planted-'));
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const path of CONFIGURATION) cpSync(join(root, path), join(folder, path));
  for (const [path, content] of Object.entries(files)) write(path, content);
  if (packages === undefined) {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  }
  for (const name of packages ?? []) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '0.0.0' }));
    write(`node_modules/${name}/index.js`, '');
  }
  return {
    folder,
    run(tool, ...args) {
      const path = join(root, 'node_modules/.bin', tool);
      const { stdout, stderr } = spawnSync(process.execPath, [path, ...args], {
        cwd: folder,
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      });
      if (stdout === '') throw new Error(`${tool} printed nothing but:\n${stderr}`);
      return stdout;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
