import { describe, expect, it } from '@jest/globals';
import { payloadDifference } from '#domain/payload';
import { differenceView } from './difference-lines';
import { jsonLines } from './json-text';

const encode = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const view = (before: unknown, after: unknown) =>
  differenceView(
    payloadDifference(encode(before), encode(after)),
    typeof after === 'string' ? [] : jsonLines(JSON.stringify(after)),
  );

describe('a difference', () => {
  it('of fields has a line for each side, on the line of the value', () => {
    const { lines, rest, only } = view(
      { rpm: 1187, set: 1200, ok: true },
      { rpm: 1184, set: 1200, ok: true },
    );
    expect(lines).toEqual([
      { sign: '-', field: 'rpm', place: '2', text: '1187', from: 0, to: 4 },
      { sign: '+', field: 'rpm', place: '2', text: '1184', from: 0, to: 4 },
    ]);
    expect(rest).toBe('2 other fields unchanged');
    expect(only).toBe('/rpm');
  });

  it('of fields names what has come and gone by its path', () => {
    const { lines, only } = view({ a: { b: 1 } }, { a: { c: [2] } });
    expect(lines.map(({ sign, field, text }) => `${sign} ${field} ${text}`)).toEqual([
      '- a.b 1',
      '+ a.c [2]',
    ]);
    expect(only).toBeUndefined();
  });

  it('of strings marks the part that differs', () => {
    const [before, after] = view({ state: 'RUNNING FAST' }, { state: 'RUNNING FIRST' }).lines;
    expect(before?.text.slice(before.from, before.to)).toBe('A');
    expect(after?.text.slice(after.from, after.to)).toBe('IR');
    const same = view({ s: 'aa' }, { s: 'aaa' }).lines.map(({ text, from, to }) =>
      text.slice(from, to),
    );
    expect(same).toEqual(['', 'a']);
  });

  it('of texts is by line', () => {
    const { lines, rest } = view('one\ntwo\nthree', 'one\n2\nthree');
    expect(lines).toMatchObject([
      { sign: '-', place: '2', text: 'two' },
      { sign: '+', place: '2', text: '2' },
    ]);
    expect(rest).toBe('2 other lines unchanged');
  });

  it('of bytes is by place, in hex, and says how much is not shown', () => {
    const before = Uint8Array.from([0, 0xff, 1, 2]);
    const long = Uint8Array.from([0, 0xff, ...new Uint8Array(50).fill(7), 1, 2]);
    const { lines, rest } = differenceView(payloadDifference(before, long));
    expect(lines).toMatchObject([{ sign: '+', place: '0002' }]);
    expect(lines[0]?.text).toMatch(/^(07 ){32}… 18 more bytes$/);
    expect(rest).toBe('50 bytes longer');
  });

  it('may be none', () => {
    expect(view({ a: 1, b: 2 }, { b: 2, a: 1 })).toMatchObject({ isSame: true, lines: [] });
  });
});
