import { describe, expect, it } from '@jest/globals';
import { judge } from './threshold.js';
import { judgeSilence } from './silence.js';

describe('a threshold', () => {
  it.each([
    [{ above: 80 }, 80.1, true],
    [{ above: 80 }, 80, false],
    [{ above: 80, clearAt: 75 }, 80, 'between'],
    [{ above: 80, clearAt: 75 }, 75, false],
    [{ below: 3 }, 2.9, true],
    [{ below: 3 }, 3, false],
    [{ below: 3, clearAt: 5 }, 4.9, 'between'],
    [{ below: 3, clearAt: 5 }, 5, false],
  ] as const)('%j says of %d: %s', (threshold, value, expected) => {
    expect(judge(threshold, value)).toBe(expected);
  });
});

describe('a topic of which nothing must be heard for 10', () => {
  it.each([
    ['heard just now', 100, 0, 95, false],
    ['heard long ago', 100, 0, 90, true],
    ['heard before nobody listened', 100, 95, 80, 'unknown'],
    ['not heard since somebody listens again', 100, 90, 80, true],
    ['never heard, and listened to for long', 100, 90, undefined, true],
    ['never heard, and not listened to for long', 100, 91, undefined, 'unknown'],
    ['heard just now, and nobody listens', 100, undefined, 99, 'unknown'],
    ['heard by a clock that is ahead', 100, 0, 120, false],
  ] as const)('%s', (_, at, listeningSince, heardAt, expected) => {
    expect(judgeSilence({ at, silence: 10, listeningSince, heardAt })).toBe(expected);
  });
});
