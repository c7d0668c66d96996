import { describe, expect, it } from '@jest/globals';
import {
  guessFormat,
  importFault,
  importWords,
  MOST_CHARACTERS,
  passwordsCsv,
} from './user-import';

describe('a text with users', () => {
  it.each([
    ['username,password,roles\nplc-7,,', 'csv'],
    ['password, Username\n', 'csv'],
    ['"username"\nplc-7', 'csv'],
    ['plc-7:$7$101$abc==$def==\n', 'password_file'],
    ['\nplc-7:$6$abc$def', 'password_file'],
    ['plc-7,secret', undefined],
    ['plc-7:plain', undefined],
    ['', undefined],
  ])('is taken for what it looks like: %j', (text, format) => {
    expect(guessFormat(text)).toBe(format);
  });

  it('is not sent when it is empty or too long', () => {
    expect(importFault(' \n')).toContain('Choose a file');
    expect(importFault('username\nplc-7')).toBeUndefined();
    expect(importFault('x'.repeat(MOST_CHARACTERS))).toBeUndefined();
    expect(importFault('x'.repeat(MOST_CHARACTERS + 1))).toContain('in parts');
  });
});

describe('what became of an import', () => {
  const none = {
    draftVersion: 3,
    created: 0,
    changed: 0,
    passwords: [],
    refused: [],
    refusedTotal: 0,
  };
  const refused = [{ line: 3, reason: 'The name is empty.' }];

  it.each([
    [{ created: 412 }, '412 users added.'],
    [
      { created: 1, changed: 2, refused, refusedTotal: 1_200 },
      '1 user added, 2 users given another password, 1,200 lines left out.',
    ],
    [{ changed: 1 }, '1 user given another password.'],
    [{ refused, refusedTotal: 1 }, '0 users added, 1 line left out.'],
  ])('is said: %j', (result, words) => {
    expect(importWords({ ...none, ...result })).toBe(words);
  });
});

describe('passwords as a CSV', () => {
  it('are text to a spreadsheet, whatever they begin with', () => {
    const password = (username: string, password: string) => ({ username, password });
    const csv = passwordsCsv([
      password('plc-7', 'Of71-t2Z'),
      password('=cmd()', '-n7b'),
      password('a,"b"', '+1'),
      password('@x', '\tindented'),
    ]);
    expect(csv.split('\r\n')).toEqual([
      'username,password',
      'plc-7,Of71-t2Z',
      `'=cmd(),'-n7b`,
      `"a,""b""",'+1`,
      `'@x,'\tindented`,
      '',
    ]);
  });
});
