import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvRecord } from './csv.js';

describe('a record of a CSV file', () => {
  it.each([
    [['a', 1, undefined, ''], 'a,1,,'],
    [
      ['a,b', 'say "hi"', 'two\nlines', 'two\r\nlines'],
      '"a,b","say ""hi""","two\nlines","two\r\nlines"',
    ],
    [['=1+1', '+1', '-1', '@a', '\ta', '\ra'], `'=1+1,'+1,'-1,'@a,'\ta,"'\ra"`],
    [['=1,2', ' =1', 'a=1', "'a"], `"'=1,2", =1,a=1,'a`],
  ])('of %j is %j', (cells, record) => {
    expect(csvRecord(cells)).toBe(`${record}\r\n`);
  });

  it('has as many cells as it was given, each as it was but for a quote in front', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (cells) => {
        const read = parse(csvRecord(cells));
        expect(read).toEqual(cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)));
      }),
    );
  });
});

/** RFC 4180, read by the letter. */
function parse(record: string): string[] {
  const cells: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  const text = record.slice(0, -2);
  for (let more = true; more;) {
    const [, quoted, plain = '', end] = cell.exec(text) ?? [];
    cells.push(quoted?.replaceAll('""', '"') ?? plain);
    more = end === ',';
  }
  return cells;
}
