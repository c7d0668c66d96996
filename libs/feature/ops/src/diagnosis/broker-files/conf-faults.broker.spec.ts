import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, describe, it } from '@jest/globals';
import {
  asColleague,
  brokerPlant,
  itWithUsers,
  type BrokerPlant,
} from '../../../test/broker-plant.js';
import { expectThese, spoiled, type Expected, type Fault } from '../../../test/planted-faults.js';
import type { Finding } from '../finding.js';

let plant: BrokerPlant;
afterEach(() => plant.remove());

async function bad(
  backend: 'file' | 'dynamic-security',
  fault: Fault,
  how?: typeof asColleague<readonly Finding[]>,
) {
  plant = await brokerPlant(backend);
  return spoiled(plant, fault, how);
}

describe('mosquitto.conf', () => {
  it.each<[string, Fault, readonly Expected[]]>([
    [
      'with an unknown option',
      (plant) => plant.edit({ to: 'sys_intervall 5' }),
      [
        [
          'conf-line-refused',
          'fail',
          /mosquitto\.conf:\d+: "sys_intervall" is no option/,
          /^Correct or remove/,
        ],
      ],
    ],
    [
      'with a folder to include that is missing',
      (plant) => plant.edit({ to: `include_dir ${join(plant.folder, 'conf.d')}` }),
      [
        [
          'conf-line-refused',
          'fail',
          /mosquitto\.conf:\d+: the folder cannot be opened$/,
          /^Correct or remove/,
        ],
      ],
    ],
    [
      'with a broken line in a file that it includes',
      async (plant) => {
        const folder = join(plant.folder, 'conf.d');
        await mkdir(folder);
        await writeFile(join(folder, 'a.conf'), '\nallow_anonymous maybe\n');
        await plant.edit({ to: `include_dir ${folder}` });
      },
      [
        [
          'conf-line-refused',
          'fail',
          /conf\.d\/a\.conf:2: here stands true or false$/,
          /^Correct or remove/,
        ],
      ],
    ],
    [
      'open to everybody',
      async (plant) => {
        await plant.edit({ from: ' 127.0.0.1', to: ' 0.0.0.0' });
        await plant.edit({ from: 'allow_anonymous false', to: 'allow_anonymous true' });
      },
      [
        [
          'conf-anonymous-allowed',
          'warn',
          /mosquitto\.conf:1: the listener on port \d+ of 0\.0\.0\.0 lets clients in/,
          /^Set allow_anonymous false/,
        ],
        [
          'conf-no-tls',
          'warn',
          /mosquitto\.conf:1: .* has no TLS/,
          /^Give the listener a certfile/,
        ],
      ],
    ],
    [
      'without the log for MCM',
      (plant) => plant.edit({ from: 'log_dest topic\n', to: '' }),
      [
        [
          'conf-no-log-topic',
          'warn',
          /mosquitto\.conf: the broker does not publish its log/,
          /^Add log_dest topic/,
        ],
      ],
    ],
    [
      'without figures',
      (plant) => plant.edit({ from: 'sys_interval 1', to: 'sys_interval 0' }),
      [['conf-no-figures', 'warn', /:\d+: the broker publishes no figures/, /set it to 5/]],
    ],
    [
      'with a plugin that is missing',
      (plant) => plant.edit({ to: 'plugin /no/such/plugin.so' }),
      [
        [
          'conf-plugin',
          'fail',
          /mosquitto\.conf:\d+: "plugin" names \/no\/such\/plugin\.so, which does not exist$/,
          /install the plugin/,
        ],
      ],
    ],
    [
      'with a certificate that is missing',
      (plant) =>
        plant.edit({
          from: 'allow_anonymous',
          to: 'certfile /no/c.crt\nkeyfile /no/c.key\nallow_anonymous',
        }),
      [
        [
          'conf-file',
          'fail',
          /mosquitto\.conf:2: "certfile" names \/no\/c\.crt, which does not exist$/,
          /^Correct the path/,
        ],
        ['conf-file', 'fail', /mosquitto\.conf:3: "keyfile"/, /^Correct the path/],
      ],
    ],
    [
      'with passwords that everybody may read',
      (plant) =>
        plant.edit({
          to: 'connection b\naddress 127.0.0.1:1\ntopic x\nremote_username b\nremote_password p',
        }),
      [
        [
          'file-rights',
          'warn',
          /mosquitto\.conf \(mode 0644\) holds passwords of bridges/,
          /^Run chmod o-rwx/,
        ],
      ],
    ],
  ])('is found %s', async (_, fault, expected) => {
    expectThese(await bad('file', fault), expected);
  });

  it('is found gone', async () => {
    const gone = async (work: () => Promise<readonly Finding[]>) => {
      await rm(plant.conf);
      return work();
    };
    const [finding] = await bad('file', () => undefined, gone);
    expectThese(finding ? [finding] : [], [
      [
        'mosquitto-conf',
        'fail',
        /mosquitto\.conf does not exist$/,
        /^Correct mosquitto\.access\.config_file/,
      ],
    ]);
  });

  itWithUsers('is found closed to MCM', async () => {
    const fault: Fault = (plant) => {
      plant.access = { ...plant.access, acl_file: plant.acl, reload: { command: ['true'] } };
      return plant.shut(plant.conf);
    };
    const found = await bad('file', fault, asColleague);
    expectThese(found, [
      [
        'mosquitto-conf',
        'fail',
        /^MCM may not read .*mosquitto\.conf$/,
        /^Let its user read the file/,
      ],
    ]);
  });
});

