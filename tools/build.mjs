/**
 * Builds what is not up to date: the server, the console, the page about the API, and from all of them the bundle.
 *
 * A part is up to date when the content of its sources is what it was at the last build. Deleting
 * dist/ makes everything new.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildInfo } from './build-info.mjs';
import { exec } from './exec.mjs';
import { filesIn } from './files.mjs';
import { root } from './root.mjs';
import { executableFile } from './targets.mjs';

const shared = ['package.json', 'package-lock.json', 'tsconfig.base.json'];
const server = ['apps/mcm', 'libs', 'nest-cli.json', ...shared];
const client = ['apps/console', 'libs/domain', 'libs/contract', 'angular.json', ...shared];
const documentation = ['apps/api-docs', 'libs/contract', 'tools/api-docs.mjs', ...shared];
const assets = ['bin', 'docs/problems', 'docs/openapi.json', 'tools/bundle.mjs'];
const whole = [...server, ...client, ...documentation, ...assets];

/**
 * In the order of building. `result` proves that the part is there. One that is `asked` for is built when it is named
 * only.
 */
const PARTS = [
  {
    name: 'server',
    sources: server,
    command: ['nest', 'build', 'mcm'],
    // The compiler never deletes what it wrote for a source that is gone.
    stale: ['dist/apps', 'dist/libs'],
    result: 'dist/apps/mcm/src/main.js',
  },
  {
    name: 'console',
    sources: client,
    command: ['ng', 'build', 'console'],
    stale: [],
    result: 'dist/console/browser/index.html',
  },
  {
    name: 'api-docs',
    sources: documentation,
    command: ['node', 'tools/api-docs.mjs'],
    stale: [],
    result: 'dist/api-docs/index.html',
  },
  {
    name: 'bundle',
    sources: whole,
    also: JSON.stringify(buildInfo()),
    command: ['node', 'tools/bundle.mjs'],
    stale: [],
    result: 'dist/bundle/mcm.mjs',
  },
  {
    name: 'executable',
    asked: true,
    sources: [...whole, 'tools/executable.mjs', 'tools/targets.mjs'],
    also: JSON.stringify(buildInfo()),
    command: ['node', 'tools/executable.mjs'],
    stale: [],
    result: executableFile(),
  },
];

/** Changes when a source does: its name or its content. */
function fingerprint({ sources, also = '' }) {
  const hash = createHash('sha256').update(also);
  const files = sources.flatMap((place) => filesIn(root, place));
  for (const file of files.filter((name) => !/\.spec\.ts$|README\.md$/.test(name))) {
    hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

/** Builds `part` unless it is up to date. Throws when its command fails, having shown why. */
async function update(part) {
  const stamp = path.join(root, 'dist/stamps', part.name);
  const present = fingerprint(part);
  const built = existsSync(stamp) && existsSync(path.join(root, part.result));
  if (built && readFileSync(stamp, 'utf8') === present) return;

  const started = performance.now();
  // Without its stamp, what an interrupted build leaves is not taken for a result.
  rmSync(stamp, { force: true });
  for (const place of part.stale) rmSync(path.join(root, place), { recursive: true, force: true });
  const { code, output } = await exec(part.command);
  if (code !== 0) throw new Error(`${output}\nbuild: ${part.command.join(' ')} failed`);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, present);
  console.error(`build: ${part.name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** Brings the named parts up to date; when none is named, all that are not built only when asked for. */
export async function buildParts(...names) {
  for (const part of PARTS) {
    if (names.length === 0 ? !part.asked : names.includes(part.name)) await update(part);
  }
}

if (import.meta.main) {
  try {
    await buildParts(...process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
