import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { textOf } from './pages.js';
import type { Plant } from './plant.js';

/** What the commands of a document find, and what is to be known about them. */
export interface Ground {
  /**
   * Files by their names in the folder where the commands run, or by whole paths: their content, the language of the
   * document's block that has it, or the program in bin/ that stands for it.
   */
  readonly files?: Readonly<
    Record<string, string | { readonly block: string } | { readonly program: string }>
  >;
  /** Shell that runs before the first block, for what the reader has done already. */
  readonly prelude?: string;
  /** MCM is installed: its configuration is at /etc/mcm/config.yaml. */
  readonly installed?: true;
  /** Done before the first command. */
  readonly before?: (plant: Plant) => Promise<void>;
  /** Commands whose answer is no, with the exit code; each has to give it. */
  readonly no?: readonly (readonly [command: string, code: number])[];
  /** Lines of a block of output that cannot come here, with the reason. */
  readonly unprinted?: readonly (readonly [start: string, reason: string])[];
}

const OVEN = {
  type: 'object',
  required: ['celsius'],
  properties: { celsius: { type: 'number' } },
};

/** The copy that an upgrade left; its number is that of the newest schema. */
const [COPY = ''] = /mcm\.db\.before-\d+/.exec(textOf('docs/upgrading.md')) ?? [];

/** By document. One that is not here has the plant alone, and each of its commands succeeds. */
export const GROUNDS: Readonly<Record<string, Ground>> = {
  'docs/access.md': {
    files: { 'users.csv': { block: 'csv' } },
    no: [['mcm access plan', 1]],
  },
  'docs/acl.md': {
    files: {
      'acl.new': 'user ann\ntopic read line2/#\n',
      'topics.txt': 'line2/oven/set\n',
      'users.txt': 'ann\n',
    },
    no: [
      [
        'mcm acl explain line2/oven/set --dynsec /var/lib/mosquitto/dynamic-security.json --user ann --broker 2.1',
        1,
      ],
      ['mcm acl diff /etc/mosquitto/acl acl.new --topics topics.txt --users users.txt', 1],
    ],
  },
  'docs/backup.md': {
    files: { '/etc/mcm/passphrase': 'a passphrase that is long enough\n' },
    // A server with data of its own, whose commands go by it.
    prelude: 'export MCM_DATABASE_PATH=$GROUND/own/mcm.db; mcm server',
  },
  'docs/doctor.md': { installed: true },
  'docs/executables.md': {
    files: { 'mcm-0.1.0-linux-x64': { program: 'mcm' } },
  },
  'docs/getting-started.md': {
    unprinted: [['First log-in:', 'printed on a terminal only']],
  },
  'docs/json-schemas.md': {
    files: { 'oven.json': JSON.stringify(OVEN), 'message.json': '{"celsius": 21.5}' },
  },
  'docs/packages.md': {
    files: {
      'mcm-0.1.0-linux-x64': 'x',
      'checksums.txt':
        '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  mcm-0.1.0-linux-x64\n',
    },
  },
  'docs/upgrading.md': {
    files: { 'mcm.db': '', [COPY]: '' },
  },
  'docs/troubleshooting.md': {
    before: ({ broker }) =>
      appendFile(join(broker.folder, 'acl'), 'user ann\ntopic read public/#\n'),
    no: [
      ['mcm access drift', 1],
      // Adopted just before, there is nothing left to overwrite.
      ['mcm access drift --overwrite', 1],
    ],
  },
};
