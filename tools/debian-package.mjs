/**
 * Makes mcm_VERSION_ARCHITECTURE.deb in FOLDER (dist/debian) of the bundle, the Node that npm pinned, the systemd unit and what lies
 * in deploy/debian, with Debian's own tools. The same bundle gives the same package, byte by byte.
 *
 * usage: node tools/debian-package.mjs [FOLDER]       (after `node tools/build.mjs`; `make packages` does both)
 *
 * MCM_DEB_COMPRESSION=none leaves it uncompressed, for tests that look inside.
 *
 * It is for the architecture of this machine, since the bundle is; dpkg-shlibdeps reads from its binaries which
 * versions of the libraries they need, so make it on the oldest Debian that it shall run on.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { filesIn } from './files.mjs';
import { manualPage } from './manual-page.mjs';
import { root } from './root.mjs';

const RECIPE = path.join(root, 'deploy/debian');
const BUNDLE = path.join(root, 'dist/bundle');

/** The version as Debian orders it: 1.0.0-rc.1 comes before 1.0.0. It is the first package of that version. */
const debianVersion = (version) => `${version.replace('-', '~')}-1`;

/** The unit of deploy/systemd, with the paths of the package. */
function packagedUnit(unit) {
  return unit
    .replace(/^# MCM as a service:[^[]*/, '')
    .replace('ExecStart=/opt/mcm/bin/mcm ', 'ExecStart=/usr/bin/mcm ')
    .replaceAll('deploy/mcm/README.md', '/usr/share/doc/mcm/README.md');
}

function changelog({ version, date }, maintainer) {
  return `mcm (${debianVersion(version)}) stable; urgency=medium

  * What is new stands in changelog.gz.

 -- ${maintainer}  ${new Date(date).toUTCString().replace('GMT', '+0000')}
`;
}

/** The folder that dpkg-buildpackage is started in, with everything that deploy/debian speaks of. */
function stage(folder, info) {
  mkdirSync(folder, { recursive: true });
  const node = path.join(root, `node_modules/node-linux-${process.arch}`);
  const copies = {
    [RECIPE]: 'debian',
    [BUNDLE]: 'bundle',
    [path.join(BUNDLE, 'THIRD-PARTY-LICENSES.txt')]: 'THIRD-PARTY-LICENSES.txt',
    [path.join(node, 'bin/node')]: 'node',
    [path.join(node, 'LICENSE')]: 'NODE-LICENSE',
    [path.join(root, 'NOTICE')]: 'NOTICE',
    [path.join(root, 'CHANGELOG.md')]: 'CHANGELOG.md',
    [path.join(root, 'deploy/mcm/README.md')]: 'README.md',
  };
  for (const [from, to] of Object.entries(copies)) {
    if (!existsSync(from)) throw new Error(`${path.relative(root, from)} is missing`);
    cpSync(from, path.join(folder, to), { recursive: true });
  }
  rmSync(path.join(folder, 'bundle/THIRD-PARTY-LICENSES.txt'));
  for (const file of filesIn(folder, 'bundle/native')) chmodSync(path.join(folder, file), 0o644);

  const [, maintainer] = /^Maintainer: (.*)$/m.exec(
    readFileSync(path.join(RECIPE, 'control'), 'utf8'),
  );
  const unit = readFileSync(path.join(root, 'deploy/systemd/mcm.service'), 'utf8');
  const texts = {
    'debian/changelog': changelog(info, maintainer),
    'debian/mcm.service': packagedUnit(unit),
    'mcm.1': manualPage(path.join(BUNDLE, 'bin/mcm'), info),
  };
  for (const [name, text] of Object.entries(texts)) writeFileSync(path.join(folder, name), text);
}

/** Makes the package in the folder `to`, where nothing else stays, and answers its path. */
export function debianPackage(to = path.join(root, 'dist/debian')) {
  const info = JSON.parse(readFileSync(path.join(BUNDLE, 'build-info.json'), 'utf8'));
  const folder = path.join(to, `mcm-${info.version}`);
  rmSync(to, { recursive: true, force: true });
  stage(folder, info);
  execFileSync('dpkg-buildpackage', ['--build=binary', '--no-sign', '--no-check-builddeps'], {
    cwd: folder,
    env: {
      ...process.env,
      SOURCE_DATE_EPOCH: String(Date.parse(info.date) / 1000),
      // Fixed, because the packager's habits are not part of the package.
      ...{ DEB_BUILD_OPTIONS: '', DEB_BUILD_PROFILES: '', LC_ALL: 'C.UTF-8' },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  rmSync(folder, { recursive: true });
  return path.join(
    to,
    readdirSync(to).find((name) => name.endsWith('.deb')),
  );
}

if (import.meta.main) {
  try {
    const [, , to] = process.argv;
    console.log(debianPackage(to && path.resolve(to)));
  } catch (error) {
    console.error(`${error.message}\n${error.stdout ?? ''}${error.stderr ?? ''}`);
    process.exitCode = 1;
  }
}
