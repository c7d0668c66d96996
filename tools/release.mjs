/**
 * Gathers what a release consists of in dist/release, with `checksums.txt` for `sha256sum -c`:
 *
 *   mcm-VERSION-bundle-linux-x64.tar.gz  the bundle, for who has a Node
 *   mcm-VERSION-TARGET[.exe]        executables, as far as dist/executable has them
 *   mcm_VERSION-1_ARCH.deb          Debian packages, as far as dist/debian has them
 *   mcm-VERSION.openapi.json        what the API is
 *   mcm-VERSION.cdx.json            what it is made of (CycloneDX)
 *
 * usage: node tools/release.mjs [--only-checksums]
 *
 * With --only-checksums, dist/release holds what machines of several kinds made, and only its checksums are written.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { root } from './root.mjs';
import { sbomText } from './sbom.mjs';

const RELEASE = path.join(root, 'dist/release');
const CHECKSUMS = 'checksums.txt';

/** Packs the bundle so that the same bundle gives the same bytes. */
function packBundle({ version, date }) {
  // Not the name of the executable, beside which it is unpacked.
  const name = `mcm-${version}-bundle-${process.platform}-${process.arch}`;
  const tar = execFileSync(
    'tar',
    [
      ...['--create', '--sort=name', '--owner=0', '--group=0', '--numeric-owner'],
      ...['--mode=u=rwX,go=rX', `--mtime=${date}`, `--transform=s,^bundle,${name},`],
      ...['--use-compress-program=gzip -9n', '-C', path.join(root, 'dist'), 'bundle'],
    ],
    { maxBuffer: 256e6 },
  );
  writeFileSync(path.join(RELEASE, `${name}.tar.gz`), tar);
}

/** Copies what `suits` of a folder of dist, if that folder is there. */
function gather(folder, suits) {
  const from = path.join(root, 'dist', folder);
  if (!existsSync(from)) return;
  for (const name of readdirSync(from).filter((one) => suits.test(one))) {
    copyFileSync(path.join(from, name), path.join(RELEASE, name));
  }
}

/** What `sha256sum` would say of every file there. */
export function checksums(folder) {
  const names = readdirSync(folder)
    .filter((name) => name !== CHECKSUMS)
    .sort();
  const digest = (name) =>
    createHash('sha256')
      .update(readFileSync(path.join(folder, name)))
      .digest('hex');
  return names.map((name) => `${digest(name)}  ${name}\n`).join('');
}

function gatherAll() {
  const info = JSON.parse(readFileSync(path.join(root, 'dist/bundle/build-info.json'), 'utf8'));
  rmSync(RELEASE, { recursive: true, force: true });
  mkdirSync(RELEASE, { recursive: true });
  packBundle(info);
  gather('executable', new RegExp(`^mcm-${RegExp.escape(info.version)}-[a-z0-9-]+(\\.exe)?$`));
  gather('debian', /\.deb$/);
  copyFileSync(
    path.join(root, 'docs/openapi.json'),
    path.join(RELEASE, `mcm-${info.version}.openapi.json`),
  );
  writeFileSync(path.join(RELEASE, `mcm-${info.version}.cdx.json`), sbomText());
}

if (import.meta.main) {
  if (!process.argv.includes('--only-checksums')) gatherAll();
  const text = checksums(RELEASE);
  writeFileSync(path.join(RELEASE, CHECKSUMS), text);
  process.stdout.write(text);
}