describe('the plugin', () => {
  const accountWith =
    (change: (state: { clients: Record<string, unknown>[] }) => void): Fault =>
    async ({ state }) => {
      const read = JSON.parse(await readFile(state, 'utf8')) as {
        clients: Record<string, unknown>[];
      };
      change(read);
      await writeFile(state, JSON.stringify(read));
    };

  it.each<[string, Fault, readonly Expected[]]>([
    [
      'a state that is broken',
      ({ state }) => writeFile(state, '{"clients": [,]}'),
      [
        [
          'plugin-file',
          'fail',
          /state\.json:1: .*nobody can log in through it$/,
          /^Stop the broker, correct the file/,
        ],
      ],
    ],
    [
      'a state that is gone',
      ({ state }) => rm(state),
      [
        [
          'plugin-file',
          'fail',
          /state\.json does not exist$/,
          /Without its file the plugin knows nobody/,
        ],
      ],
    ],
    [
      'a state that everybody may read',
      async (plant) => {
        await chmod(dirname(plant.state), 0o755);
        await chmod(plant.state, 0o644);
      },
      [
        [
          'file-rights',
          'warn',
          /state\.json \(mode 0644\) holds hashes of passwords/,
          /^Run chmod o-rwx/,
        ],
      ],
    ],
    [
      'no account for commands',
      accountWith((state) => {
        state.clients = [];
      }),
      [
        ['mcm-rights', 'warn', /logs in as "mcm", may not log in$/, /^Grant the account/],
        [
          'control-account',
          'fail',
          /has no client "mcm", by which MCM commands the plugin$/,
          /createClient/,
        ],
      ],
    ],
    [
      'an account for commands that is disabled',
      accountWith((state) => {
        state.clients[0]!['disabled'] = true;
      }),
      [
        ['mcm-rights', 'warn', /logs in as "mcm", may not log in$/, /^Grant the account/],
        [
          'control-account',
          'fail',
          /state\.json:\d+: the client "mcm", .* is disabled$/,
          /mosquitto\.access\.control/,
        ],
      ],
    ],
    [
      'a wrong password for commands',
      (plant) => {
        plant.access = {
          ...plant.access,
          control: { username: 'mcm', password: 'something else' },
        };
      },
      [
        [
          'control-account',
          'fail',
          /refused the log-in: this account may not connect/,
          /^Correct mosquitto\.access\.control\.username/,
        ],
      ],
    ],
    [
      'no broker',
      (plant) => plant.kill(),
      [
        [
          'control-account',
          'fail',
          /^Nothing listens on 127\.0\.0\.1:\d+ \(ECONNREFUSED\)$/,
          /^Start the broker/,
        ],
      ],
    ],
  ])('is found with %s', async (_, fault, expected) => {
    expectThese(await bad('dynamic-security', fault), expected);
  });

  it('is found silent, and not waited for', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const fault: Fault = (plant) => {
      const { port } = silent.address() as AddressInfo;
      plant.target = { ...plant.target, port };
      plant.patience = 200;
    };
    const found = await bad('dynamic-security', fault);
    silent.close();
    expectThese(found, [
      [
        'control-account',
        'fail',
        /^The broker did not answer .* within 0\.4 s$/,
        /^See what stands in the way/,
      ],
    ]);
  });
});
