import { beforeAll, afterAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';

const root = dirname(import.meta.dirname);
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Component {
  readonly 'bom-ref': string;
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly object[];
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}
interface Document {
  readonly bomFormat: string;
  readonly serialNumber: string;
  readonly metadata: { readonly timestamp: string };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}
type Build = { readonly version: string; readonly date: string };

/** The tools are plain modules without types; this is what their own comments say. */
const tool = async (name: string): Promise<unknown> => import(join(import.meta.dirname, name));
const { sbom } = (await tool('sbom.mjs')) as { sbom: (packages: object, build: Build) => Document };
const { checksums } = (await tool('release.mjs')) as { checksums: (folder: string) => string };

const { packages } = JSON.parse(read('package-lock.json')) as { readonly packages: object };
const build = { version: '0.1.0', date: '2026-11-26T12:00:00.000Z' };
const document = sbom(packages, build);
const known = new Set(document.components.map((one) => one['bom-ref']));

describe('the list of what the packages consist of', () => {
  it('is a CycloneDX document, the same for the same lock and build', () => {
    expect(document).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1 });
    expect(document.serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(sbom(packages, build)).toEqual(document);
    expect(sbom(packages, { ...build, version: '0.2.0' }).serialNumber).not.toBe(
      document.serialNumber,
    );
  });

  it('names every package whose licence the bundle tells, server and console', () => {
    const server = [...read('dist/bundle/THIRD-PARTY-LICENSES.txt').matchAll(/^(\S+) (\d\S*): /gm)];
    expect(server.length).toBeGreaterThan(50);
    const told = server.map(([, name, version]) => `${name}@${version}`);
    expect(told.filter((one) => !known.has(one))).toEqual([]);
    const names = new Set(
      document.components.map(({ group, name }) => (group ? `${group}/${name}` : name)),
    );
    const console_ = [
      ...read('dist/bundle/console/3rdpartylicenses.txt').matchAll(/^Package: (.*)$/gm),
    ];
    expect(console_.length).toBeGreaterThan(3);
    expect(console_.map(([, name = '']) => name).filter((name) => !names.has(name))).toEqual([]);
  });

  it('has a licence for each of them', () => {
    const without = document.components.filter(
      ({ licenses = [] }) =>
        licenses.length === 0 || JSON.stringify(licenses).includes('none named'),
    );
    expect(without.map((one) => one['bom-ref'])).toEqual([]);
  });

  it('names the Node that is packed, with licence and hash', () => {
    const node = document.components.find(({ name }) => name === `node-linux-${process.arch}`);
    expect(node).toMatchObject({ version: read('.nvmrc').trim(), hashes: [{ alg: 'SHA-512' }] });
  });

  it('says of each package what npm itself says', () => {
    const args = ['sbom', '--package-lock-only', '--omit', 'dev', '--sbom-format', 'cyclonedx'];
    const npm = JSON.parse(
      execFileSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 64e6 }),
    ) as Document;
    const ours = new Map(document.components.map((one) => [one.purl, one]));
    const shared = npm.components.filter(({ purl }) => ours.has(purl));
    expect(shared.length).toBeGreaterThan(150);
    for (const { purl, hashes, licenses } of shared) {
      const { hashes: own, licenses: named } = ours.get(purl)!;
      // npm has none for packages that name their licence in a way that is out of date.
      expect({ purl, own, named }).toEqual({ purl, own: hashes ?? [], named: licenses ?? named });
    }
  });

  it('knows every package that another needs', () => {
    const refs = document.dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]);
    expect(refs.filter((ref) => !known.has(ref) && ref !== 'mcm@0.1.0')).toEqual([]);
    const own = document.dependencies.find(({ ref }) => ref === 'mcm@0.1.0')?.dependsOn ?? [];
    expect(own).toEqual(expect.arrayContaining(['mqtt@5.16.0', '@angular/core@22.2.6']));
    expect(known.size).toBe(document.components.length);
  });
});

describe('checksums.txt', () => {
  let home: TemporaryFolder;
  beforeAll(async () => {
    home = await temporaryFolder();
    writeFileSync(join(home.path, 'one'), 'first');
    writeFileSync(join(home.path, 'two words'), 'second');
    writeFileSync(join(home.path, 'checksums.txt'), checksums(home.path));
  });
  afterAll(() => home.remove());
  const check = (): string =>
    execFileSync('sha256sum', ['-c', 'checksums.txt'], {
      cwd: home.path,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });

  it('is what sha256sum checks files with', () => {
    expect(check()).toBe('one: OK\ntwo words: OK\n');
  });

  it('does not hold for a file that was changed', () => {
    writeFileSync(join(home.path, 'one'), 'First');
    expect(check).toThrow();
  });
});
