/**
 * Packs dist/bundle and Node into one file, dist/executable/mcm-VERSION-TARGET:
 *
 *   main          apps/mcm/src/executable/main.ts, which unpacks the rest and hands over to it
 *   carried.json  { name, files }: the folder to unpack to, and each file's SHA-256
 *   …             the files of the bundle without its launcher; Node's licence with the others
 *   start.cjs     loads mcm.mjs, which the main of an executable cannot itself
 *
 * usage: node tools/executable.mjs [linux-x64|linux-arm64|darwin-arm64|win-x64]     (after `node tools/build.mjs`)
 *
 * Without an argument it is for this machine.
 */
import { build } from 'esbuild';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nativeFiles } from './bundle.mjs';
import { crossNode, crossSqlite3, crossTool } from './cross.mjs';
import { filesIn } from './files.mjs';
import { root } from './root.mjs';
import { executableFile, targetOf } from './targets.mjs';

/** The Node to pack, and its licence. */
function nodeOf({ own, arch }) {
  if (!own) {
    const folder = crossNode(arch);
    return { node: path.join(folder, 'bin/node'), licence: path.join(folder, 'LICENSE') };
  }
  const node = realpathSync(process.execPath);
  const places = [path.join(path.dirname(node), 'LICENSE'), path.join(node, '../../LICENSE')];
  const licence = places.find((place) => existsSync(place));
  if (licence === undefined) throw new Error(`${node} has no LICENSE beside it, as Node's own has`);
  return { node, licence };
}

/** The files to carry, by their path in the folder that the executable makes. */
async function carriedFiles(target, licence, parts) {
  const bundle = path.join(root, 'dist/bundle');
  const files = Object.fromEntries(
    filesIn(bundle, '.')
      .map((name) => path.normalize(name).replaceAll(path.sep, '/'))
      // V8's code is for one kind of machine.
      .filter((name) => !name.startsWith('bin/') && (target.own || !/^(native|cache)\//.test(name)))
      .map((name) => [name, path.join(bundle, name)]),
  );
  if (!target.own) {
    const sqlite3 = process.env.SQLITE3_NODE ?? (await crossSqlite3(target.arch));
    const native = { ...nativeFiles(target.arch), 'node_sqlite3.node': sqlite3 };
    for (const [name, from] of Object.entries(native)) {
      files[`native/${name}`] = path.resolve(root, from);
    }
  }
  const own = {
    'start.cjs': "module.exports = import('./mcm.mjs');\n",
    'THIRD-PARTY-LICENSES.txt': `${readFileSync(files['THIRD-PARTY-LICENSES.txt'], 'utf8')}
${'-'.repeat(80)}\n\nNode.js ${process.version}\n\n${readFileSync(licence, 'utf8')}`,
  };
  for (const [name, text] of Object.entries(own)) {
    files[name] = path.join(parts, name);
    writeFileSync(files[name], text);
  }
  return files;
}

/** What the executable knows of its files: the name of the folder tells by their content. */
function carriedJson(files) {
  const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');
  const hashes = Object.fromEntries(
    Object.keys(files)
      .sort()
      .map((name) => [name, hash(readFileSync(files[name]))]),
  );
  const { version } = JSON.parse(readFileSync(files['build-info.json'], 'utf8'));
  const name = `mcm-${version}-${hash(JSON.stringify(hashes)).slice(0, 16)}`;
  return JSON.stringify({ name, files: hashes });
}

/** The program that the executable starts with, in one file. */
async function packedMain(parts) {
  const main = path.join(parts, 'main.mjs');
  await build({
    entryPoints: [path.join(root, 'dist/apps/mcm/src/executable/main.js')],
    outfile: main,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  return main;
}

/** Node without its table of symbols, a fifth of it, where the tool for that is there. */
function stripped(node, { platform, own, arch }, parts) {
  const result = path.join(parts, 'node');
  cpSync(node, result);
  if (platform !== 'linux') return result;
  const tool = own ? 'strip' : crossTool(arch, 'strip');
  const { error } = spawnSync(tool, [result], { stdio: 'inherit' });
  if (error) console.error(`executable: larger than it need be, for there is no ${tool}`);
  return result;
}

/** Has the executable say its version, from an empty folder and environment. Throws when it does not. */
function prove(file) {
  const folder = mkdtempSync(path.join(tmpdir(), 'mcm-executable-'));
  try {
    execFileSync(file, ['version'], {
      cwd: folder,
      env: { MCM_UNPACK_FOLDER: folder },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Makes the executable and puts it in its place when it is whole. Answers its path. */
async function executable(name) {
  const target = targetOf(name);
  const output = path.join(root, executableFile(target.name));
  const parts = `${output}.parts`;
  rmSync(parts, { recursive: true, force: true });
  mkdirSync(parts, { recursive: true });

  const { node, licence } = nodeOf(target);
  const files = await carriedFiles(target, licence, parts);
  const carried = path.join(parts, 'carried.json');
  writeFileSync(carried, carriedJson(files));
  const made = path.join(parts, path.basename(output));
  const config = path.join(parts, 'sea.json');
  writeFileSync(
    config,
    JSON.stringify({
      main: await packedMain(parts),
      mainFormat: 'module',
      executable: stripped(node, target, parts),
      output: made,
      disableExperimentalSEAWarning: true,
      execArgv: ['--max-semi-space-size=1'], // as in bin/mcm
      assets: { ...files, 'carried.json': carried },
    }),
  );
  execFileSync(process.execPath, ['--build-sea', config], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // macOS runs nothing without a signature, and Node's own is not that of this file.
  if (target.platform === 'darwin') execFileSync('codesign', ['--force', '--sign', '-', made]);
  if (target.own) prove(made);
  renameSync(made, output);
  rmSync(parts, { recursive: true });
  return output;
}

if (import.meta.main) {
  const file = await executable(process.argv[2]);
  const megabytes = statSync(file).size / 1e6;
  console.log(`${path.relative(root, file)}  ${megabytes.toFixed(1)} MB`);
}
