import { describe, expect, it } from '@jest/globals';
import { numbersIn } from './pointer-suggestions';

describe('the numbers of a payload', () => {
  it('are found by their pointers', () => {
    const text = '{"temp": 21.5, "state": "on", "a/b": {"list": [1, "x", 3]}}';
    expect(numbersIn(text)).toEqual(['/temp', '/a~1b/list/0', '/a~1b/list/2']);
  });

  it('are found as far as the text goes', () => {
    expect(numbersIn('{"temp": 21.5, "mode": "cle')).toEqual(['/temp']);
  });

  it.each(['21.5', 'on', ''])('are none in %j', (text) => {
    expect(numbersIn(text)).toEqual([]);
  });
});
