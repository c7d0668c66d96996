import { afterEach, describe, expect, it } from '@jest/globals';
import { Asker, startMosquitto, temporaryFolder, type TestBroker } from '#testing';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SecretBytes } from '#domain/mosquitto';
import { isPasswordOf, passwordHash } from './password-hash.js';

const NOT_AUTHORIZED = 0x87;
const run = promisify(execFile);
let broker: TestBroker | undefined;
afterEach(() => broker?.stop());

const textOf = async (password: string, iterations?: number) =>
  Buffer.from((await passwordHash(password, iterations)).reveal()).toString('latin1');

describe('the hash of a password', () => {
  it('is as the broker wants it: its users log in with their passwords, and with no other', async () => {
    const home = await temporaryFolder();
    const path = join(home.path, 'passwords');
    const passwords = { ann: 'sécret  ', bob: '$7$101$:x' };
    const lines = [
      `ann:${await textOf(passwords.ann)}`,
      `bob:${await textOf(passwords.bob, 1_000)}`,
    ];
    await writeFile(path, `${lines.join('\n')}\n`);
    broker = await startMosquitto({ conf: [`password_file ${path}`] });
    const { port } = broker;
    const reasonFor = async (username: string, password: string) => {
      const asker = await Asker.connect(port, { clientId: '', username, password });
      asker.end();
      return asker.reason;
    };
    expect(await reasonFor('ann', passwords.ann)).toBe(0);
    expect(await reasonFor('bob', passwords.bob)).toBe(0);
    expect(await reasonFor('ann', passwords.bob)).toBe(NOT_AUTHORIZED);
    expect(await reasonFor('ann', 'sécret')).toBe(NOT_AUTHORIZED);
    await home.remove();
  });

  it('has a salt of twelve bytes, another one each time, and 101 iterations', async () => {
    const [, kind, iterations, salt = '', hash = ''] = (await textOf('x')).split('$');
    expect([kind, iterations]).toEqual(['7', '101']);
    expect(Buffer.from(salt, 'base64')).toHaveLength(12);
    expect(Buffer.from(hash, 'base64')).toHaveLength(64);
    expect(await textOf('x')).not.toContain(salt);
  });

  it('is known again by its password, in each form that the broker reads', async () => {
    const ann = await passwordHash('sécret  ');
    expect(await isPasswordOf(ann, 'sécret  ')).toBe(true);
    expect(await isPasswordOf(ann, 'sécret')).toBe(false);
    const home = await temporaryFolder();
    const made = async (form: string) => {
      const path = join(home.path, form);
      await run('mosquitto_passwd', [
        '-c',
        '-b',
        ...(form === 'plain' ? [] : ['-H', form]),
        path,
        'ann',
        'x',
      ]);
      const line = await readFile(path, 'utf8');
      return new SecretBytes(Buffer.from(line.trim().replace('ann:', '')));
    };
    for (const form of ['plain', 'sha512', 'sha512-pbkdf2']) {
      expect([form, await isPasswordOf(await made(form), 'x')]).toEqual([form, true]);
      expect([form, await isPasswordOf(await made(form), 'y')]).toEqual([form, false]);
    }
    for (const text of ['', 'x', '$7$101$c2FsdA==', '$7$0$c2FsdA==$aGFzaA==', '$6$c2FsdA==$']) {
      expect(await isPasswordOf(new SecretBytes(Buffer.from(text)), 'x')).toBe(false);
    }
    await home.remove();
  });

  it('shows up in no log', async () => {
    expect(JSON.stringify({ hash: await passwordHash('x') })).toBe('{"hash":{}}');
  });
});
