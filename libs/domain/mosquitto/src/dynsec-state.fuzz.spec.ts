import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectInProportion } from '#testing';
import { dynsecBytes } from '../test/dynsec-arbitraries.js';
import type { DynsecFile } from './dynsec-state.js';
import { readJson } from './json-reader.js';
import { parseDynsecState, printDynsecState } from './parse-dynsec-state.js';
import { textOf } from './text.js';
import { withoutSecrets } from './without-secrets.js';

/** `make nightly` asks for more. */
const SEARCH = { numRuns: Math.max(1000, fc.readConfigureGlobal().numRuns ?? 0) };
const encoder = new TextEncoder();

const scraps = fc
  .stringMatching(/^[\][{}",:0-9eE+.\\ua \n-]{0,30}$/)
  .map((text) => encoder.encode(text));
const anyBytes = fc.oneof(fc.uint8Array({ maxLength: 64 }), scraps, dynsecBytes);

/** All but the bytes, and the columns, which move when secrets before them become shorter. */
function seen({ bytes: _, problems, unreadable, ...state }: DynsecFile) {
  const places = problems.map(({ line, reason, effect }) => ({ line, reason, effect }));
  return { ...state, places: unreadable === undefined ? places : unreadable.line };
}

describe('any bytes as the state of the plugin', () => {
  it('are read without an exception, and printed as they were', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const state = parseDynsecState(bytes);
        expect(printDynsecState(state)).toEqual(bytes);
        const lines = textOf(bytes).split('\n');
        for (const { line, column, reason } of state.problems) {
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
          expect(reason).toMatch(/^["A-Z0-9].*\.$/su);
        }
      }),
      SEARCH,
    );
  });

  it('say the same without secrets, on the same lines', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const text = withoutSecrets(bytes);
        expect(seen(parseDynsecState(encoder.encode(text)))).toEqual(seen(parseDynsecState(bytes)));
        expect(text.split('\n')).toHaveLength(textOf(bytes).split('\n').length);
        expect(text).not.toMatch(/(?:BwcH){8}/);
      }),
      SEARCH,
    );
  });

  it('are JSON where JavaScript says so', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'grapheme' }), (text) => {
        expect(readJson(encoder.encode(text)).fault).toBeUndefined();
      }),
      SEARCH,
    );
  });
});

describe('a large file', () => {
  const LARGE = 160_000;

  it.each([
    [
      'with faults on one line',
      (many: number) => `{"clients":[${'{"username":5},'.repeat(many)}{}]}`,
    ],
    [
      'with repeated names',
      (many: number) => `{"roles":[{"rolename":"r"${',"acls":[]'.repeat(many)}}]}`,
    ],
    ['that nests', (many: number) => '[{"a":'.repeat(many)],
    ['of escapes', (many: number) => `{"a":"${'\\u00e9'.repeat(many)}"}`],
    ['of bytes that are no text', (many: number) => `"${'\xff'.repeat(many)}"`],
  ])('%s takes no more than its share of the time of a smaller one', (_, textOf) => {
    expectInProportion(LARGE, (size, timed) => {
      const bytes = Uint8Array.from(textOf(size), (character) => character.charCodeAt(0));
      timed(() => parseDynsecState(bytes));
      timed(() => withoutSecrets(bytes));
    });
  });
});
