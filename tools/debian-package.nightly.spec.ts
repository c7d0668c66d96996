import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { smoke } from './smoked.js';

const root = dirname(import.meta.dirname);
/** The tools are plain modules without types; this is what their own comments say. */
const { inside, noScratchRoot, scratchRoot } = (await import(
  join(import.meta.dirname, 'scratch-root.mjs')
)) as {
  inside: (folder: string, commands?: string) => readonly [string, ...string[]];
  noScratchRoot: () => string | undefined;
  scratchRoot: (to: string) => void;
};
const reason = noScratchRoot();
const env = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  DEBIAN_FRONTEND: 'noninteractive',
  LC_ALL: 'C.UTF-8',
};

(reason === undefined ? describe : describe.skip)(
  `the Debian package, installed on a bare Debian ${reason ?? ''}`,
  () => {
    let home: TemporaryFolder;
    let folder: string;
    let name: string;
    let before: readonly string[];
    const at = (path: string): string => join(folder, path);
    const made = (): string => join(home.path, 'made', name);
    const run = (...words: readonly string[]): { code: number | null; said: string } => {
      const [command, ...args] = [...inside(folder), ...words] as [string, ...string[]];
      const { status, stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
      return { code: status, said: stdout + stderr };
    };
    /** What is there, without what other packages and apt itself keep. */
    const files = (): readonly string[] =>
      run('find', '/', '-xdev', '!', '-path', '/tmp/*', '!', '-path', '/dev/*')
        .said.trim()
        .split('\n')
        .filter((path) => !/^\/(proc|var\/(lib\/(apt|dpkg)|cache|log))(\/|$)/.test(path))
        .sort();

    beforeAll(async () => {
      home = await temporaryFolder();
      folder = join(home.path, 'root');
      scratchRoot(folder);
      const make = ['tools/debian-package.mjs', join(home.path, 'made')];
      const deb = execFileSync('node', make, { cwd: root, encoding: 'utf8' }).trim();
      name = basename(deb);
      cpSync(deb, at(`tmp/${name}`));
      for (const file of ['smoke.mjs', 'smoke-site.mjs', 'free-port.mjs']) {
        cpSync(join(import.meta.dirname, file), at(`tmp/${file}`));
      }
      expect(run('apt-get', 'update').code).toBe(0);
      // What the package needs and recommends is there before, so that what is left is the package's.
      const needed = ['adduser', 'libatomic1', 'libstdc++6', 'mosquitto'];
      const how = ['apt-get', 'install', '-y', '--no-install-recommends'];
      expect(run(...how, ...needed)).toMatchObject({ code: 0 });
      before = files();
      expect(run(...how, `/tmp/${name}`)).toEqual({
        code: 0,
        said: expect.stringContaining('grep -A6 bootstrap_admin: /etc/mcm/config.yaml'),
      });
    }, 900_000);
    afterAll(() => home.remove());

    it('has made an account, and a configuration that only root writes and only MCM reads', () => {
      expect(run('id', '-nG', 'mcm').said.trim()).toBe('mcm');
      expect(run('stat', '-c', '%U:%G %a', '/etc/mcm', '/etc/mcm/config.yaml').said).toBe(
        'root:mcm 750\nroot:mcm 640\n',
      );
      expect(run('mcm', 'config', 'validate', '--config', '/etc/mcm/config.yaml').code).toBe(0);
    });

    it('has enabled its service, whose unit systemd understands', () => {
      expect(readdirSync(at('etc/systemd/system/multi-user.target.wants'))).toContain(
        'mcm.service',
      );
      expect(run('/usr/bin/mcm', 'version').code).toBe(0);
    });

    it('passes the smoke test there, as the account of the service', async () => {
      const node = ['/usr/lib/mcm/node', '/tmp/smoke.mjs', '/usr/bin/mcm'];
      const as = ['setpriv', '--reuid=mcm', '--regid=mcm', '--clear-groups', ...node];
      const { code, lines } = await smoke([], [...inside(folder), ...as] as [string, ...string[]]);
      expect({ code, failed: lines.filter((line) => !line.startsWith('ok ')) }).toEqual({
        code: 0,
        failed: [],
      });
      expect(lines.length).toBeGreaterThan(10);
    });

    it('keeps the configuration when it is installed again', () => {
      const config = readFileSync(at('etc/mcm/config.yaml'), 'utf8');
      expect(run('apt-get', 'install', '-y', '--reinstall', `/tmp/${name}`).code).toBe(0);
      expect(readFileSync(at('etc/mcm/config.yaml'), 'utf8')).toBe(config);
    });

    it('keeps data and an edited configuration when a newer version comes, and no file of the old one', () => {
      const data = ['install', '-o', 'mcm', '-m', '0600', '/dev/null', '/var/lib/mcm/mcm.db'];
      run('install', '-d', '-o', 'mcm', '-m', '0700', '/var/lib/mcm');
      expect(run(...data).code).toBe(0);
      appendFileSync(at('etc/mcm/config.yaml'), '# edited\n');
      const config = readFileSync(at('etc/mcm/config.yaml'), 'utf8');
      mkdirSync(at('usr/lib/mcm/cache/of-another-processor'));

      const newer = join(home.path, 'newer');
      execFileSync('dpkg-deb', ['--raw-extract', made(), newer]);
      const control = join(newer, 'DEBIAN/control');
      const described = readFileSync(control, 'utf8');
      writeFileSync(control, described.replace(/^Version: .*$/m, 'Version: 99.0-1'));
      execFileSync('dpkg-deb', ['-Znone', '--build', newer, at('tmp/newer.deb')]);
      expect(run('apt-get', 'install', '-y', '/tmp/newer.deb')).toMatchObject({ code: 0 });

      expect(run('dpkg-query', '-W', 'mcm').said).toBe('mcm\t99.0-1\n');
      expect(readFileSync(at('etc/mcm/config.yaml'), 'utf8')).toBe(config);
      expect(statSync(at('etc/mcm/config.yaml')).mode & 0o777).toBe(0o640);
      expect(existsSync(at('var/lib/mcm/mcm.db'))).toBe(true);
      expect(existsSync(at('usr/lib/mcm/cache/of-another-processor'))).toBe(false);
    });

    it('keeps configuration and data when it is removed', () => {
      mkdirSync(at('usr/lib/mcm/cache/of-another-processor'));
      expect(run('apt-get', 'remove', '-y', 'mcm').code).toBe(0);
      expect(statSync(at('etc/mcm/config.yaml')).mode & 0o777).toBe(0o640);
      expect(existsSync(at('var/lib/mcm/mcm.db'))).toBe(true);
      expect(existsSync(at('usr/lib/mcm'))).toBe(false);
      expect(existsSync(at('usr/bin/mcm'))).toBe(false);
    });

    it('writes its first configuration through no link', () => {
      renameSync(at('etc/mcm/config.yaml'), at('etc/mcm/before'));
      symlinkSync('/tmp/elsewhere', at('etc/mcm/config.yaml'));
      const how = ['-y', '--allow-downgrades', `/tmp/${name}`];
      expect(run('apt-get', 'install', ...how)).toMatchObject({ code: 0 });
      expect(existsSync(at('tmp/elsewhere'))).toBe(false);
    });

    it('deletes both when it is purged, says so, and leaves nothing but the account', () => {
      const { code, said } = run('apt-get', 'purge', '-y', 'mcm');
      expect(code).toBe(0);
      for (const place of ['/var/lib/mcm', '/etc/mcm']) expect(said).toContain(`deleting ${place}`);
      const known = new Set(before);
      // adduser keeps a copy of each file that it changes.
      const left = files().filter((path) => !known.has(path) && !/^\/etc\/\w+-$/.test(path));
      expect(left).toEqual([]);
      expect(run('id', '-u', 'mcm').code).toBe(0);
    });

    it('leaves alone what is mounted below its folders when it is purged, and says so', () => {
      expect(run('apt-get', 'install', '-y', `/tmp/${name}`).code).toBe(0);
      const place = '/var/lib/mcm/backups';
      const purge = `mkdir -p ${place} && mount -t tmpfs tmpfs ${place} && echo kept > ${place}/one
        apt-get purge -y mcm && cat ${place}/one && umount ${place} && rm -r /var/lib/mcm`;
      const { code, said } = run('sh', '-c', purge);
      expect(code).toBe(0);
      expect(said).toContain('not all of /var/lib/mcm could be deleted');
      expect(said).toMatch(/^kept$/m);
    });

    it('has nothing that lintian calls an error or warns of', () => {
      const how = ['--fail-on', 'error,warning', made()];
      const { status, stdout } = spawnSync('lintian', how, { encoding: 'utf8' });
      expect({ status, stdout }).toEqual({
        status: 0,
        stdout: expect.not.stringMatching(/^[EW]:/m),
      });
    }, 300_000);

    it('is the same, byte by byte, when it is made again', () => {
      const again = ['tools/debian-package.mjs', join(home.path, 'again')];
      const deb = execFileSync('node', again, { cwd: root, encoding: 'utf8' }).trim();
      expect(readFileSync(deb).equals(readFileSync(made()))).toBe(true);
    });
  },
);
