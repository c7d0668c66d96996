import { describe, expect, it } from '@jest/globals';
import type { DifferenceLine, Hunk } from '../api/models';
import type { CodeRow } from '../ui/code-rows';
import { differenceRows } from './difference-rows';

/** The lines of a hunk as `diff -u` writes them, from these numbers on. */
function hunkOf(before: number, after: number, text: string): Hunk {
  let [had, has] = [before, after];
  const lines = text.split('\n').map((written): DifferenceLine => {
    const line = written.slice(1);
    if (written.startsWith('-')) return { kind: 'removed', text: line, before: had++ };
    if (written.startsWith('+')) return { kind: 'added', text: line, after: has++ };
    return { kind: 'same', text: line, before: had++, after: has++ };
  });
  return { lines };
}

const CHANGES = [
  hunkOf(29, 29, ' user nodered\n-topic readwrite line2/#\n+topic read line2/#\n+topic write a/#'),
  hunkOf(46, 47, ' user maint\n+topic read line1/#'),
];

const text = (row: CodeRow): string =>
  row.kind === 'fold'
    ? row.text
    : row
        .tokens()
        .map((token) => token.text)
        .join('');
const changed = (row: CodeRow): string =>
  row.kind === 'fold'
    ? ''
    : row
        .tokens()
        .map((token) => (token.changed ? `[${token.text}]` : token.text))
        .join('');
const told = (rows: readonly CodeRow[]): readonly string[] =>
  rows.map((row) => {
    if (row.kind !== 'line') return text(row);
    const sign = { added: '+', removed: '-', none: ' ' }[row.change ?? 'none'];
    return `${row.number}${sign}${text(row)}`;
  });

describe('a difference as rows', () => {
  it('has its hunks, with what is unchanged before and between them folded', () => {
    expect(told(differenceRows({ hunks: CHANGES }))).toEqual([
      '28 lines unchanged',
      '29 user nodered',
      '30-topic readwrite line2/#',
      '30+topic read line2/#',
      '31+topic write a/#',
      '15 lines unchanged',
      '47 user maint',
      '48+topic read line1/#',
    ]);
  });

  it('has no fold where nothing is left out', () => {
    const rows = differenceRows({ hunks: [hunkOf(1, 1, '-a\n b'), hunkOf(3, 2, '+c\n d')] });
    expect(told(rows)).toEqual(['1-a', '1 b', '2+c', '3 d']);
  });

  it('marks what changed in a line that took the place of another', () => {
    const [, , before, after] = differenceRows({ hunks: CHANGES });
    expect(changed(before!)).toBe('topic [readwrite] line2/#');
    expect(changed(after!)).toBe('topic [read] line2/#');
  });

  it('marks nothing in lines that have no more than their keyword in common', () => {
    const rows = differenceRows({
      hunks: [hunkOf(1, 1, '-topic read a/#\n-# note\n+topic write b/#\n+topic c')],
    });
    for (const row of rows) expect(changed(row)).not.toContain('[');
  });

  it('pairs lines within one place alone', () => {
    const rows = differenceRows({
      hunks: [hunkOf(1, 1, '-topic read a/#\n user x\n+topic write a/#')],
    });
    for (const row of rows) expect(changed(row)).not.toContain('[');
  });

  it('shows what is folded once it is opened and the file is there', () => {
    const before = Array.from({ length: 60 }, (_, at) => `line ${at + 1}`);
    expect(told(differenceRows({ hunks: CHANGES }, new Set([32])))[5]).toBe('15 lines unchanged');
    const rows = told(differenceRows({ hunks: CHANGES }, new Set([32]), before));
    // Line 32 afterwards was line 31 before: one was added above.
    expect(rows.slice(4, 7)).toEqual(['31+topic write a/#', '32 line 31', '33 line 32']);
    expect(rows.slice(19, 21)).toEqual(['46 line 45', '47 user maint']);
  });

  it('opens the fold above a hunk that begins with what was added or removed', () => {
    const before = ['a', 'b', 'c'];
    const added = differenceRows({ hunks: [hunkOf(4, 4, '+new')] }, new Set([1]), before);
    expect(told(added)).toEqual(['1 a', '2 b', '3 c', '4+new']);
    const removed = differenceRows({ hunks: [hunkOf(3, 3, '-c')] }, new Set([1]), before);
    expect(told(removed)).toEqual(['1 a', '2 b', '3-c']);
  });

  it('is nothing without hunks', () => {
    expect(differenceRows({ hunks: [] })).toEqual([]);
    expect(differenceRows({ hunks: [{ lines: [] }] })).toEqual([]);
  });
});
