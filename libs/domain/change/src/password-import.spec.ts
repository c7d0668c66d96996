import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BROKER_LINES, brokerVersion, bytesOf, parsePasswordFile, textOf } from '#domain/mosquitto';
import { documentOf, hashText, shownPasswords } from '../test/file-examples.js';
import { anyBytes } from '../test/file-bytes.js';
import { fileEdited } from './file-edit.js';
import { importedFromPasswordFile } from './password-import.js';

const LONG_SALT = `$7$1$${'A'.repeat(86)}==$${'A'.repeat(86)}==`;
const SLOW = hashText().replace('$101$', '$1000001$');
const SHA512 = `$6$${hashText().split('$').slice(3).join('$')}`;

/** The names that are taken, and what is said about lines that are not. */
function imported(text: string, version = '2.0') {
  const { users, refused } = importedFromPasswordFile(bytesOf(text), brokerVersion(version)!);
  return {
    users: users.map(({ username, credential }) => `${username}:${textOf(credential.reveal())}`),
    refused: refused.map(({ line, reason }) => `${line} ${reason}`),
  };
}

describe('a password_file that is taken over', () => {
  it('gives the users that both lines of the broker let in', () => {
    const text = `ann:${hashText()}\r\n# note\n\n  \nbob smith : ${SHA512} :x\nc:${SHA512}$y`;
    expect(imported(text)).toEqual({
      users: [`ann:${hashText()}`, `bob smith:${SHA512}`, `c:${SHA512}$y`],
      refused: [],
    });
  });

  it.each([
    ['a plain password', 'ann:secret', /^1 What stands for the password is no hash/],
    ['no colon', 'ann', /^1 The broker does not read this line/],
    ['no password', 'ann:', /^1 After the name follows no password/],
    ['a salt for 2.1', `ann:${LONG_SALT}`, /^1 The salt has 64 bytes/],
    ['more work than a broker should do', `ann:${SLOW}`, /^1 With more than a million/],
    ['a name for the probe', `mcm-probe:${hashText()}`, /^1 mcm-probe is the account/],
    ['a name with a slash', `a/b:${hashText()}`, /^1 A name cannot contain \//],
    ['a byte order mark', `\uFEFFann:${hashText()}`, /^1 .*byte order mark/],
  ])('refuses %s', (_, text, why) => {
    const { users, refused } = imported(text);
    expect(users).toEqual([]);
    expect(refused).toEqual([expect.stringMatching(why)]);
  });

  it('says by which version a line is not read, where it is another', () => {
    expect(imported(`ann:${LONG_SALT}`, '2.1').refused).toEqual([
      expect.stringMatching(/^1 Mosquitto 2\.0 does not read it: The salt has 64 bytes/),
    ]);
    expect(imported(`ann:${hashText().slice(1)}`, '2.0.11').refused).toEqual([
      expect.stringMatching(/^1 Mosquitto 2\.1 does not read it: /),
    ]);
  });

  it('takes the last line of a name', () => {
    expect(imported(`ann:${SHA512}\nann:${hashText()}\n`)).toEqual({
      users: [`ann:${hashText()}`],
      refused: ['1 The name stands in line 2, too, and that one is taken.'],
    });
  });

  it('does not read behind a NUL byte', () => {
    const { users, refused } = imported(`ann:${hashText()}\0\nbob:${hashText()}\n`);
    expect(users).toEqual([]);
    expect(refused).toHaveLength(2);
  });

  it('gives what can be imported, of any file', () => {
    const broker = fc.constantFrom(...BROKER_LINES).map((line) => brokerVersion(line)!);
    fc.assert(
      fc.property(anyBytes, broker, (bytes, version) => {
        const { users, refused } = importedFromPasswordFile(bytes, version);
        const after = fileEdited(documentOf(''), { kind: 'import-users', users });
        expect(parsePasswordFile(after.passwords!.reveal(), version)).toMatchObject({
          problems: [],
          users: users.map(({ username }, index) => ({ username, line: index + 1 })),
        });
        expect(shownPasswords(after)!.split('\n')).toHaveLength(users.length + 1);
        const numbers = refused.map(({ line }) => line);
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
      }),
      { numRuns: 500 },
    );
  });
});
