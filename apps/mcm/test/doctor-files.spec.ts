import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sqlite3 from 'sqlite3';
import { EXAMINATIONS } from '#feature/ops';
import { asNobody, createCertificates, temporaryFolder } from '#testing';
import {
  expectFinding,
  expectRemedies,
  installation,
  stateOf,
  unwell,
  type Installation,
  type Wanted,
} from './doctor-plant.js';

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;

let mcm: Installation;
beforeEach(async () => {
  mcm = await installation();
});
afterEach(() => mcm.remove());

/** Runs SQL on the database, as another program would. */
async function sql(path: string, ...statements: string[]): Promise<void> {
  const file = new sqlite3.Database(path);
  await new Promise<void>((resolve, reject) => {
    file.exec(statements.join(';'), (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
  await new Promise((resolve) => file.close(resolve));
}

interface Fault extends Wanted {
  readonly fault: string;
  readonly plant: () => Promise<unknown>;
}

const DATA: readonly Fault[] = [
  {
    fault: 'a data folder that others look into',
    plant: () => chmod(mcm.data, 0o755),
    ...{ check: 'data-folder-mode', result: 'warn', what: /mode 0755/, hint: /chmod 700 \// },
  },
  {
    fault: 'a data folder that others write into',
    plant: () => chmod(mcm.data, 0o777),
    ...{ check: 'data-folder-mode', result: 'fail', what: /replace the database and the keys/ },
    hint: /chmod 700 \//,
  },
  {
    fault: 'a file where the data folder should be',
    plant: async () => {
      await rm(mcm.data, { recursive: true });
      await writeFile(mcm.data, '');
    },
    ...{ check: 'data-folder', result: 'fail', what: /is not a folder/, hint: /database\.path/ },
  },
  {
    fault: 'a key that others read',
    plant: () => chmod(join(mcm.data, 'secret.key'), 0o644),
    ...{ check: 'data-key', result: 'fail', what: /secret\.key can be read by other users/ },
    hint: /chmod 600 .*secret\.key/,
  },
  {
    fault: 'a key that was cut off',
    plant: () => truncate(join(mcm.data, 'secret.key'), 7),
    ...{ check: 'data-key', result: 'fail', what: /has 7 bytes instead of 32/, hint: /Restore it/ },
  },
  {
    fault: 'the lock of a process that is gone',
    plant: () =>
      writeFile(join(mcm.data, 'mcm.lock'), '{"pid":999999999,"startTime":1,"claim":"x"}'),
    ...{ check: 'data-lock', result: 'warn', what: /left by process 999999999, which is gone/ },
    hint: /next start takes it over/,
  },
  {
    fault: 'what a power failure left of a lock',
    plant: () => writeFile(join(mcm.data, 'mcm.lock'), ''),
    ...{ check: 'data-lock', result: 'warn', what: /which is gone/, hint: /takes it over/ },
  },
  {
    fault: 'half a copy',
    plant: () => writeFile(`${mcm.database}.before-7.unfinished`, 'half'),
    ...{ check: 'data-leftover', result: 'warn', what: /mcm\.db\.before-7\.unfinished/ },
    hint: /rm .*unfinished/,
  },
];

const DATABASE: readonly Fault[] = [
  {
    fault: 'a database of a newer MCM',
    plant: () => sql(mcm.database, 'PRAGMA user_version = 999'),
    ...{ check: 'database-schema', result: 'fail', what: /schema version 999/ },
    hint: /start the newer MCM that wrote it/i,
  },
  {
    fault: 'a database of another application',
    plant: () => sql(mcm.database, 'PRAGMA application_id = 42'),
    ...{ check: 'database-open', result: 'fail', what: /belongs to another application/ },
    hint: /Set database\.path/,
  },
  {
    fault: 'a file that is no database',
    plant: () => writeFile(mcm.database, 'x'.repeat(5_000)),
    ...{ check: 'database-open', result: 'fail', what: /is not a SQLite database/ },
    hint: /database\.path/,
  },
  {
    fault: 'a database that is damaged within',
    plant: async () => {
      const file = await open(mcm.database, 'r+');
      // How many pages are free, by the file's header (SQLite's file format, section 1.3.7); it opens all the same.
      await file.write(Buffer.from([0, 0, 0, 5]), 0, 4, 36);
      await file.close();
    },
    ...{ check: 'database-integrity', result: 'fail', what: /is damaged: / },
    hint: /restore a backup/,
  },
  {
    fault: 'a database that was cut off',
    plant: () => truncate(mcm.database, 4096 * 5),
    ...{ check: 'database-integrity', result: 'fail', what: /is damaged/ },
    hint: /restore a backup/,
  },
  {
    fault: 'a database of which most is empty',
    plant: () =>
      sql(
        mcm.database,
        'CREATE TABLE ballast (content BLOB)',
        'INSERT INTO ballast VALUES (zeroblob(20000000))',
        'DROP TABLE ballast',
      ),
    ...{ check: 'database-space', result: 'warn', what: /20 MB of 20 MB .* hold nothing/ },
    hint: /VACUUM/,
  },
];

const CONFIGURATION: readonly Fault[] = [
  {
    fault: 'a key that there is not',
    plant: () => writeFile(mcm.file, 'http:\n  prot: 1\n'),
    ...{ check: 'config-problem', result: 'fail', what: /mcm\.yaml:2: .*prot/ },
    hint: /mcm config validate/,
  },
  {
    fault: 'a value out of range',
    plant: () => writeFile(mcm.file, '# mine\n\nhttp: { port: 70000 }\n'),
    ...{
      check: 'config-problem',
      result: 'fail',
      what: /mcm\.yaml:3: http\.port/,
      hint: /validate/,
    },
  },
  {
    fault: 'a file that is not YAML',
    plant: () => writeFile(mcm.file, 'http: [\n'),
    ...{ check: 'config-problem', result: 'fail', what: /mcm\.yaml:\d+/, hint: /validate/ },
  },
  {
    fault: 'a file that there is not',
    plant: () => rm(mcm.file),
    ...{
      check: 'config-problem',
      result: 'fail',
      what: /mcm\.yaml: does not exist/,
      hint: /validate/,
    },
  },
  {
    fault: 'a file that others can change',
    plant: () => chmod(mcm.file, 0o666),
    ...{ check: 'config-mode', result: 'warn', what: /mode 0666/, hint: /chmod go-w/ },
  },
  {
    fault: 'secrets that others can read',
    plant: async () => {
      await writeFile(mcm.file, 'mosquitto: { username: mcm, password: hush }\n');
      await chmod(mcm.file, 0o644);
    },
    ...{ check: 'config-warning', result: 'warn', what: /holds secrets/, hint: /chmod 600/ },
  },
  {
    fault: 'a port that is open to everybody without TLS',
    plant: () => writeFile(mcm.file, 'http: { bind_address: 0.0.0.0 }\n'),
    ...{ check: 'config-development', result: 'warn', what: /http\.bind_address: .*unencrypted/ },
    hint: /Set http\.tls/,
  },
];

describe('mcm doctor names what is wrong with', () => {
  it.each([...DATA, ...DATABASE, ...CONFIGURATION])('$fault', async ({ plant, ...wanted }) => {
    await plant();
    const before = await stateOf(mcm.home);
    const found = await mcm.examine();
    expectFinding(found, wanted);
    expectRemedies(found);
    expect(await stateOf(mcm.home)).toEqual(before);
  });

  it('every line of a configuration at once, and looks at nothing that it does not know', async () => {
    await writeFile(mcm.file, 'http:\n  prot: 1\n  port: many\nmosquito: {}\n');
    const { findings } = await mcm.examine();
    expect(findings.map(({ area, check, result }) => `${area} ${check} ${result}`)).toEqual([
      ...Array.from({ length: 3 }, () => 'configuration config-problem fail'),
      ...EXAMINATIONS.map(({ area }) => `${area} ${area}-examination skip`),
    ]);
  });

  it('a data folder of another user', async () => {
    await chmod(mcm.home, 0o755);
    await chmod(mcm.file, 0o644);
    const found = isRoot
      ? await asNobody(() => mcm.examine())
      : await chmod(mcm.data, 0).then(() => mcm.examine());
    expectFinding(found, {
      ...{ check: 'data-folder', result: 'fail', what: /cannot be read and written by uid \d+/ },
      hint: /as that user/,
    });
    expectFinding(found, {
      check: 'database-open',
      result: 'fail',
      what: /cannot be/,
      hint: /owner/,
    });
    expectFinding(found, { check: 'system-server', result: 'skip', what: /cannot be seen by uid/ });
  });

  (isRoot ? it : it.skip)('a file that root made in the folder of another user', async () => {
    await chown(mcm.data, 1000, 1000);
    await chown(mcm.database, 1000, 1000);
    expectFinding(await mcm.examine(), {
      ...{
        check: 'data-owner',
        result: 'fail',
        what: /uid 1000\): .*key/,
        hint: /chown --reference/,
      },
    });
  });
});

/** A small disk; rejects where root may not mount. */
const mount = (place: string, size: string) =>
  run('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=700`, 'tmpfs', place]);

/** Only root may mount, and in some containers not even root. */
async function mayMount(): Promise<boolean> {
  const home = await temporaryFolder();
  try {
    await mount(home.path, '1m');
    await run('umount', [home.path]);
    return true;
  } catch {
    // EPERM, as mount says it.
    return false;
  } finally {
    await home.remove();
  }
}

const onSmallDisk = (await mayMount()) ? it : it.skip;

describe('mcm doctor and a disk (skipped where nothing may be mounted)', () => {
  onSmallDisk.each([
    ['that is full', '40m', 'fail'],
    ['that is almost full', '200m', 'warn'],
  ] as const)('%s', async (_, size, result) => {
    const disk = join(mcm.home, 'disk');
    await mkdir(disk);
    await mount(disk, size);
    try {
      expectFinding(await mcm.examine({ MCM_DATABASE_PATH: join(disk, 'mcm.db') }), {
        ...{ check: 'system-disk', result, what: /MB of \d+ MB are free/, hint: /Make room/ },
      });
    } finally {
      await run('umount', [disk]);
    }
  });
});

describe('mcm doctor and certificates', () => {
  const https = (certFile: string, keyFile: string) => ({
    MCM_HTTP_TLS_ENABLED: 'true',
    MCM_HTTP_TLS_CERT_FILE: certFile,
    MCM_HTTP_TLS_KEY_FILE: keyFile,
  });

  it('names what is wrong with those of MCM itself', async () => {
    const made = await createCertificates(mcm.home);
    const chained = join(mcm.home, 'chained.crt');
    await writeFile(chained, made.server.cert + made.stranger.cert);
    const cases: readonly (Wanted & { pair: readonly [string, string] })[] = [
      {
        pair: [made.expired.certFile, made.expired.keyFile],
        ...{
          check: 'tls-expiry',
          result: 'fail',
          what: /expired\.crt expired on/,
          hint: /Renew it/,
        },
      },
      {
        pair: [made.server.certFile, made.client.keyFile],
        ...{ check: 'config-problem', result: 'fail', what: /not the key of the certificate/ },
        hint: /validate/,
      },
      {
        pair: [chained, made.server.keyFile],
        ...{ check: 'tls-chain', result: 'warn', what: /certificate 1 was not issued by/ },
        hint: /own certificate first/,
      },
      {
        pair: [made.serverOnly.certFile, made.serverOnly.keyFile],
        ...{
          check: 'tls-names',
          result: 'warn',
          what: /no subjectAltName/,
          hint: /names and addresses/,
        },
      },
    ];
    for (const { pair, ...wanted } of cases)
      expectFinding(await mcm.examine(https(...pair)), wanted);

    await chmod(made.server.keyFile, 0o644);
    const pair = https(made.server.certFile, made.server.keyFile);
    expectFinding(await mcm.examine(pair), {
      ...{ check: 'tls-key-mode', result: 'warn', what: /mode 0644/, hint: /chmod o-rwx/ },
    });

    await chmod(made.server.keyFile, 0o600);
    const well = await mcm.examine(pair);
    expect(unwell(well).filter(({ area }) => area !== 'broker')).toEqual([]);
    expectFinding(well, { check: 'tls-chain', result: 'ok', what: /leads to CN=mcm test ca/ });
  });
});

describe('mcm doctor takes for well', () => {
  const others = async () => unwell(await mcm.examine()).filter(({ area }) => area !== 'broker');

  it('an installation that does not run', async () => {
    expect(await others()).toEqual([]);
  });

  it('one before its first start, and makes nothing', async () => {
    await rm(mcm.data, { recursive: true });
    const before = await stateOf(mcm.home);
    expectFinding(await mcm.examine(), {
      ...{ check: 'data-folder', result: 'ok', what: /will be made at the first start/ },
    });
    expect(await others()).toEqual([]);
    expect(await stateOf(mcm.home)).toEqual(before);
  });

  it('a broker that MCM runs itself, while MCM does not run', async () => {
    const found = await mcm.examine({ MCM_MOSQUITTO_MANAGED: 'true' });
    expectFinding(found, {
      ...{ check: 'broker-tcp', result: 'skip', what: /MCM runs the broker itself/ },
      hint: /Start MCM/,
    });
    expect(unwell(found).map(({ check }) => check)).toEqual(['config-development']);
  });

  it('a database that the next start brings up to date', async () => {
    await sql(mcm.database, 'PRAGMA user_version = 1');
    expectFinding(await mcm.examine(), {
      ...{ check: 'database-schema', result: 'ok', what: /version 1: the next start brings it to/ },
    });
  });

  it('a database whose log was not taken in, which it leaves as it is', async () => {
    const copy = await temporaryFolder();
    const file = new sqlite3.Database(mcm.database);
    await new Promise((resolve) =>
      file.exec('CREATE TABLE kept (x); INSERT INTO kept VALUES (1)', resolve),
    );
    for (const end of ['', '-wal', '-shm']) {
      await writeFile(join(copy.path, `mcm.db${end}`), await readFile(mcm.database + end), {
        mode: 0o600,
      });
    }
    await new Promise((resolve) => file.close(resolve));
    const before = await stateOf(copy.path);
    expect(before.length).toBe(4);
    const found = await mcm.examine({ MCM_DATABASE_PATH: join(copy.path, 'mcm.db') });
    expectFinding(found, { check: 'database-integrity', result: 'ok', what: /whole/ });
    expect(await stateOf(copy.path)).toEqual(before);
    await copy.remove();
  });
});
