import { describe, expect, it } from '@jest/globals';
import type { AccessDraft, AccessRevision } from '../api/models';
import { draftWords } from './draft-words';

const AT = '2026-11-23T14:20:31.000Z';
const draftOf = (...authors: readonly string[]): AccessDraft => ({
  ...{ version: 3, base: 47 },
  changes: authors.map((author, at) => ({
    ...{ number: at + 1, kind: 'create-rule', summary: 'Add rule', author, at: AT },
  })),
});
const live: AccessRevision = {
  ...{ number: 47, seenAt: AT, changed: [], origin: 'applied', state: 'in-force', isKept: true },
};

describe('beside the heading', () => {
  it.each([
    [['m.keller'], '1 change by m.keller on revision 47'],
    [['m.keller', 'm.keller', 'a.brandt'], '3 changes by m.keller and a.brandt on revision 47'],
    [['a', 'b', 'c', 'd'], '4 changes by a, b and 2 more on revision 47'],
  ])('stands whose draft it is: %j', (authors, words) => {
    expect(draftWords(draftOf(...authors), undefined, [live])).toBe(words);
  });

  it('stands without a draft what is on its way, or what is live', () => {
    expect(draftWords(draftOf(), 48, [live])).toBe('Revision 48 is on its way');
    expect(draftWords(draftOf(), undefined, [{ ...live, number: 48, state: 'failed' }, live])).toBe(
      'Revision 47 is live',
    );
    expect(draftWords(undefined, undefined)).toBe('');
  });
});
