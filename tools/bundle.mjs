/**
 * Packs what the server needs to run, without node_modules, into dist/bundle:
 *
 *   mcm.mjs                 the process
 *   observer.mjs, …         its threads: one for each link library with a worker
 *   native/*.node           password hashing and SQLite
 *   console/                the built console
 *   api-docs/               the page about the API, with Swagger UI
 *   problems/, openapi.json what the API says about itself
 *   cache/                  V8's code for it, for a quicker start
 *   build-info.json         { version, commit, date }
 *   THIRD-PARTY-LICENSES.txt  what the licences of the packed packages ask to be told
 *   bin/mcm                 the launcher
 *
 * usage: node tools/bundle.mjs [x64|arm64]     (after `nest build mcm` and `ng build console`)
 *
 * It starts from the compiler's output, not from the sources: esbuild writes no decorator metadata,
 * on which Nest's injection and the OpenAPI document rest.
 */
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { SWAGGER_UI } from './api-docs.mjs';
import { buildInfo } from './build-info.mjs';
import { notices } from './notices.mjs';
import { root } from './root.mjs';

/** What Nest, TypeORM, ws and Fastify look for at run time and do without when it is absent. */
const ABSENT = [
  // Nest: transports, other platforms and integrations
  '@nestjs/microservices',
  '@nestjs/websockets',
  '@nestjs/platform-express',
  '@nestjs/axios',
  '@nestjs/mongoose',
  '@nestjs/sequelize',
  '@nestjs/typeorm',
  '@mikro-orm/core',
  '@grpc/grpc-js',
  '@grpc/proto-loader',
  '@fastify/view',
  '@fastify/multipart',
  'class-transformer/storage',
  'mongoose',
  'sequelize',
  // TypeORM: the drivers of other databases
  '@google-cloud/spanner',
  '@prisma/client',
  '@sap/hana-client',
  'better-sqlite3',
  'expo-sqlite',
  'hdb-pool',
  'ioredis',
  'mongodb',
  'mssql',
  'mysql',
  'mysql2',
  'oracledb',
  'pg',
  'pg-native',
  'pg-query-stream',
  'react-native-sqlite-storage',
  'redis',
  'sql.js',
  'ts-node',
  'typeorm-aurora-data-api-driver',
  // ws: faster masking, by native code; Node's own is fast enough
  'bufferutil',
  'utf-8-validate',
  // pino: for people; we print ourselves
  'pino-pretty',
];

const absent = {
  name: 'absent',
  setup(bundler) {
    bundler.onResolve({ filter: /^[^./]/ }, ({ path: name }) =>
      ABSENT.some((one) => name === one || name.startsWith(`${one}/`))
        ? { path: name, external: true }
        : undefined,
    );
  },
};

/**
 * For what we do not do: questions, completions for Fig, a plugin file in TypeScript (nest-commander), telephone
 * numbers (class-validator).
 */
const UNUSED = /^(inquirer|@fig\/complete-commander|typescript|libphonenumber-js\/max)$/;
const unused = {
  name: 'unused',
  setup(bundler) {
    bundler.onResolve({ filter: UNUSED }, ({ path: name }) => ({
      path: name,
      namespace: 'unused',
    }));
    bundler.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({
      contents: 'module.exports = {};',
    }));
  },
};

/** Nest loads some packages by `createRequire(import.meta.url)('x')`, which esbuild does not follow. */
const createRequire = {
  name: 'create-require',
  setup(bundler) {
    bundler.onLoad({ filter: /node_modules\/@nestjs\/.*\.js$/ }, ({ path: file }) => {
      const source = readFileSync(file, 'utf8');
      if (!source.includes('createRequire(import.meta.url)')) return undefined;
      const contents = source
        .replace(/createRequire\(import\.meta\.url\)\((['"][^'"]+['"])\)/g, 'require($1)')
        .replace(/const require = createRequire\(import\.meta\.url\);/g, '');
      return { loader: 'js', contents };
    });
  },
};

/** The packages that search for their native code find it in native/, beside the bundle. */
const NATIVE_LOADERS = { 'node-gyp-build': 'argon2.node', bindings: 'node_sqlite3.node' };
const native = {
  name: 'native',
  setup(bundler) {
    bundler.onResolve({ filter: /^(node-gyp-build|bindings)$/ }, ({ path: name }) => ({
      path: name,
      namespace: 'native',
    }));
    bundler.onLoad({ filter: /.*/, namespace: 'native' }, ({ path: name }) => ({
      loader: 'js',
      resolveDir: root,
      contents: `
        const { join } = require('node:path');
        const native = { exports: {} };
        process.dlopen(native, join(__dirname, 'native', '${NATIVE_LOADERS[name]}'));
        module.exports = () => native.exports;`,
    }));
  },
};

