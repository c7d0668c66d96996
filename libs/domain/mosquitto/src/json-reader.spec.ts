import { describe, expect, it } from '@jest/globals';
import { readJson } from './json-reader.js';
import type { JsonNode } from './json-node.js';

const encoder = new TextEncoder();
const read = (text: string) => readJson(encoder.encode(text));

/** The value as JavaScript has it; of repeated names, the last. */
function plain(node: JsonNode | undefined): unknown {
  if (node === undefined || node.kind === 'null') return null;
  if (node.kind === 'array') return node.items.map(plain);
  if (node.kind !== 'object') return node.value;
  return Object.fromEntries(node.members.map(({ key, value }) => [key, plain(value)]));
}

describe('JSON as cJSON reads it', () => {
  it.each([
    ['{"a":[1,-2.5e3,true,false,null,"x"],"b":{}}'],
    [' [ [ ] , { "k" : "v" } ] '],
    ['"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00"'],
    ['0'],
  ])('reads %s as JavaScript does', (text) => {
    const { root, fault } = read(text);
    expect(fault).toBeUndefined();
    expect(plain(root)).toEqual(JSON.parse(text));
  });

  it.each<readonly [string, unknown]>([
    ['\uFEFF{}', {}],
    ['\u0001\u001f[\u0002]', []],
    ['"a\nb\u0001"', 'a\nb\u0001'],
    ['"a\\u0000b"', 'a'],
    ['"a\\uZZZZb"', 'a'],
    ['012', 12],
    ['1.', 1],
    ['-.5', -0.5],
    ['1e999', Infinity],
    ['{} and more', {}],
    ['[1] ]', [1]],
    ['truely', true],
    ['{"a":1}\u0000{', { a: 1 }],
  ])('takes %j', (text, value) => {
    const { root, fault } = read(text);
    expect(fault).toBeUndefined();
    expect(plain(root)).toEqual(value);
  });

  it.each<readonly [string, number]>([
    ['', 0],
    ['  ', 2],
    ['{', 1],
    ['{"a"}', 4],
    ['{"a":}', 5],
    ['{"a":1,}', 7],
    ['{a:1}', 1],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['[1-2]', 2],
    ['[1e]', 2],
    ['[-]', 1],
    ['+1', 0],
    ['.5', 0],
    ['nul', 0],
    ["'a'", 0],
    ['["a]', 1],
    ['["\\q"]', 2],
    ['["x\\u12"]', 3],
    ['["\\udc00"]', 2],
    ['["\\ud800"]', 2],
    ['["\\ud800\\u0041"]', 2],
    ['[1\u0000]', 2],
  ])('refuses %j at byte %d', (text, at) => {
    const { fault } = read(text);
    expect(fault?.at).toBe(at);
    expect(fault?.reason).toMatch(/^[A-Z].*\.$/);
  });

  it('keeps repeated names, their case and where everything stands', () => {
    expect(read('{"é":1,\n"A":2,"a":[3]}').root).toMatchObject({
      at: 0,
      end: 23,
      members: [
        { key: 'é', at: 1, value: { at: 6, end: 7 } },
        { key: 'A', at: 9 },
        { key: 'a', at: 15, value: { items: [{ at: 20, end: 21 }], end: 22 } },
      ],
    });
  });

  it('keeps bytes that are no UTF-8', () => {
    expect(plain(readJson(Uint8Array.of(34, 0xff, 34)).root)).toBe('\udcff');
  });

  it('goes a thousand levels deep and no deeper', () => {
    expect(read('['.repeat(1000) + ']'.repeat(1000)).fault).toBeUndefined();
    expect(read('['.repeat(1001) + ']'.repeat(1001)).fault?.at).toBe(1000);
    expect(read('[{"a":'.repeat(100_000)).fault?.at).toBe(3000);
  });

  it('reads numbers of any length', () => {
    expect(plain(read(`[${'1'.repeat(1000)}]`).root)).toEqual([Infinity]);
    expect(plain(read(`0.${'0'.repeat(1000)}1`).root)).toBe(0);
  });

  it('keeps what it read before a fault', () => {
    expect(plain(read('{"a":[1,2,!').root)).toEqual({ a: [1, 2] });
    expect(plain(read('{"a":1,"b":"x').root)).toEqual({ a: 1 });
  });
});
