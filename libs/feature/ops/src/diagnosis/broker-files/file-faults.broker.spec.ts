import { execFile } from 'node:child_process';
import { appendFile, chmod, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, it } from '@jest/globals';
import {
  asColleague,
  brokerPlant,
  itWithUsers,
  RULES,
  type BrokerPlant,
} from '../../../test/broker-plant.js';
import { expectThese, spoiled, type Expected, type Fault } from '../../../test/planted-faults.js';
import type { Finding } from '../finding.js';

let plant: BrokerPlant;
afterEach(() => plant.remove());

async function bad(fault: Fault, how?: typeof asColleague<readonly Finding[]>) {
  plant = await brokerPlant('file');
  return spoiled(plant, fault, how);
}

const reloadBy =
  (reload: object): Fault =>
  (plant) => {
    plant.access = { ...plant.access, reload };
  };
const openFolder = (plant: BrokerPlant) => chmod(dirname(plant.acl), 0o755);

describe('the way to a reload', () => {
  it.each<[string, Fault, Expected]>([
    [
      'the pid_file of a broker that was killed',
      (plant) => plant.kill(),
      [
        'broker-reload',
        'fail',
        /^The broker does not run: there is no process \d+/,
        /^Start the broker/,
      ],
    ],
    [
      'a pid_file that names another program',
      (plant) => writeFile(plant.pidFile, `${process.pid}\n`),
      [
        'broker-reload',
        'fail',
        /^Process \d+ is no Mosquitto$/,
        /pid_file of an earlier one .* Start the broker/,
      ],
    ],
    [
      'a pid_file that names the first process',
      (plant) => writeFile(plant.pidFile, '1\n'),
      [
        'broker-reload',
        'fail',
        /names process 1, to which MCM sends no signals/,
        /with an init process/,
      ],
    ],
    [
      'no pid_file',
      (plant) => rm(plant.pidFile),
      [
        'broker-reload',
        'fail',
        /^There is no .*\/pid$/,
        /^Start the broker, and see that its mosquitto\.conf/,
      ],
    ],
    [
      'a pid_file without a number',
      (plant) => writeFile(plant.pidFile, ''),
      [
        'broker-reload',
        'fail',
        /holds no process id/,
        /^Correct mosquitto\.access\.reload\.pid_file/,
      ],
    ],
    [
      'a command that is not there',
      reloadBy({ command: ['/no/such/program', 'reload'] }),
      [
        'broker-reload',
        'fail',
        /^There is no program "\/no\/such\/program"/,
        /^Correct mosquitto\.access\.reload\.command/,
      ],
    ],
    [
      'a command that cannot be run',
      (plant) => reloadBy({ command: [plant.conf] })(plant),
      [
        'broker-reload',
        'fail',
        /^There is no program ".*conf" that MCM may run/,
        /^Correct mosquitto/,
      ],
    ],
  ])('is shut by %s', async (_, fault, expected) => {
    expectThese(await bad(fault), [expected]);
  });

  itWithUsers('is shut where MCM may not signal the broker', async () => {
    expectThese(await bad(() => undefined, asColleague), [
      [
        'broker-reload',
        'fail',
        /^MCM's user may not send a signal to the broker/,
        /CAP_KILL, or reload by command/,
      ],
    ]);
  });
});

