import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decode } from './decode.js';
import type { Decode } from './decoded.js';
import { encode } from './encode.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);

const shown = (bytes: Uint8Array, as: Decode) => {
  const result = decode(bytes, as);
  return 'problem' in result ? result.problem : result.text;
};

/** JSON without the white space that is not in a string. */
const compact = (json: string) =>
  json.replace(/"(?:[^"\\]|\\.)*"|\s+/g, (piece) => (piece.startsWith('"') ? piece : ''));

describe('decode as json', () => {
  it('gives each item and each entry a line', () => {
    expect(decode(bytesOf('{"a":1,"b":[true,null,{}],"c":[] }'), 'json')).toEqual({
      as: 'json',
      text: '{\n  "a": 1,\n  "b": [\n    true,\n    null,\n    {}\n  ],\n  "c": []\n}',
      truncated: false,
    });
  });

  it.each([
    ['12345678901234567890.10'],
    ['-0.0e+007'],
    [String.raw`"\u00e9é\/\"\\"`],
    ['""'],
    ['null'],
  ])('shows %s as it was sent', (json) => {
    expect(shown(bytesOf(` ${json}\n`), 'json')).toBe(json);
  });

  it('keeps keys that occur twice, in their order', () => {
    expect(shown(bytesOf('{"b":1,"a":2,"b":3,"__proto__":4}'), 'json')).toBe(
      '{\n  "b": 1,\n  "a": 2,\n  "b": 3,\n  "__proto__": 4\n}',
    );
  });

  it('escapes the control characters that JSON allows', () => {
    expect(shown(bytesOf('"a\u007f\u0085b"'), 'json')).toBe(String.raw`"a\u007f\u0085b"`);
  });

  it('indents the deepest levels no further', () => {
    const deep = shown(bytesOf('['.repeat(500) + '0' + ']'.repeat(500)), 'json');
    expect(deep).toContain(`\n${' '.repeat(80)}0\n`);
  });

  it.each([
    ['', 'The payload is empty.'],
    ['{"a":1,}', 'Not JSON: at byte 7, a key in double quotes is expected.'],
    ['{"a" 1}', 'Not JSON: at byte 5, a colon is expected.'],
    ['{1:1}', 'Not JSON: at byte 1, a key in double quotes or } is expected.'],
    ['[1 2]', 'Not JSON: at byte 3, a comma or the closing bracket is expected.'],
    ['[,]', 'Not JSON: at byte 1, a value or ] is expected.'],
    ['[1,]', 'Not JSON: at byte 3, a value is expected.'],
    ['[01]', 'Not JSON: at byte 2, a comma or the closing bracket is expected.'],
    ['[1', 'Not JSON: at byte 2, the payload ends too early.'],
    ['["é', 'Not JSON: at byte 1, the string is not closed.'],
    ['["é\n"]', 'Not JSON: at byte 4, a control character stands in a string.'],
    ['["\\x"]', 'Not JSON: at byte 2, there is no such escape.'],
    ['["\\u12g4"]', 'Not JSON: at byte 2, there is no such escape.'],
    ['1 1', 'Not JSON: at byte 2, the value ends here, but more follows.'],
    ['\ufeff1', 'Not JSON: at byte 0, a value is expected.'],
    ['['.repeat(600), 'Not JSON: at byte 512, nested deeper than 512 levels.'],
  ])('says where %j fails', (json, problem) => {
    expect(shown(bytesOf(json), 'json')).toBe(problem);
  });

  it('says where text is not UTF-8', () => {
    expect(shown(Uint8Array.of(0x22, 0x61, 0xff, 0x22), 'json')).toBe(
      'Not JSON: at byte 2, the text is not UTF-8.',
    );
  });

  it('reads what is up to 1 MiB', () => {
    const json = bytesOf(`"${'x'.repeat(1_048_574)}"`);
    expect(decode(json, 'json')).toMatchObject({ truncated: true });
    expect(shown(bytesOf(`${new TextDecoder().decode(json)} `), 'json')).toBe(
      'JSON is read up to 1048576 bytes; the payload has 1048577.',
    );
  });

  it('changes nothing but white space', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'grapheme' }), fc.constantFrom(0, 1, 4), (json, space) => {
        const sent = JSON.stringify(JSON.parse(json), undefined, space);
        expect(compact(shown(bytesOf(sent), 'json'))).toBe(compact(sent));
      }),
    );
  });

  it('shows the beginning of what is long', () => {
    const result = decode(
      bytesOf(JSON.stringify(Array.from({ length: 90_000 }, (_, i) => i))),
      'json',
    );
    expect(result).toMatchObject({ truncated: true });
    expect('text' in result && result.text).toHaveLength(262_144);
    expect('text' in result && result.text.slice(0, 15)).toBe('[\n  0,\n  1,\n  2');
  });

  it('cuts no character in two', () => {
    const result = decode(bytesOf(JSON.stringify('x' + '😀'.repeat(140_000))), 'json');
    expect('text' in result && result.text.isWellFormed()).toBe(true);
  });
});