// The names that CommonJS packages expect of their surroundings.
const COMMONJS = `
import { createRequire as mcmRequire } from 'node:module';
const require = mcmRequire(import.meta.url);
const __filename = import.meta.filename;
const __dirname = import.meta.dirname;`;

/** The link libraries that are a thread of their own. */
function threads() {
  const links = path.join(root, 'dist/libs/link');
  return readdirSync(links).filter((name) => existsSync(path.join(links, name, 'src/worker.js')));
}

/** How esbuild is called; `tools/dev.mjs` calls it again and again. */
export const bundleOptions = ({ to, minify = true }) => ({
  absWorkingDir: root,
  entryPoints: [
    { in: 'dist/apps/mcm/src/main.js', out: 'mcm' },
    ...threads().map((name) => ({ in: `dist/libs/link/${name}/src/worker.js`, out: name })),
  ],
  outdir: to,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  minify,
  keepNames: true, // classes are injected, stored and documented under their names
  legalComments: 'none',
  logLevel: 'warning',
  banner: { js: COMMONJS },
  plugins: [absent, unused, createRequire, native],
});

/**
 * Where the native code for `arch` lies. sqlite3 is compiled (or fetched) for this machine only; for
 * another one, SQLITE3_NODE names the file that was compiled for it.
 */
export function nativeFiles(arch) {
  const argon2 = `node_modules/argon2/prebuilds/${process.platform}-${arch}`;
  const own =
    arch === process.arch ? 'node_modules/sqlite3/build/Release/node_sqlite3.node' : undefined;
  return {
    'argon2.node': `${argon2}/argon2.${arch === 'arm64' ? 'armv8.' : ''}glibc.node`,
    'node_sqlite3.node': process.env.SQLITE3_NODE ?? own ?? '(set SQLITE3_NODE) node_sqlite3.node',
  };
}

/** Lays a `.br` and a `.gz` beside each text of a folder, so that the server compresses nothing itself. */
function compress(folder) {
  for (const name of readdirSync(folder).filter((file) => /\.(js|css|svg)$/.test(file))) {
    const file = path.join(folder, name);
    const text = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(text));
    writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }));
  }
}

/** Everything in the bundle that is not code of ours: copies of what lies elsewhere. */
export function copyAssets(to, arch = process.arch) {
  const copies = {
    'bin/mcm': 'bin/mcm',
    problems: 'docs/problems',
    'openapi.json': 'docs/openapi.json',
    console: 'dist/console/browser',
    'console/3rdpartylicenses.txt': 'dist/console/3rdpartylicenses.txt',
    'api-docs': 'dist/api-docs',
  };
  for (const [name, from] of Object.entries(nativeFiles(arch))) copies[`native/${name}`] = from;
  for (const [name, from] of Object.entries(copies)) {
    const source = path.resolve(root, from);
    if (!existsSync(source))
      throw new Error(`${from} is missing, which the bundle needs as ${name}`);
    cpSync(source, path.join(to, name), { recursive: true });
  }
  compress(path.join(to, 'console'));
  compress(path.join(to, 'api-docs'));
  writeFileSync(path.join(to, 'build-info.json'), `${JSON.stringify(buildInfo(), null, 2)}\n`);
}

/**
 * Has V8 leave its code for the bundle in cache/, by running it once; the launcher names the folder. What need not be
 * compiled costs neither time at the start nor memory.
 */
function cacheCode(folder) {
  const cache = {
    NODE_COMPILE_CACHE: path.join(folder, 'cache'),
    NODE_COMPILE_CACHE_PORTABLE: '1',
  };
  execFileSync(process.execPath, [path.join(folder, 'mcm.mjs'), 'version'], {
    env: { ...process.env, ...cache },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Makes the bundle beside the present one and puts it in its place when it is whole. */
export async function bundle(arch = process.arch) {
  const made = path.join(root, 'dist/bundle');
  const next = `${made}.next`;
  rmSync(next, { recursive: true, force: true });
  const { metafile } = await build({
    ...bundleOptions({ to: 'dist/bundle.next' }),
    metafile: true,
  });
  copyAssets(next, arch);
  writeFileSync(
    path.join(next, 'THIRD-PARTY-LICENSES.txt'),
    notices([...Object.keys(metafile.inputs), ...SWAGGER_UI]),
  );
  if (arch === process.arch) cacheCode(next);
  rmSync(made, { recursive: true, force: true });
  renameSync(next, made);
  return Object.entries(metafile.outputs).map(([file, { bytes }]) => ({
    file: path.basename(file),
    megabytes: bytes / 1e6,
  }));
}

if (import.meta.main) {
  for (const { file, megabytes } of await bundle(process.argv[2])) {
    console.log(`dist/bundle/${file}  ${megabytes.toFixed(1)} MB`);
  }
}