describe('the files of rules and users', () => {
  it.each<[string, Fault, readonly Expected[]]>([
    [
      'a broken line of rules',
      (plant) => writeFile(plant.acl, `${RULES}topic readd x\n`),
      [
        [
          'acl-file',
          'fail',
          /\/acl:4: .* at a reload it (?:drops all rules|stops)/,
          /before the next reload; mcm acl lint/,
        ],
      ],
    ],
    [
      'a broken line of users',
      (plant) => appendFile(plant.passwords, 'ada:in the clear\n'),
      [['password-file', 'warn', /\/passwords:2: /, /^Correct or remove the line/]],
    ],
    [
      'many of them',
      (plant) => writeFile(plant.acl, 'nonsense\n'.repeat(30)),
      [
        ...Array.from({ length: 20 }, (_, at): Expected => [
          'acl-file',
          'fail',
          new RegExp(`/acl:${at + 1}: `),
          /^Correct/,
        ]),
        ['acl-file', 'warn', /has 10 more lines like these$/, /^Correct/],
      ],
    ],
    [
      'rules that are gone',
      (plant) => rm(plant.acl),
      [
        [
          'acl-file',
          'fail',
          /\/access\/acl does not exist$/,
          /^Put the file there, or correct .*mosquitto\.conf:\d+\. Without its acl_file/,
        ],
      ],
    ],
    [
      'rules that are none',
      (plant) => plant.edit({ from: /^acl_file .*$/m, to: '' }),
      [
        ['conf-no-rules', 'warn', /mosquitto\.conf:1: whoever logs in/, /acl_file/],
        ['acl-file', 'warn', /^The broker has no acl_file/, /^Set acl_file in mosquitto\.conf/],
      ],
    ],
    [
      'rules that keep things from MCM',
      (plant) => writeFile(plant.acl, 'user mcm\ntopic readwrite #\n'),
      [
        [
          'mcm-rights',
          'warn',
          /^by the rules MCM, which logs in as "mcm", may not receive figures .*, nor receive the log/,
          /^Grant the account mosquitto\.username/,
        ],
      ],
    ],
    [
      'users without MCM',
      (plant) => writeFile(plant.passwords, ''),
      [['mcm-rights', 'warn', /logs in as "mcm", may not log in$/, /^Grant the account/]],
    ],
    [
      'users that everybody may read',
      async (plant) => {
        await openFolder(plant);
        await chmod(plant.passwords, 0o644);
      },
      [
        [
          'file-rights',
          'warn',
          /passwords \(mode 0644\) holds hashes of passwords, and every user/,
          /^Run chmod o-rwx .*passwords,/,
        ],
      ],
    ],
    [
      'rules that everybody may change',
      async (plant) => {
        await openFolder(plant);
        await chmod(plant.acl, 0o666);
      },
      [
        [
          'file-rights',
          'fail',
          /acl \(mode 0666\) can be changed by every user/,
          /^Run chmod o-w .*acl\.$/,
        ],
      ],
    ],
    [
      'a folder that everybody may write into',
      (plant) => chmod(dirname(plant.acl), 0o777),
      [
        ['file-rights', 'fail', /acl can be replaced by every user/, /^Run chmod o-w .*access\.$/],
        [
          'file-rights',
          'fail',
          /passwords can be replaced by every user/,
          /^Run chmod o-w .*access\.$/,
        ],
      ],
    ],
  ])('are found with %s', async (_, fault, expected) => {
    expectThese(await bad(fault), expected);
  });

  itWithUsers('are found closed to the broker', async () => {
    expectThese(await bad((plant) => plant.shut(plant.acl)), [
      [
        'file-rights',
        'fail',
        /^the broker \(process \d+, user \d+\) cannot read .*acl \(mode 0600\), which belongs to user 0/,
        /chgrp \d+ .* && chmod g\+r/,
      ],
      ['file-replacement', 'fail', /could not read .*acl any more/, /^Give the file a group|chgrp/],
    ]);
  });

  itWithUsers('are found behind a folder that is closed to the broker', async () => {
    const found = await bad((plant) => plant.shut(dirname(plant.acl)));
    expectThese(found, [
      [
        'file-rights',
        'fail',
        /cannot reach .*acl: it may not enter .*access$/,
        /^Let the broker’s user or its group enter/,
      ],
      ['file-rights', 'fail', /cannot reach .*passwords: it may not enter .*access$/, /chmod g\+x/],
    ]);
  });

  itWithUsers('are found closed to MCM', async () => {
    const fault: Fault = async (plant) => {
      plant.access = { ...plant.access, reload: { command: ['true'] } };
      await plant.shut(plant.passwords);
    };
    const found = await bad(fault, asColleague);
    expectThese(found, [
      ['password-file', 'fail', /^MCM may not read .*passwords$/, /^Let its user read the file/],
      ['file-rights', 'fail', /cannot read .*passwords \(mode 0600\)/, /chmod g\+r/],
    ]);
  });

  itWithUsers('are found in a folder where only an owner may replace them', async () => {
    const fault: Fault = async (plant) => {
      plant.access = { ...plant.access, reload: { command: ['true'] } };
      await chmod(dirname(plant.acl), 0o3770);
    };
    const expected = [
      'file-replacement',
      'fail',
      /only the owner of a file may replace it$/,
      /^Take the sticky bit off/,
    ] as const;
    expectThese(await bad(fault, asColleague), [expected, expected]);
  });

  itWithUsers('are found in a folder that MCM may not write into', async () => {
    const fault: Fault = async (plant) => {
      plant.access = { ...plant.access, reload: { command: ['true'] } };
      await chmod(dirname(plant.acl), 0o2750);
    };
    const expected = [
      'file-replacement',
      'fail',
      /^MCM may not replace files in .*access \(EACCES\)$/,
      /^Let MCM's user read and write this folder/,
    ] as const;
    expectThese(await bad(fault, asColleague), [expected, expected]);
  });

  it('are found mounted by themselves', async () => {
    plant = await brokerPlant('file');
    await plant.start();
    const run = promisify(execFile);
    try {
      await run('mount', ['--bind', plant.acl, plant.acl]);
    } catch {
      // EPERM, as mount says it: a container may take the right away.
      return;
    }
    try {
      const found = (await plant.examine()).filter(({ result }) => result !== 'ok');
      expectThese(found, [
        ['file-replacement', 'fail', /is mounted by itself/, /^Mount its folder instead/],
      ]);
    } finally {
      await run('umount', [plant.acl]);
    }
  });
});
