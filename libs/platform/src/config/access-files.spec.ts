import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asNobody, temporaryFolder, type TemporaryFolder } from '#testing';
import { loadConfig } from './load-config.js';

let home: TemporaryFolder;
beforeEach(async () => {
  home = await temporaryFolder();
});
afterEach(() => home.remove());

/** The warnings about an acl_file at this path, with the path left out. */
async function warned(path: string): Promise<readonly string[]> {
  const { warnings } = await loadConfig({ env: { MCM_MOSQUITTO_ACCESS_ACL_FILE: path } });
  return warnings.map((warning) => warning.replace(path, 'PATH'));
}

describe("the broker's files, at the start", () => {
  it('are told of when they cannot be read, which keeps nothing from starting', async () => {
    const acl = join(home.path, 'acl');
    expect(await warned(acl)).toEqual([
      'mosquitto.access.acl_file names PATH, which does not exist: correct the path',
    ]);
    expect(await warned(home.path)).toEqual([
      'mosquitto.access.acl_file names PATH, which is not a regular file: correct the path',
    ]);
    await writeFile(acl, 'user a');
    expect(await warned(acl)).toEqual([]);
  });

  it('may be those of another user', async () => {
    const acl = join(home.path, 'acl');
    await writeFile(acl, 'user a');
    await chmod(home.path, 0o755);
    await chmod(acl, 0o000);
    expect(await asNobody(() => warned(acl))).toEqual([
      expect.stringContaining('which may not be read by the user MCM runs as: let it'),
    ]);
  });
});

it.each(['CONFIG_FILE', 'ACL_FILE', 'ALLOW_ANONYMOUS'])(
  'refuses MCM_MOSQUITTO_ACCESS_%s beside a managed broker, whose files are known',
  async (name) => {
    const env = { MCM_MOSQUITTO_MANAGED: 'true', [`MCM_MOSQUITTO_ACCESS_${name}`]: 'true' };
    await expect(loadConfig({ env })).rejects.toMatchObject({
      problems: [
        expect.objectContaining({
          key: `mosquitto.access.${name.toLowerCase()}`,
          message:
            'has no effect when mosquitto.managed is true: MCM knows the files of that broker',
        }),
      ],
    });
  },
);
