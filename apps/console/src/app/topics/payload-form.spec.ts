import { describe, expect, it } from '@jest/globals';
import type { Payload } from '../api/models';
import { copyText, shownAs } from './payload-form';

const text = (data: string, truncated = false): Payload => ({ encoding: 'utf8', data, truncated });
/** `{"rpm": 1400}` in CBOR. */
const cbor: Payload = { encoding: 'base64', data: 'oWNycG0ZBXg=', truncated: false };
const printed = (payload: Payload, as: Parameters<typeof shownAs>[1]) => {
  const shown = shownAs(payload, as);
  if (shown.kind !== 'lines') return shown;
  return shown.lines.map(({ tokens }) => tokens.map((token) => token.text).join(''));
};

describe('a payload as it is shown', () => {
  it('is JSON on lines, with its numbers as they were sent', () => {
    expect(printed(text('{"n":1.50}'), 'json')).toEqual(['{', '  "n": 1.50', '}']);
  });

  it('is CBOR on lines, and its numbers can be plotted', () => {
    expect(printed(cbor, 'cbor')).toEqual(['{', '  "rpm": 1400', '}']);
    expect(shownAs(cbor, 'cbor')).toMatchObject({
      lines: [{}, { path: '/rpm', numeric: true }, {}],
    });
  });

  it('says why it does not read so', () => {
    expect(printed(text('boot'), 'json')).toEqual({
      kind: 'problem',
      problem: expect.stringContaining('JSON'),
    });
    expect(printed(text('boot'), 'msgpack')).toMatchObject({ kind: 'problem' });
  });

  it('shows the begin of JSON that is cut off', () => {
    expect(printed(text('{"a":[1,', true), 'json')).toEqual(['{', '  "a": [', '    1,', '    ']);
  });

  it('is copied whole, whatever is shown', () => {
    expect(copyText(cbor, 'base64')).toBe('oWNycG0ZBXg=');
    expect(copyText(cbor, 'cbor')).toContain('"rpm": 1400');
    expect(copyText(text('{"a" : 1}'), 'json')).toBe('{"a" : 1}');
  });
});
