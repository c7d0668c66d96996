import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { accessFileText, readAccessFile } from '../src/commands/access-file.js';

let home: TemporaryFolder;
beforeAll(async () => (home = await temporaryFolder()));
afterAll(() => home.remove());

async function read(content: string | Uint8Array) {
  const path = join(home.path, 'access.yaml');
  await writeFile(path, content);
  try {
    return await readAccessFile(path);
  } catch (error) {
    throw new Error((error as Error).message.replaceAll(path, 'access.yaml'), { cause: error });
  }
}

describe('an access file', () => {
  it('is YAML, and so can be JSON', async () => {
    const { declaration } = await read('version: 1\nusers:\n  - name: ann # the boss\n');
    expect(declaration).toEqual({ version: 1, users: [{ name: 'ann' }] });
    expect((await read(JSON.stringify(declaration))).declaration).toEqual(declaration);
  });

  it('is read as it was written, whatever the names', async () => {
    const names = ['yes', '1', 'null', '~', ' x', 'ü\u2028', '#a: b', 'a\udc80b', '', '"', "it's"];
    const rules = names.map((topic) => ({ all: true, topic: `t/${topic}`, permission: 'read' }));
    const declaration = { version: 1, rules };
    const written = accessFileText(declaration, 'A comment');
    expect(written).toMatch(/^# A comment\nversion: 1\n/);
    expect((await read(written)).declaration).toEqual(declaration);
  });

  it('can use anchors and aliases', async () => {
    const text = 'version: 1\nusers:\n  - &a {name: ann}\nroles: []\nrules: []\n';
    expect((await read(text)).declaration['users']).toEqual([{ name: 'ann' }]);
    const twice =
      'version: 1\nroles:\n  - name: r\n    rules: &all [{topic: a, permission: read}]\n';
    const { declaration } = await read(`${twice}  - {name: s, rules: *all}\n`);
    expect(declaration['roles']).toMatchObject([{}, { rules: [{ topic: 'a' }] }]);
  });

  it.each([
    ['no text', Uint8Array.of(0xff), 'access.yaml is not UTF-8 text'],
    [
      'no YAML',
      'version: 1\nusers: [\n',
      'access.yaml:3: the indentation does not fit the lines above',
    ],
    ['a key twice', 'version: 1\nversion: 1\n', 'access.yaml:2: a key is there twice'],
    ['two documents', 'version: 1\n---\nversion: 1\n', 'access.yaml:2: a second document begins'],
    ['nothing in it', '', 'access.yaml:1: It has to be an object with members.'],
    ['a list in it', '- a\n', 'access.yaml:1: It has to be an object with members.'],
    [
      'a name that is a number',
      'version: 1\nusers:\n  - name: ann\n  - name: 7\n',
      'access.yaml:4: It has to be a text; in YAML, put it in quotes.',
    ],
    [
      'a member missing',
      'version: 1\nrules:\n  - all: true\n    topic: a\n',
      'access.yaml:3: It has to have a member permission.',
    ],
    [
      'an unknown member',
      'version: 1\n\nuser: []\n',
      'access.yaml:3: Nothing of that name is known here',
    ],
  ])('with %s is refused with the line', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it('whose aliases grow beyond all bounds is refused', async () => {
    const level = (of: string, name: string) =>
      `${name}: &${name} [${Array(20).fill(`*${of}`).join(', ')}]\n`;
    const bomb = `a: &a [x]\n${level('a', 'b')}${level('b', 'c')}${level('c', 'd')}`;
    await expect(read(bomb)).rejects.toThrow('access.yaml has aliases that grow beyond all bounds');
  });

  it('says on which line something is that others find wrong', async () => {
    const { told } = await read(
      'version: 1\nusers:\n  - name: ann\n    roles:\n      - a\n      - b\n',
    );
    const problems = [
      { pointer: '/users/0/roles/1', detail: 'One.' },
      { pointer: '/users/0/passwordHash', detail: 'Two.' },
      { pointer: '', detail: 'Three\u001b.' },
      { pointer: '/users/9/x~1y', detail: 'Four.' },
    ];
    expect(told(problems).replaceAll(home.path, '')).toBe(
      '/access.yaml:6: One.\n/access.yaml:3: Two.\n/access.yaml:1: Three\\x1b.\n/access.yaml:3: Four.',
    );
  });
});
