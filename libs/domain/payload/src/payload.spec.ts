import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { payloadFormat, preview } from './payload.js';

const MIB = 1_048_576;
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('payloadFormat', () => {
  it.each([
    ['', 'text'],
    ['21.5', 'json'],
    ['-0.5e+10', 'json'],
    ['null', 'json'],
    ['"a"', 'json'],
    [' {"a": [1, true, {"b": null}]}\r\n', 'json'],
    ['[]', 'json'],
    ['{}', 'json'],
    ['{"a":1,"a":2}', 'json'],
    ['"\\u00e9\\n\\/"', 'json'],
    ['on', 'text'],
    ['1 2', 'text'],
    ['01', 'text'],
    ['1.', 'text'],
    ['.5', 'text'],
    ['1e', 'text'],
    ['-', 'text'],
    ['+1', 'text'],
    ['[1,]', 'text'],
    ['[,1]', 'text'],
    ['{"a":}', 'text'],
    ['{"a":1,}', 'text'],
    ['{a:1}', 'text'],
    ['{"a" 1}', 'text'],
    ['{"a":1', 'text'],
    ['[1}', 'text'],
    ['[1]]', 'text'],
    [']', 'text'],
    ['"a', 'text'],
    ['"a\nb"', 'text'],
    ['"\\x"', 'text'],
    ['"\\u00g0"', 'text'],
    ['truer', 'text'],
    ['tru', 'text'],
    ['   ', 'text'],
    ['\ufeff1', 'text'],
    ['Überdruck 温度 \u{1F600}', 'text'],
    ['tab\tline\r\n', 'text'],
    ['a\u0000', 'binary'],
    ['a\u001b[31m', 'binary'],
    ['a\u007f', 'binary'],
    ['a\u0085', 'binary'],
  ] as const)('of %j is %s', (text, format) => {
    expect(payloadFormat(bytesOf(text))).toBe(format);
  });

  it.each([
    ['a lone continuation', [0x80]],
    ['a cut character', [0x61, 0xe6, 0xb8]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['an overlong character of three bytes', [0xe0, 0x80, 0xaf]],
    ['an overlong character of four bytes', [0xf0, 0x80, 0x80, 0xaf]],
    ['half a surrogate pair', [0xed, 0xa0, 0x80]],
    ['a character above U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a byte that UTF-8 never uses', [0xff]],
  ])('of %s is binary', (_, bytes) => {
    expect(payloadFormat(Uint8Array.from(bytes))).toBe('binary');
  });

  it('is json exactly when JSON.parse accepts the text', () => {
    const mutated = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', '"', '\\', '}', '[', '0', '-', 'e', '.', ' '),
      )
      .map(([json, at, inserted]) => {
        const place = at % (json.length + 1);
        return json.slice(0, place) + inserted + json.slice(place + (at % 2));
      });
    const scraps = fc.stringMatching(/^[\][{}",:0-9eE+.\\ truefalsn-]{0,12}$/);
    fc.assert(
      fc.property(fc.oneof(fc.json(), mutated, scraps), (text) => {
        fc.pre(text.isWellFormed() && !/(?![\t\n\r])\p{Cc}/u.test(text));
        expect(payloadFormat(bytesOf(text))).toBe(parses(text) ? 'json' : 'text');
      }),
      { numRuns: 2_000 },
    );
  });

  it('is text or json exactly when the bytes are UTF-8 without control characters', () => {
    const scraps = fc.uint8Array({ maxLength: 8 });
    const texts = fc.string({ unit: 'grapheme', maxLength: 8 }).map(bytesOf);
    fc.assert(
      fc.property(fc.oneof(scraps, texts), (bytes) => {
        expect(payloadFormat(bytes) === 'binary').toBe(!isPlainText(bytes));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is text for nesting that would bring down whoever follows it', () => {
    expect(payloadFormat(bytesOf('['.repeat(512) + ']'.repeat(512)))).toBe('json');
    expect(payloadFormat(bytesOf('['.repeat(513) + ']'.repeat(513)))).toBe('text');
    expect(payloadFormat(bytesOf('['.repeat(MIB)))).toBe('text');
    expect(payloadFormat(bytesOf('{"a":'.repeat(200_000)))).toBe('text');
  });

  it('judges what is over 1 MiB by its beginning, without trying it as JSON', () => {
    const large = new Uint8Array(MIB + 10).fill(0x31);
    expect(payloadFormat(large.subarray(0, MIB))).toBe('json');
    expect(payloadFormat(large)).toBe('text');
    large.set(bytesOf('温'), MIB - 1);
    expect(payloadFormat(large)).toBe('text');
    large[MIB - 1] = 0xff;
    expect(payloadFormat(large)).toBe('binary');
  });
});

describe('preview', () => {
  it('shows a short payload as it is', () => {
    expect(preview(bytesOf('{ "a": 1 }'))).toEqual({
      text: '{ "a": 1 }',
      format: 'json',
      truncated: false,
    });
    expect(preview(bytesOf(''))).toEqual({ text: '', format: 'text', truncated: false });
  });

  it('shows nothing of a binary payload', () => {
    expect(preview(Uint8Array.of(1, 2, 3))).toEqual({
      text: '',
      format: 'binary',
      truncated: false,
    });
    expect(preview(new Uint8Array(2000)).truncated).toBe(true);
  });

  it('cuts between two characters', () => {
    expect(preview(bytesOf('ab温度'), 7)).toEqual({
      text: 'ab温',
      format: 'text',
      truncated: true,
    });
    expect(preview(bytesOf('ab温度'), 8)).toEqual({
      text: 'ab温度',
      format: 'text',
      truncated: false,
    });
  });

  it('keeps a byte order mark, which is part of the payload', () => {
    expect(preview(bytesOf('\ufeffa')).text).toBe('\ufeffa');
  });

  it('is always a beginning of the text in at most the allowed bytes', () => {
    const texts = fc.string({ unit: 'grapheme' }).map(bytesOf);
    fc.assert(
      fc.property(fc.oneof(texts, fc.uint8Array()), fc.nat(40), (bytes, limit) => {
        const { text, format, truncated } = preview(bytes, limit);
        const shown = bytesOf(text);
        expect(shown.length).toBeLessThanOrEqual(limit);
        expect([...bytes.subarray(0, shown.length)]).toEqual([...shown]);
        expect(truncated).toBe(bytes.length > limit);
        if (format === 'binary') expect(text).toBe('');
        else if (!truncated) expect(shown.length).toBe(bytes.length);
        else expect(limit - shown.length).toBeLessThan(4);
      }),
    );
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // a SyntaxError: that the text is not JSON is the answer
  }
}

function isPlainText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return !/(?![\t\n\r])\p{Cc}/u.test(text);
  } catch {
    return false; // a TypeError: that the bytes are not UTF-8 is the answer
  }
}
