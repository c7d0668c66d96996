import { chmod, chown, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asNobody, temporaryFolder, type TemporaryFolder } from '#testing';
import { itWithUsers } from '../../../test/broker-plant.js';
import { rightsFindings, type Readers } from './file-rights.js';

const [BROKER, GROUP, OTHER] = [1883, 1884, 1885];
/** Of asNobody. */
const NOBODY = 65_534;

let home: TemporaryFolder;
let path: string;
beforeEach(async () => {
  home = await temporaryFolder();
  await chmod(home.path, 0o755);
  path = join(home.path, 'passwords');
  await writeFile(path, 'x');
});
afterEach(() => home.remove());

const READERS: Readers = { user: undefined, heedsRights: true, refusesLinks: true };
const AS_BROKER: Readers = { ...READERS, user: { pid: 7, uid: BROKER, gids: [GROUP] } };

/** What is said of the file. */
async function told(readers: Readers, secret?: string, at = path) {
  const file = { path: at, area: 'access', isReadByBroker: true } as const;
  const found = await rightsFindings({ ...file, ...(secret !== undefined && { secret }) }, readers);
  return found.map(({ result, what }) => `${result}: ${what.replaceAll(home.path, '')}`);
}

async function owned(uid: number, gid: number, mode: number): Promise<void> {
  await chown(path, uid, gid);
  await chmod(path, mode);
}

describe('a file of the broker', () => {
  itWithUsers.each([
    [BROKER, GROUP, 0o600, 'ok: /passwords (mode 0600) is open to those alone who need it'],
    [
      0,
      GROUP,
      0o640,
      'warn: /passwords (mode 0640) belongs to user 0 and group 1884, about which this broker (user 1883) logs a warning, and which newer ones may refuse',
    ],
    [
      BROKER,
      OTHER,
      0o600,
      'warn: /passwords (mode 0600) belongs to user 1883 and group 1885, about which this broker (user 1883) logs a warning, and which newer ones may refuse',
    ],
    [
      BROKER,
      GROUP,
      0o040,
      'fail: the broker (process 7, user 1883) cannot read /passwords (mode 0040), which belongs to user 1883 and group 1884',
    ],
    [
      OTHER,
      OTHER,
      0o640,
      'fail: the broker (process 7, user 1883) cannot read /passwords (mode 0640), which belongs to user 1885 and group 1885',
    ],
  ])('of user %i and group %i with mode %o', async (uid, gid, mode, finding) => {
    await owned(uid, gid, mode);
    expect(await told(AS_BROKER)).toEqual([finding]);
  });

  itWithUsers(
    'may belong to MCM where that is not root, and to anybody before 2.0.22',
    async () => {
      await owned(NOBODY, GROUP, 0o640);
      expect(await told(AS_BROKER)).toEqual([
        expect.stringMatching(/^warn: .* belongs to user 65534/),
      ]);
      expect(await asNobody(() => told(AS_BROKER))).toEqual([expect.stringMatching(/^ok/)]);
      expect(await told({ ...AS_BROKER, heedsRights: false })).toEqual([
        expect.stringMatching(/^ok/),
      ]);
    },
  );

  it('with rules may be read by everybody where the broker does not mind', async () => {
    await chmod(path, 0o644);
    expect(await told(READERS)).toEqual([
      'warn: /passwords (mode 0644) can be read by every user of this machine, about which this broker logs a warning',
    ]);
    expect(await told({ ...READERS, heedsRights: false })).toEqual([expect.stringMatching(/^ok/)]);
    expect(await told({ ...READERS, heedsRights: false }, 'hashes')).toEqual([
      'warn: /passwords (mode 0644) holds hashes, and every user of this machine may read it',
    ]);
  });

  it('is closed to others when they cannot come to it', async () => {
    await chmod(path, 0o666);
    await chmod(home.path, 0o750);
    expect(await told(READERS, 'hashes')).toEqual([expect.stringMatching(/^ok/)]);
  });

  it('is no link in 2.1', async () => {
    await chmod(path, 0o600);
    const link = join(home.path, 'link');
    await symlink(path, link);
    expect(await told(READERS, undefined, link)).toEqual([
      'warn: /link is a link, which Mosquitto 2.1 does not follow',
    ]);
    expect(await told({ ...READERS, refusesLinks: false }, undefined, link)).toEqual([
      expect.stringMatching(/^ok: \/passwords/),
    ]);
    const linked = join(home.path, 'linked');
    await mkdir(join(home.path, 'folder'));
    await symlink(join(home.path, 'folder'), linked);
    await writeFile(join(linked, 'file'), '', { mode: 0o600 });
    expect(await told(READERS, undefined, join(linked, 'file'))).toEqual([
      expect.stringMatching(/^ok/),
    ]);
  });

  it('that is not there is told of where it is read', async () => {
    expect(await told(READERS, undefined, join(home.path, 'none'))).toEqual([]);
  });
});