describe('decode as text', () => {
  it.each([
    ['nothing', [], ''],
    ['UTF-8', [0xc3, 0xbc, 0x0a, 0x09, 0x0d], 'ü\n\t\r'],
    ['a byte order mark', [0xef, 0xbb, 0xbf, 0x61], '\ufeffa'],
    ['what is not UTF-8', [0x61, 0xff, 0x62, 0xc3], 'a\ufffdb\ufffd'],
    ['control characters', [0x00, 0x1b, 0x5b, 0x7f, 0xc2, 0x85], '␀␛[␡\ufffd'],
  ])('shows %s', (_, bytes, text) => {
    expect(decode(Uint8Array.from(bytes), 'text')).toEqual({ as: 'text', text, truncated: false });
  });

  it('cuts what is long between two characters', () => {
    const result = decode(bytesOf('x' + '温'.repeat(100_000)), 'text');
    expect(result).toEqual({ as: 'text', text: 'x' + '温'.repeat(87_381), truncated: true });
  });
});

describe('decode as hex', () => {
  it('prints as hexdump does', () => {
    const bytes = Uint8Array.from([...bytesOf('Hello hexdump world!'), 0x00, 0xff]);
    expect(shown(bytes, 'hex')).toBe(
      [
        '00000000  48 65 6c 6c 6f 20 68 65  78 64 75 6d 70 20 77 6f  |Hello hexdump wo|',
        '00000010  72 6c 64 21 00 ff                                 |rld!..|',
        '00000016',
      ].join('\n'),
    );
    expect(shown(new Uint8Array(), 'hex')).toBe('');
  });

  it('prints the beginning of what is long', () => {
    const result = decode(new Uint8Array(49_153), 'hex');
    expect(result).toMatchObject({ truncated: true });
    expect('text' in result && result.text.split('\n').at(-1)).toMatch(/^0000bff0 /);
    expect(decode(new Uint8Array(49_152), 'hex')).toMatchObject({ truncated: false });
  });
});

describe('decode as base64', () => {
  it('is what Node writes, in lines of 76', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const lines = shown(bytes, 'base64').split('\n');
        expect(lines.join('')).toBe(Buffer.from(bytes).toString('base64'));
        for (const line of lines.slice(0, -1)) expect(line).toHaveLength(76);
        expect(lines.at(-1)!.length).toBeLessThanOrEqual(76);
        expect(encode(lines.join('\n'), 'base64')).toEqual({ bytes });
      }),
    );
  });

  it('prints the beginning of what is long', () => {
    const whole = decode(new Uint8Array(193_800), 'base64');
    expect(whole).toMatchObject({ truncated: false });
    expect(decode(new Uint8Array(193_801), 'base64')).toEqual({ ...whole, truncated: true });
  });
});
