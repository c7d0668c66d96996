import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Entry, Mac } from './chain.js';
import { chained, flipped, trail, verify, type Trail } from './fixtures.js';
import type { Mark } from './mark.js';

const macOf =
  (key: string): Mac =>
  (...parts) => {
    const hmac = createHmac('sha256', key);
    for (const part of parts) hmac.update(part);
    return hmac.digest();
  };
const mac = macOf('the key');

/** A trail of 1 to 12 entries of any bytes, perhaps with its old end cut off. */
const trails = fc
  .array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 12 })
  .chain((bodies) =>
    fc.integer({ min: 1, max: bodies.length }).map((from) => trail(mac, bodies, from)),
  );
const any = fc.nat();
const bit = fc.integer({ min: 0, max: 7 }).map((shift) => 1 << shift);

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;
const flip = (bytes: Uint8Array, at: number, mask: number) =>
  flipped(bytes, at % bytes.length, mask);
const numbers = (changed: Trail) => verify(mac, changed).problems.map(({ number }) => number);

describe('a chain of any entries', () => {
  it('is proven as long as nobody touches it', () => {
    fc.assert(fc.property(trails, (whole) => verify(mac, whole).valid));
  });

  it('shows any changed bit of any entry, and names that entry alone', () => {
    fc.assert(
      fc.property(trails, fc.constantFrom('body', 'hash'), any, any, bit, (...drawn) => {
        const [{ entries, marks }, part, which, at, mask] = drawn;
        const entry = pick(entries, which);
        const changed: Entry = { ...entry, [part]: flip(entry[part], at, mask) };
        const others = entries.map((one) => (one === entry ? changed : one));
        expect(numbers({ entries: others, marks })).toEqual([entry.number]);
      }),
    );
  });

  it('shows any changed bit of a mark', () => {
    fc.assert(
      fc.property(trails, fc.constantFrom('body', 'mac'), any, any, bit, (...drawn) => {
        const [{ entries, marks }, part, which, at, mask] = drawn;
        const [kind, mark] = pick(Object.entries(marks) as [string, Mark][], which);
        const changed = { ...mark, [part]: flip(mark[part], at, mask) };
        const verdict = verify(mac, { entries, marks: { ...marks, [kind]: changed } });
        expect(verdict.problems.map((one) => one.kind)).toContain('mark-invalid');
      }),
    );
  });

  it('shows any entry removed, and names it', () => {
    fc.assert(
      fc.property(trails, any, ({ entries, marks }, which) => {
        const gone = pick(entries, which);
        const rest = entries.filter((one) => one !== gone);
        expect(numbers({ entries: rest, marks })).toEqual([gone.number]);
      }),
    );
  });

  it('shows a cut at either end', () => {
    fc.assert(
      fc.property(trails, any, fc.boolean(), ({ entries, marks }, many, atStart) => {
        const cut = 1 + (many % entries.length);
        const rest = atStart ? entries.slice(cut) : entries.slice(0, entries.length - cut);
        expect(verify(mac, { entries: rest, marks }).valid).toBe(false);
      }),
    );
  });

  it('shows two entries that changed places, whether their numbers went with them or not', () => {
    fc.assert(
      fc.property(trails, any, any, fc.boolean(), ({ entries, marks }, one, other, numbered) => {
        const [a, b] = [pick(entries, one), pick(entries, other)];
        fc.pre(a !== b);
        const swapped = entries.map((entry) => {
          const taken = entry === a ? b : entry === b ? a : entry;
          return numbered ? taken : { ...taken, number: entry.number };
        });
        expect(verify(mac, { entries: swapped, marks }).valid).toBe(false);
      }),
    );
  });

  it('shows an entry that is there twice, wherever', () => {
    fc.assert(
      fc.property(trails, any, any, ({ entries, marks }, which, where) => {
        const again = pick(entries, which);
        const changed = entries.toSpliced(where % (entries.length + 1), 0, again);
        expect(numbers({ entries: changed, marks })).toContain(again.number);
      }),
    );
  });

  it('cannot be changed and hashed again from any entry on without the key', () => {
    fc.assert(
      fc.property(trails, any, fc.string({ minLength: 1 }), ({ entries, marks }, which, key) => {
        fc.pre(key !== 'the key');
        const from = which % entries.length;
        const [kept, lost] = [entries.slice(0, from), entries.slice(from)];
        const bodies = lost.map(({ body }, at) => (at === 0 ? flipped(body, 0) : body));
        const previous = kept.at(-1)?.hash ?? new Uint8Array(32);
        const first = lost[0]?.number ?? 1;
        const forged = chained(macOf(key), bodies, { first, previous });
        expect(numbers({ entries: [...kept, ...forged], marks })).toContain(first);
      }),
    );
  });
});
