import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { smoke } from './smoked.js';

const root = dirname(import.meta.dirname);
const hasTools = spawnSync('sh', ['-c', 'command -v dh']).status === 0;
const run = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

// `make test` sees to debhelper where there is apt; elsewhere no Debian package is made.
(hasTools ? describe : describe.skip)('the Debian package', () => {
  let home: TemporaryFolder;
  let deb: string;
  let entries: readonly { readonly mode: string; readonly path: string; readonly link: string }[];
  const unpacked = (path: string): string => join(home.path, 'root', path);

  beforeAll(async () => {
    home = await temporaryFolder();
    deb = execFileSync('node', ['tools/debian-package.mjs', join(home.path, 'made')], {
      ...{ cwd: root, encoding: 'utf8' },
      env: { ...process.env, MCM_DEB_COMPRESSION: 'none' },
    }).trim();
    run('dpkg-deb', '-x', deb, unpacked(''));
    run('dpkg-deb', '-e', deb, join(home.path, 'control'));
    entries = run('dpkg-deb', '-c', deb)
      .trim()
      .split('\n')
      .map((line) => {
        const [mode = '', owner, , , , path = '', , link = ''] = line.split(/ +/);
        expect(owner).toBe('root/root');
        return { mode, path: path.slice(1), link };
      });
  });
  afterAll(() => home.remove());

  it('has the version of package.json and says what it needs', () => {
    const field = (name: string): string => run('dpkg-deb', '-f', deb, name).trim();
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly version: string;
    };
    expect(field('Version')).toBe(`${version.replace('-', '~')}-1`);
    expect(field('Architecture')).toBe(run('dpkg', '--print-architecture').trim());
    for (const needed of ['adduser', 'libatomic1', 'libstdc++6']) {
      expect(field('Depends')).toContain(needed);
    }
    expect(field('Depends')).toMatch(/libc6 \(>= 2\.\d\d\)/);
    expect(field('Recommends')).toBe('mosquitto');
  });

  it('puts a program, a service, a manual page and the licences where Debian has them', () => {
    const paths = new Map(entries.map((entry) => [entry.path, entry]));
    expect(paths.get('/usr/bin/mcm')?.link).toBe('../lib/mcm/bin/mcm');
    expect([...paths.keys()]).toEqual(
      expect.arrayContaining([
        '/lib/systemd/system/mcm.service',
        '/usr/lib/mcm/mcm.mjs',
        '/usr/lib/mcm/node',
        '/usr/share/doc/mcm/copyright',
        '/usr/share/doc/mcm/NODE-LICENSE.gz',
        '/usr/share/doc/mcm/THIRD-PARTY-LICENSES.txt.gz',
        '/usr/share/man/man1/mcm.1.gz',
      ]),
    );
    const outside = /^\/($|usr\/|lib\/($|systemd\/($|system\/($|mcm\.service$))))/;
    expect([...paths.keys()].filter((path) => !outside.test(path))).toEqual([]);
  });

  it('has nothing that others may write, and nothing executable but what is a program', () => {
    const files = entries.filter(({ mode }) => mode.startsWith('-'));
    const programs = files.filter(({ mode }) => mode.includes('x')).map(({ path }) => path);
    expect(programs).toEqual(['/usr/lib/mcm/bin/mcm', '/usr/lib/mcm/node']);
    expect(new Set(entries.map(({ mode }) => mode))).toEqual(
      new Set(['drwxr-xr-x', '-rw-r--r--', '-rwxr-xr-x', 'lrwxrwxrwx']),
    );
  });

  it('starts the unit of deploy/systemd by its own paths', () => {
    const unit = readFileSync(unpacked('lib/systemd/system/mcm.service'), 'utf8');
    expect(unit).toContain('ExecStart=/usr/bin/mcm server --config /etc/mcm/config.yaml\n');
    expect(unit).not.toContain('/opt/');
    const kept = readFileSync(join(root, 'deploy/systemd/mcm.service'), 'utf8')
      .split('\n')
      .filter((line) => /^\w+=/.test(line) && !line.startsWith('ExecStart='));
    expect(unit.split('\n')).toEqual(expect.arrayContaining(kept));
  });

  it('makes no configuration file of dpkg’s, so that secrets are nobody else’s', () => {
    const files = run('ls', join(home.path, 'control')).trim().split('\n');
    expect(files).toEqual(['control', 'md5sums', 'postinst', 'postrm', 'prerm']);
  });

  it('describes every command of the program in its manual page', () => {
    const page = spawnSync('man', ['-l', unpacked('usr/share/man/man1/mcm.1.gz')], {
      encoding: 'utf8',
      env: { ...process.env, MANPAGER: 'cat', MANWIDTH: '80', LC_ALL: 'C.UTF-8' },
    });
    // A slim machine has no man; lintian reads the page each night.
    const text = page.error ? run('zcat', unpacked('usr/share/man/man1/mcm.1.gz')) : page.stdout;
    for (const command of ['server', 'doctor', 'backup', 'acl', 'sparkplug']) {
      expect(text).toMatch(new RegExp(`(Usage: |SS )mcm ${command}`));
    }
  });

  it('works unpacked, with the Node that it brings', async () => {
    const { code, lines } = await smoke([unpacked('usr/bin/mcm')]);
    expect({ code, failed: lines.filter((line) => !line.startsWith('ok ')) }).toEqual({
      code: 0,
      failed: [],
    });
  });
});
