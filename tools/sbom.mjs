/**
 * What the packages consist of, as a CycloneDX 1.5 document: every npm package that is packed into the server or the
 * console, and the Node that executables and the Debian package bring. All of it is said by the lock, so the same
 * lock gives the same document.
 *
 * usage: node tools/sbom.mjs > mcm.cdx.json
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildInfo } from './build-info.mjs';
import { IN_WORDS, licenceOf, shipped } from './licences.mjs';
import { findPackage } from './lock.mjs';
import { root } from './root.mjs';

const HASHES = { sha512: 'SHA-512', sha1: 'SHA-1' };

const nameOf = (place) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** A package URL: https://github.com/package-url/purl-spec. */
const purl = (name, version) => `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;

/** The lock's `sha512-…` as CycloneDX has it; what npm never fetched has none. */
function hashes(integrity = '') {
  return integrity
    .split(' ')
    .filter((one) => one !== '')
    .map((one) => {
      const [, algorithm, digest] = /^(\w+)-(.*)$/.exec(one);
      return { alg: HASHES[algorithm], content: Buffer.from(digest, 'base64').toString('hex') };
    });
}

/** An SPDX expression, or the words that the package itself has for it. */
function licences(place, named) {
  const file = path.join(root, place, 'package.json');
  const text =
    named ??
    IN_WORDS[place] ??
    (existsSync(file) ? licenceOf(JSON.parse(readFileSync(file, 'utf8'))) : 'none named');
  return / (OR|AND) /.test(text) || text.startsWith('(')
    ? [{ expression: text }]
    : [{ license: text === 'none named' ? { name: text } : { id: text } }];
}

function component(place, { version, integrity, license }) {
  const full = nameOf(place);
  const [group, name] = full.startsWith('@') ? full.split('/') : [undefined, full];
  return {
    type: 'library',
    'bom-ref': reference(place, version),
    ...(group && { group }),
    name,
    version,
    licenses: licences(place, license),
    purl: purl(full, version),
    hashes: hashes(integrity),
  };
}

/** One package may lie at several places, in the same version: those are one. */
const reference = (place, version) => `${nameOf(place)}@${version}`;

/** The references of what the package at `place` needs, among those that are shipped. */
function needs(packages, place, among) {
  const { dependencies = {}, optionalDependencies = {}, devDependencies = {} } = packages[place];
  const all = { ...dependencies, ...optionalDependencies, ...(place === '' && devDependencies) };
  const found = Object.keys(all)
    .map((name) => findPackage(packages, place, name))
    .filter((one) => among.has(one))
    .map((one) => reference(one, packages[one].version));
  return [...new Set(found)].sort();
}

/** From a lock's `packages` and { version, date } of the build. */
export function sbom(packages, { version, date }) {
  const places = shipped(packages);
  const among = new Set(places);
  const own = `mcm@${version}`;
  const components = new Map();
  const dependencies = new Map([[own, needs(packages, '', among)]]);
  for (const place of places) {
    const ref = reference(place, packages[place].version);
    components.set(ref, component(place, packages[place]));
    const known = dependencies.get(ref) ?? [];
    dependencies.set(ref, [...new Set([...known, ...needs(packages, place, among)])].sort());
  }
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      timestamp: date,
      lifecycles: [{ phase: 'build' }],
      component: {
        type: 'application',
        'bom-ref': own,
        name: 'mcm',
        version,
        licenses: [{ license: { id: 'Apache-2.0' } }],
      },
    },
    components: [...components.values()],
    dependencies: [...dependencies].map(([ref, dependsOn]) => ({ ref, dependsOn })),
  };
  return { ...document, serialNumber: serialNumber(document) };
}

/** A UUID made of the document's content (RFC 9562 §5.8), so that the same content has the same one. */
function serialNumber(document) {
  const hex = createHash('sha256').update(JSON.stringify(document)).digest('hex');
  const variant = ((Number.parseInt(hex[16], 16) & 3) | 8).toString(16);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`];
  return `urn:uuid:${parts.join('-')}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The document of this repository, as text. */
export function sbomText() {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  return `${JSON.stringify(sbom(packages, buildInfo()), null, 2)}\n`;
}

if (import.meta.main) process.stdout.write(sbomText());
