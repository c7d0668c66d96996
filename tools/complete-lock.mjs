/**
 * Completes package-lock.json with the optional packages that it names but does not list.
 *
 * Packages with native code depend optionally on one package per platform. A registry that serves only
 * some of these makes `npm install` leave the others out, and `npm ci` then refuses the lock ("Missing:
 * x@ from lock file"). An entry with version, os and cpu is enough: npm skips what is for another
 * platform, and fetches an entry without integrity by its version where the platform is the right one.
 *
 * usage: node tools/complete-lock.mjs     (part of `npm run lock`)
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findPackage } from './lock.mjs';
import { root } from './root.mjs';

/** A part of a package's name → npm's `os`. */
const SYSTEMS = {
  darwin: 'darwin',
  win32: 'win32',
  windows: 'win32',
  freebsd: 'freebsd',
  openbsd: 'openbsd',
  netbsd: 'netbsd',
  android: 'android',
  openharmony: 'openharmony',
  sunos: 'sunos',
  aix: 'aix',
  linux: 'linux',
};

/** A part of a package's name → npm's `cpu`. The longer of two that begin alike comes first. */
const PROCESSORS = {
  arm64: 'arm64',
  aarch64: 'arm64',
  x86_64: 'x64',
  x64: 'x64',
  ia32: 'ia32',
  x86: 'ia32',
  arm: 'arm',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  loong64: 'loong64',
  mips64el: 'mips64el',
  mipsel: 'mipsel',
  wasm32: 'wasm32',
};

function platform(name, table) {
  const part = Object.keys(table).find((key) => new RegExp(`(^|[-_/.])${key}`).test(name));
  return part && table[part];
}

function libc(name) {
  if (name.includes('musl')) return 'musl';
  return /gnu|glibc/.test(name) ? 'glibc' : undefined;
}

function placeholder(name, range, dev) {
  const os = platform(name, SYSTEMS);
  const cpu = platform(name, PROCESSORS);
  const c = os === 'linux' ? libc(name) : undefined;
  return {
    version: range.replace(/^[\^~]/, ''),
    ...(cpu && { cpu: [cpu] }),
    ...(dev && { dev }),
    ...(c && { libc: [c] }),
    optional: true,
    os: [os ?? 'none'],
  };
}

/** The lock's packages and, sorted among them, the ones that were missing. */
export function complete(packages) {
  const whole = { ...packages };
  for (const [place, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(optionalDependencies)) {
      if (findPackage(whole, place, name)) continue;
      whole[`node_modules/${name}`] = placeholder(name, range, dev);
    }
  }
  const byName = ([a], [b]) => (a < b ? -1 : Number(a > b));
  return Object.fromEntries(Object.entries(whole).sort(byName));
}

if (import.meta.main) {
  const file = path.join(root, 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const packages = complete(lock.packages);
  writeFileSync(file, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
  const added = Object.keys(packages).length - Object.keys(lock.packages).length;
  console.log(`package-lock.json: ${added} entries added`);
}
