/**
 * Whether what we ship may be shipped under the Apache License 2.0: every package that the server
 * needs, and those that the console is built from. Exits 1 with the ones that may not, or say nothing.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findPackage } from './lock.mjs';
import { root } from './root.mjs';

const COMPATIBLE = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1', // fonts
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Packages that name their licence in words only, and where. */
export const IN_WORDS = { 'node_modules/pause': 'MIT' }; // Readme.md

/** devDependencies whose code ends up in the console. */
const IN_CONSOLE =
  /^(@angular\/(?!build|cli|compiler-cli)|@fontsource\/|lucide-static|qr$|rxjs|tslib|uplot)/;

/** Whether an SPDX expression can be met: one side of each OR, both of each AND. */
export function compatible(expression) {
  const text = expression.replace(/[()]/g, '');
  return text
    .split(/ OR /i)
    .some((side) => side.split(/ AND /i).every((id) => COMPATIBLE.has(id.trim())));
}

/** The places of all packages that ship, from a lock's `packages`. */
export function shipped(packages) {
  const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = packages[''];
  const console_ = Object.keys(devDependencies).filter((name) => IN_CONSOLE.test(name));
  const names = [...Object.keys({ ...dependencies, ...optionalDependencies }), ...console_];
  const found = new Set();
  const visit = (from, name) => {
    const place = findPackage(packages, from, name);
    if (place === undefined || found.has(place)) return;
    found.add(place);
    const { dependencies: required = {}, optionalDependencies: optional = {} } = packages[place];
    for (const next of Object.keys({ ...required, ...optional })) visit(place, next);
  };
  for (const name of names) visit('', name);
  return [...found].sort();
}

/** The licence that an installed package names, in the present way or in that of old packages. */
export function licenceOf({ license, licenses }) {
  if (typeof license === 'string') return license;
  return license?.type ?? licenses?.map(({ type }) => type).join(' OR ') ?? 'none named';
}

function main() {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  for (const place of shipped(packages)) {
    const file = path.join(root, place, 'package.json');
    // For another platform, and so not shipped from this one.
    if (packages[place].optional && !existsSync(file)) continue;
    const licence = IN_WORDS[place] ?? licenceOf(JSON.parse(readFileSync(file, 'utf8')));
    if (compatible(licence)) continue;
    console.error(`${place}: ${licence}`);
    process.exitCode = 1;
  }
}

if (import.meta.main) main();
