/**
 * What an executable for another kind of Linux machine than this one needs: the Node for it, and SQLite compiled for it.
 * Both are kept below node_modules/.cache.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { exec } from './exec.mjs';
import { root } from './root.mjs';

const TRIPLETS = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' };
const cache = path.join(root, 'node_modules/.cache/cross');

/** The file that a compiler's companion for `arch` is called by, such as `aarch64-linux-gnu-strip`. */
export const crossTool = (arch, tool) => `${TRIPLETS[arch]}-${tool}`;

/** The folder of the pinned Node for `arch`, fetched once. Throws when it is not what package-lock.json names. */
export function crossNode(arch) {
  const name = `node-linux-${arch}`;
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const { version, integrity } = lock.packages[`node_modules/${name}`];
  const folder = path.join(cache, `${name}-${version}`);
  if (existsSync(path.join(folder, 'package/bin/node'))) return path.join(folder, 'package');

  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder, `${name}@${version}`], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const archive = path.join(folder, readdirSync(folder)[0]);
  refuseOther(readFileSync(archive), integrity, `${name}@${version}`);
  execFileSync('tar', ['-xzf', archive, '-C', folder]);
  rmSync(archive);
  return path.join(folder, 'package');
}

/** Throws unless `bytes` have the SHA-512 that a lock file writes as `sha512-BASE64`. */
export function refuseOther(bytes, integrity, name) {
  const found = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  if (found !== integrity) {
    throw new Error(`${name} is not what package-lock.json names: ${found}, not ${integrity}`);
  }
}

/** node_sqlite3.node for `arch`, compiled once, which takes a minute. */
export async function crossSqlite3(arch) {
  const { version } = JSON.parse(
    readFileSync(path.join(root, 'node_modules/sqlite3/package.json'), 'utf8'),
  );
  const folder = path.join(cache, `sqlite3-${version}-linux-${arch}`);
  const result = path.join(folder, 'build/Release/node_sqlite3.node');
  if (existsSync(result)) return result;

  rmSync(folder, { recursive: true, force: true });
  // A copy, for what is compiled in the package itself is for this machine.
  cpSync(path.join(root, 'node_modules/sqlite3'), folder, {
    recursive: true,
    filter: (source) => path.basename(source) !== 'build',
  });
  const tools = Object.entries({ CC: 'gcc', CXX: 'g++', AR: 'ar' });
  const env = Object.fromEntries(tools.map(([name, tool]) => [name, crossTool(arch, tool)]));
  const from = `--nodedir=${crossNode(arch)}`;
  const command = ['node-gyp', 'rebuild', '--directory', folder, `--arch=${arch}`, from];
  const { code, output } = await exec(command, { env });
  if (code !== 0) throw new Error(`${output}\ncannot compile SQLite for ${arch}`);
  return result;
}
