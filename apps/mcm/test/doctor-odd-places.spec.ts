import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { asNobody } from '#testing';
import {
  expectFinding,
  expectRemedies,
  installation,
  type Installation,
  type Wanted,
} from './doctor-plant.js';

const run = promisify(execFile);

let mcm: Installation;
beforeEach(async () => {
  mcm = await installation();
});
afterEach(() => mcm.remove());

interface Place extends Wanted {
  readonly name: string;
  /** Below the installation's folder. */
  readonly path: string;
  readonly env?: (path: string) => Readonly<Record<string, string>>;
}

const WITH_TLS = (path: string) => ({
  MCM_MOSQUITTO_TLS_ENABLED: 'true',
  MCM_MOSQUITTO_TLS_CA_CERT_FILE: path,
});

const PLACES: readonly Place[] = [
  {
    ...{ name: 'the configuration', path: 'mcm.yaml' },
    ...{
      check: 'config-problem',
      result: 'fail',
      what: /mcm\.yaml: is a (pipe that nobody|folder)/,
    },
  },
  {
    ...{ name: 'a certificate', path: 'ca.crt', env: WITH_TLS },
    ...{ check: 'config-problem', result: 'fail', what: /ca\.crt, which is a (pipe|folder)/ },
  },
  {
    ...{ name: 'the database', path: 'data/mcm.db' },
    ...{ check: 'database-open', result: 'fail', what: /what stands at .*mcm\.db is no file/ },
    hint: /database\.path/,
  },
  {
    ...{ name: 'a key', path: 'data/secret.key' },
    ...{ check: 'data-key', result: 'fail', what: /what stands at .*secret\.key is no file/ },
    hint: /put the key back/i,
  },
];

describe.each(['pipe', 'folder'] as const)(
  'mcm doctor waits for nobody where a %s stands',
  (kind) => {
    const put = (path: string) => (kind === 'pipe' ? run('mkfifo', [path]) : mkdir(path));

    it.each(PLACES)('for $name', async ({ path, env, ...wanted }) => {
      const place = join(mcm.home, path);
      await rm(place, { force: true });
      await put(place);
      const found = await mcm.examine(env?.(place));
      expectFinding(found, wanted);
      expectRemedies(found);
    });

    it('for the lock', async () => {
      await put(join(mcm.data, 'mcm.lock'));
      const { findings } = await mcm.examine();
      const [lock] = findings.filter(({ check }) => check === 'data-lock');
      expect(lock?.what).toContain('mcm.lock');
      expect(['warn', 'fail']).toContain(lock?.result);
    });
  },
);

describe('mcm doctor and the broker’s files that are none', () => {
  const named = async (conf: string) => {
    await writeFile(join(mcm.home, 'mosquitto.conf'), conf);
    return { MCM_MOSQUITTO_ACCESS_CONFIG_FILE: join(mcm.home, 'mosquitto.conf') };
  };

  it.each(['pipe', 'device'])('does not follow a pid_file that is a %s', async (kind) => {
    const pidFile = join(mcm.home, 'pid');
    await (kind === 'pipe' ? run('mkfifo', [pidFile]) : symlink('/dev/zero', pidFile));
    await writeFile(join(mcm.home, 'acl'), 'topic readwrite #\n');
    const byFiles = { MCM_MOSQUITTO_ACCESS_BACKEND: 'file' };
    const lines = [`acl_file ${join(mcm.home, 'acl')}`, `pid_file ${pidFile}`, 'listener 1883 ::1'];
    const env = await named(`${lines.join('\n')}\n`);
    expectFinding(
      await mcm.examine({ ...env, ...byFiles, MCM_MOSQUITTO_ACCESS_RELOAD_PID_FILE: pidFile }),
      {
        ...{ check: 'broker-reload', result: 'fail', what: /pid holds no process id/ },
        hint: /pid_file/,
      },
    );
  });

  it('does not have the mode of a device changed', async () => {
    await symlink('/dev/zero', join(mcm.home, 'acl'));
    const found = await mcm.examine(await named(`acl_file ${join(mcm.home, 'acl')}\n`));
    expectFinding(found, { check: 'acl-file', result: 'fail', what: /acl is not a regular file/ });
    expect(found.findings.filter(({ hint }) => hint?.includes('/dev/zero'))).toEqual([]);
  });

  it('repeats no first word of a line that may be half of a password', async () => {
    const found = await mcm.examine(await named('remote_password a\nr4ther-S3cret\n'));
    expectFinding(found, {
      ...{ check: 'conf-line-refused', result: 'fail', what: /:2: .*begins with no option/i },
    });
    expect(JSON.stringify(found)).not.toContain('r4ther');
  });

  (process.getuid?.() === 0 ? it : it.skip)(
    'says as whom to look at a configuration that another user may not read',
    async () => {
      await chmod(mcm.home, 0o755);
      const found = await asNobody(() => mcm.examine());
      expectFinding(found, {
        ...{ check: 'config-problem', result: 'fail', what: /mcm\.yaml: may not be read/ },
        hint: /sudo -u mcm mcm doctor/,
      });
    },
  );
});
