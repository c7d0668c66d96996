import { describe, expect, it } from '@jest/globals';
import { readUserCsv, type UserRow } from './user-csv.js';

const HEAD = 'username,password,roles\n';
const QUOTE_OPEN = 'A quote is not closed: nothing from this line on was read.';
const QUOTE_WITHIN =
  'A quote stands within a cell: put the whole cell in quotes, and write the quote in it twice.';

const reading = (text: string) => readUserCsv(text, new Set(['a', 'b']));
/** The lines that are refused, with why. */
const refused = (text: string) =>
  reading(text).refused.map(({ line, reason }) => `${line} ${reason}`);

describe('a CSV of users', () => {
  it.each<[string, readonly UserRow[]]>([
    ['username\nann\nbob\n', [{ username: 'ann' }, { username: 'bob' }]],
    ['username\r\nann\r\nbob', [{ username: 'ann' }, { username: 'bob' }]],
    ['\uFEFFusername\n\nann\n\n', [{ username: 'ann' }]],
    [' Username , PASSWORD \nann,x', [{ username: 'ann', password: 'x' }]],
    ['password,username\nx,ann', [{ username: 'ann', password: 'x' }]],
    [`${HEAD}ann,,`, [{ username: 'ann', roles: [] }]],
    [`${HEAD}ann`, [{ username: 'ann', roles: [] }]],
    [`${HEAD}ann,x, a ;;b;`, [{ username: 'ann', password: 'x', roles: ['a', 'b'] }]],
    [`${HEAD}"ann","x, y\n""z""",a`, [{ username: 'ann', password: 'x, y\n"z"', roles: ['a'] }]],
    [`${HEAD}ann,'=1+1,`, [{ username: 'ann', password: '=1+1', roles: [] }]],
    [`${HEAD}ann,"'x",`, [{ username: 'ann', password: "'x", roles: [] }]],
    [`${HEAD}ann, x ,`, [{ username: 'ann', password: ' x ', roles: [] }]],
    ['username\n', []],
  ])('is read: %j', (text, rows) => {
    expect(reading(text)).toEqual({ rows, refused: [] });
  });

  it('is taken but for the lines that are refused, which are named', () => {
    const text = [
      'username,password',
      'ann,x',
      'b/c,x',
      ',x',
      'ann,y',
      'carol,x,y',
      '"d\ne",x',
      'mcm-probe,x',
      '$SYS,x',
      'dora,x',
    ].join('\n');
    expect(reading(text).rows).toEqual([
      { username: 'ann', password: 'x' },
      { username: 'dora', password: 'x' },
    ]);
    expect(refused(text)).toEqual([
      expect.stringMatching(/^3 A name cannot contain \/, \+ or #/),
      expect.stringMatching(/^4 A name needs at least one character/),
      '5 The name stands in an earlier line, too.',
      '6 The line has more cells than the first one: put text with commas in quotes.',
      expect.stringMatching(/^7 A name cannot contain the character U\+000A/),
      expect.stringMatching(/^9 mcm-probe is the account/),
      expect.stringMatching(/^10 A name cannot begin with \$/),
    ]);
  });

  it.each([
    ['', []],
    ['ann\nbob', []],
    ['username,email\nann,x', []],
    ['username,username\nann,ann', []],
    ['password\nx', []],
    ['"username\nann', []],
  ])('without a first line of names is not taken: %j', (text, rows) => {
    expect(reading(text).rows).toEqual(rows);
    expect(refused(text)).toEqual([expect.stringMatching(/^1 The first line names the columns/)]);
  });

  it('gives nobody a role that is not there', () => {
    const text = `${HEAD}ann,x,a;c\nbob,x,b\n`;
    expect(reading(text).rows.map(({ username }) => username)).toEqual(['bob']);
    expect(refused(text)).toEqual(['2 There is no role c. Create it first.']);
  });

  it('loses nothing behind a quote that is not closed, but says from where on it was not read', () => {
    const text = `${HEAD}ann,x,\nbob,"y,\ncarol,z,\n`;
    expect(reading(text).rows.map(({ username }) => username)).toEqual(['ann']);
    expect(refused(text)).toEqual([`3 ${QUOTE_OPEN}`]);
    expect(refused('username\n"')).toEqual([`2 ${QUOTE_OPEN}`]);
    expect(refused('username\n"ann""')).toEqual([`2 ${QUOTE_OPEN}`]);
  });

  it.each(['ann,pass"word,', 'ann,"pass"word,', 'ann,"x" ,', '"ann"b,x,', 'ann,"",a"b'])(
    'cuts no password off at a quote: %s',
    (line) => {
      expect(reading(`${HEAD}${line}\nbob,x,\n`).rows).toMatchObject([{ username: 'bob' }]);
      expect(refused(`${HEAD}${line}\nbob,x,\n`)).toEqual([`2 ${QUOTE_WITHIN}`]);
    },
  );

  it('counts the lines as an editor does, whatever ends them', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['username,password', '"ann","x', 'y"', '', 'bob,x,y', 'c/d,x'].join(end);
      expect(refused(text).map((one) => one.slice(0, 2))).toEqual(['5 ', '6 ']);
    }
  });

  it('may be as large as a request', () => {
    const size = 1 << 20;
    expect(refused(`username\n"${'x'.repeat(size)}`)).toEqual([`2 ${QUOTE_OPEN}`]);
    expect(refused(`username\n"${'""'.repeat(size / 2)}`)).toEqual([`2 ${QUOTE_OPEN}`]);
    const rows = Array.from({ length: 100_000 }, (_, at) => `u${at},"p,${at}"`);
    expect(reading(`username,password\n${rows.join('\n')}`).rows).toHaveLength(100_000);
  });
});
