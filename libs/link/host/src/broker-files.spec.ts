import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brokerVersion, type BrokerLine, type BrokerVersion } from '#domain/mosquitto';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { BrokerFiles, type BrokerFilePlaces, type BrokerFilesRead } from './broker-files.js';

let home: TemporaryFolder;
beforeEach(async () => {
  home = await temporaryFolder();
});
afterEach(() => home.remove());

const write = (name: string, ...lines: readonly string[]) =>
  writeFile(join(home.path, name), [...lines, ''].join('\n'));

const version = (line: BrokerLine) => brokerVersion(line) as BrokerVersion;

function files(places: Partial<BrokerFilePlaces> = {}) {
  const reader = new BrokerFiles({
    configFile: join(home.path, 'mosquitto.conf'),
    ...{ port: 1883, ...places },
  });
  return (...lines: readonly BrokerLine[]) => {
    const [first = version('2.0'), ...others] = lines.map(version);
    return reader.read([first, ...others]);
  };
}

/** What was read, with the names of the files that were. */
const shown = ({ aclFile, passwordFile, dynsec, ...rest }: BrokerFilesRead) => ({
  allowAnonymous: rest.allowAnonymous,
  files: [aclFile, passwordFile, dynsec].map((file) => file?.path.slice(home.path.length + 1)),
});

describe('the files of the broker', () => {
  it('are found by its configuration, relative paths from its folder', async () => {
    await write(
      'mosquitto.conf',
      ...['pid_file /run/mosquitto/last.pid', 'listener 1883', 'acl_file acl'],
      `password_file ${home.path}/passwords`,
      ...['plugin /usr/lib/mosquitto_dynamic_security.so', 'plugin_opt_config_file state/a.json'],
    );
    await mkdir(join(home.path, 'state'));
    for (const name of ['acl', 'passwords', 'state/a.json']) await write(name, name);
    const read = await files()();
    expect(shown(read)).toEqual({
      ...{ allowAnonymous: false, files: ['acl', 'passwords', 'state/a.json'] },
    });
    expect(Buffer.from(read.aclFile?.bytes ?? []).toString()).toBe('acl\n');
    expect(read.pidFile).toBe('/run/mosquitto/last.pid');
    expect(read.listener).toEqual({ port: 1883, othersDiffer: false, otherPlugins: [] });
    expect(read.config).toMatchObject({ path: join(home.path, 'mosquitto.conf'), problems: [] });
  });

  it('are those that MCM is told of, whatever the configuration says', async () => {
    await write('mosquitto.conf', 'listener 1883', 'acl_file /nowhere', 'allow_anonymous false');
    await write('acl');
    const places = { aclFile: join(home.path, 'acl'), allowAnonymous: true };
    expect(shown(await files(places)())).toMatchObject({
      ...{ allowAnonymous: true, files: ['acl', undefined, undefined] },
    });
  });

  it('can be told without a configuration; then nothing else counts', async () => {
    await write('acl');
    const reader = new BrokerFiles({ aclFile: join(home.path, 'acl'), port: 1883 });
    const read = await reader.read([version('2.0')]);
    expect(shown(read)).toEqual({ allowAnonymous: false, files: ['acl', undefined, undefined] });
    expect(read).not.toHaveProperty('listener');
    expect(read).not.toHaveProperty('pidFile');
  });

  it('are those of the listener that MCM connects to, or else of the first', async () => {
    await write(
      'mosquitto.conf',
      'per_listener_settings true',
      ...['listener 1883', 'allow_anonymous true'],
      ...['listener 8883 127.0.0.1', 'acl_file acl', 'plugin /usr/lib/other.so'],
    );
    await write('acl');
    const second = await files({ port: 8883 })();
    expect(shown(second)).toMatchObject({
      allowAnonymous: false,
      files: ['acl', undefined, undefined],
    });
    expect(second.listener).toEqual({
      ...{ port: 8883, address: '127.0.0.1', othersDiffer: true },
      otherPlugins: ['/usr/lib/other.so'],
    });
    const first = await files({ port: 9001 })();
    expect(shown(first)).toEqual({
      allowAnonymous: true,
      files: [undefined, undefined, undefined],
    });
    expect(first.listener).toMatchObject({ port: 1883, othersDiffer: true });
  });

  it('may be named in included files, of which each change is seen', async () => {
    await write('mosquitto.conf', 'listener 1883', 'include_dir conf.d');
    await mkdir(join(home.path, 'conf.d'));
    await write('acl');
    await write('conf.d/not-read.txt', 'nonsense');
    const read = files();
    expect(shown(await read()).files).toEqual([undefined, undefined, undefined]);
    await write('conf.d/access.conf', 'acl_file acl');
    expect(shown(await read()).files).toEqual(['acl', undefined, undefined]);
    await write('conf.d/access.conf', 'allow_anonymous true', 'acl_file acl');
    expect(shown(await read())).toMatchObject({ allowAnonymous: true });
    await rm(join(home.path, 'conf.d/access.conf'));
    expect(shown(await read())).toMatchObject({ allowAnonymous: false });
  });

  it('have the faults that the broker finds, with their places', async () => {
    await write('mosquitto.conf', 'listener 1883', 'acl-file acl', 'include_dir nowhere');
    const { config } = await files()();
    expect(config?.problems).toEqual([
      expect.objectContaining({ line: 2, column: 1, effect: 'refuses' }),
      expect.objectContaining({ line: 3, reason: 'The folder cannot be opened.' }),
    ]);
  });

  it('are read as the broker would that takes the configuration, while it has not said which it is', async () => {
    await write('mosquitto.conf', 'listener 1883', 'listener_allow_anonymous true');
    expect((await files()('2.0')).config?.problems).toHaveLength(1);
    const read = await files()('2.0', '2.1');
    expect(read.config?.problems).toEqual([]);
    expect(read.allowAnonymous).toBe(true);
    await write('mosquitto.conf', 'nonsense');
    expect((await files()('2.0', '2.1')).config?.problems).toHaveLength(1);
  });

  it('are the same object until something changes', async () => {
    await write('mosquitto.conf', 'listener 1883', 'acl_file acl');
    await write('acl', 'user a');
    const read = files();
    const first = await read();
    expect(await read()).toBe(first);
    await write('acl', 'user b');
    const second = await read();
    expect(second).not.toBe(first);
    expect(await read('2.1')).not.toBe(second);
  });

  it('are told of by their names when they cannot be read', async () => {
    await expect(files()()).rejects.toThrow(`${home.path}/mosquitto.conf does not exist.`);
    await write('mosquitto.conf', 'listener 1883', 'acl_file acl');
    await expect(files()()).rejects.toThrow(`${home.path}/acl does not exist.`);
    await mkdir(join(home.path, 'acl'));
    await expect(files()()).rejects.toThrow(`${home.path}/acl is not a regular file.`);
    await write('mosquitto.conf', 'include_dir conf.d');
    await mkdir(join(home.path, 'conf.d/folder.conf'), { recursive: true });
    await expect(files()()).rejects.toThrow('conf.d/folder.conf is not a regular file.');
  });
});
