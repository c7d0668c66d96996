import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leastTime } from '#testing';
import { lineDifference, type Hunk } from './line-difference.js';

const lines = (...all: readonly string[]) => all.map((line) => `${line}\n`).join('');

/** As `diff -u` shows it. */
function shown(hunks: readonly Hunk[]): string {
  return hunks
    .map(({ beforeStart, afterStart, lines: all }) => {
      const body = all.map(({ kind, text, isUnended }) => {
        return `${SIGNS[kind]}${text}${isUnended ? ' (no end)' : ''}\n`;
      });
      return `@@ -${beforeStart} +${afterStart} @@\n${body.join('')}`;
    })
    .join('');
}
const SIGNS = { same: ' ', removed: '-', added: '+' };

/** What becomes of a text when the difference is made. */
function applied(before: string, hunks: readonly Hunk[]): string {
  const old = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  let next = 1;
  let after = '';
  for (const { beforeStart, lines: all } of hunks) {
    after += old.slice(next - 1, beforeStart - 1).join('');
    next = beforeStart;
    for (const { kind, text, isUnended } of all) {
      const line = `${text}${isUnended ? '' : '\n'}`;
      // Too many to expect each.
      if (kind !== 'added' && old[next++ - 1] !== line) throw new Error(`Not there: ${line}`);
      if (kind !== 'removed') after += line;
    }
  }
  return after + old.slice(next - 1).join('');
}

/** How many lines two texts have in common, by trying everything. */
function mostInCommon(a: readonly string[], b: readonly string[]): number {
  let above = new Array<number>(b.length + 1).fill(0);
  for (const line of a) {
    const row = [0];
    for (const [j, other] of b.entries()) {
      row.push(line === other ? above[j]! + 1 : Math.max(above[j + 1]!, row[j]!));
    }
    above = row;
  }
  return above[b.length]!;
}

const texts = fc
  .array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n', 'a\r\n'), { maxLength: 30, size: 'max' })
  .chain((all) => fc.boolean().map((ended) => all.join('').slice(0, ended ? undefined : -1)));

describe('the difference of two texts', () => {
  it('is shown with three lines around it', () => {
    expect(
      shown(
        lineDifference(
          lines('1', '2', '3', '4', '5', '6', '7', '8', '9'),
          lines('1', '2', '3', '4', 'five', '6', '7', '8', '9'),
        ),
      ),
    ).toBe('@@ -2 +2 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n');
  });

  it('is one where the lines around would meet, and two where not', () => {
    const numbers = Array.from({ length: 12 }, (_, index) => String(index + 1));
    const near = lines(...numbers.with(1, 'x').with(8, 'y'));
    const far = lines(...numbers.with(1, 'x').with(9, 'y'));
    expect(lineDifference(lines(...numbers), near)).toHaveLength(1);
    expect(lineDifference(lines(...numbers), far)).toHaveLength(2);
    expect(shown(lineDifference(lines(...numbers), far))).toContain(
      '@@ -7 +7 @@\n 7\n 8\n 9\n-10\n',
    );
  });

  it('begins behind the lines of an empty text', () => {
    expect(shown(lineDifference('', lines('a')))).toBe('@@ -1 +1 @@\n+a\n');
    expect(shown(lineDifference(lines('a'), ''))).toBe('@@ -1 +1 @@\n-a\n');
  });

  it('tells line ends apart', () => {
    expect(shown(lineDifference('a', 'a\n'))).toBe('@@ -1 +1 @@\n-a (no end)\n+a\n');
    expect(lineDifference('a\n', 'a\r\n')[0]!.lines).toEqual([
      { kind: 'removed', text: 'a', before: 1, isUnended: false },
      { kind: 'added', text: 'a\r', after: 1, isUnended: false },
    ]);
  });

  it('is none where there is none', () => {
    expect(lineDifference('a\n', 'a\n')).toEqual([]);
  });

  it('makes the one of the other, with as few lines as possible', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const hunks = lineDifference(before, after);
        expect(applied(before, hunks)).toBe(after);
        for (const [from, to] of [[before, 'before'] as const, [after, 'after'] as const]) {
          const split = from.match(/[^\n]*\n|[^\n]+$/g) ?? [];
          for (const line of hunks.flatMap((hunk) => hunk.lines)) {
            const number = line[to];
            if (number !== undefined) expect(split[number - 1]!.replace(/\n$/, '')).toBe(line.text);
          }
        }
        const split = (text: string) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
        const kept = mostInCommon(split(before), split(after));
        const changed = hunks.flatMap((hunk) => hunk.lines).filter(({ kind }) => kind !== 'same');
        expect(changed).toHaveLength(split(before).length + split(after).length - 2 * kept);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the difference of two long texts', () => {
  const long = Array.from({ length: 100_000 }, (_, index) =>
    index % 3 === 0 ? `user ${index}` : `topic read ${index % 7}`,
  );

  const one = leastTime(() => lineDifference(lines(...long), lines(...long.with(50_000, 'x'))));

  /** How many lines differ, found in no more than ten times what finding a single one takes. */
  function quickly(before: string, after: string) {
    const limit = 10 * one;
    expect(leastTime(() => lineDifference(before, after), limit)).toBeLessThanOrEqual(limit);
    const hunks = lineDifference(before, after);
    expect(applied(before, hunks)).toBe(after);
    return hunks.flatMap((hunk) => hunk.lines).filter(({ kind }) => kind !== 'same').length;
  }

  it('finds one line', () => {
    expect(quickly(lines(...long), lines(...long.with(50_000, 'x')))).toBe(2);
  });

  it('finds a line in ten, by those that stand there once', () => {
    const changed = long.flatMap((line, index) =>
      index % 10 === 1 ? [`${line}/x`, line] : [line],
    );
    expect(quickly(lines(...long), lines(...changed))).toBe(10_000);
  });

  it('finds what was moved, and what was turned around', () => {
    const moved = [...long.slice(30_000), ...long.slice(0, 30_000)];
    expect(quickly(lines(...long), lines(...moved))).toBe(60_000);
    quickly(lines(...long), lines(...long.toReversed()));
  });

  it('puts one in the place of the other where they have nothing that stands there once', () => {
    const some = Array.from({ length: 50_000 }, (_, index) => `a${index % 300}`);
    const other = Array.from({ length: 50_000 }, (_, index) => `a${(index * 7) % 311}`);
    quickly(lines(...some), lines(...other));
    quickly(lines(...some), lines(...long));
  });
});
