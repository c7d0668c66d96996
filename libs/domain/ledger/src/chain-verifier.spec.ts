import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { anchor, keyId, link, ORIGIN, type AnchorReason, type Entry, type Mac } from './chain.js';
import { chained, flipped, headMark, trail, verify, type Trail } from './fixtures.js';
import { writeMark } from './mark.js';

const macOf =
  (key: string): Mac =>
  (...parts) => {
    const hmac = createHmac('sha256', key);
    for (const part of parts) hmac.update(part);
    return hmac.digest();
  };
const mac = macOf('the key');
const bytes = (text: string) => new TextEncoder().encode(text);
const BODIES = ['one', 'two', 'three', 'four', 'five', 'six'].map(bytes);
const whole = trail(mac, BODIES);

/** What was found, as `<kind> <number>`. */
const found = (changed: Trail, options = {}) =>
  verify(mac, changed, options).problems.map(({ kind, number }) => `${kind} ${number}`);

const withEntries = (entries: readonly (Entry | undefined)[]): Trail => ({
  ...whole,
  entries: entries.filter((entry) => entry !== undefined),
});
const replaced = (number: number, changed: Partial<Entry>) =>
  withEntries(whole.entries.map((one) => (one.number === number ? { ...one, ...changed } : one)));
const entry = (number: number): Entry => {
  const one = whole.entries[number - 1];
  if (!one) throw new Error(`There is no entry ${number}.`);
  return one;
};

describe('a trail', () => {
  it('is proven when nobody touched it', () => {
    expect(verify(mac, whole)).toEqual({
      valid: true,
      entries: 6,
      first: 1,
      head: { number: 6, hash: entry(6).hash },
      problems: [],
      problemCount: 0,
    });
  });

  it('is proven when it is empty and a mark says so', () => {
    expect(verify(mac, trail(mac, []))).toMatchObject({ valid: true, entries: 0 });
  });

  it('is proven, and says where it was cut, when its old end was cut off by us', () => {
    expect(verify(mac, trail(mac, BODIES, 4))).toMatchObject({
      valid: true,
      first: 4,
      cut: { number: 4, at: 5 },
    });
  });

  it.each([
    ['an altered body', replaced(3, { body: bytes('Three') }), ['altered 3']],
    ['an altered hash', replaced(3, { hash: flipped(entry(3).hash, 0) }), ['altered 3']],
    ['a hash cut short', replaced(3, { hash: entry(3).hash.subarray(1) }), ['altered 3']],
    ['no hash at all', replaced(6, { hash: new Uint8Array(0) }), ['altered 6']],
    ['an altered last hash', replaced(6, { hash: flipped(entry(6).hash, 9) }), ['altered 6']],
    [
      'two altered in a row',
      withEntries([
        ...[entry(1), { ...entry(2), body: bytes('x') }],
        ...[{ ...entry(3), hash: flipped(entry(3).hash, 0) }, entry(4), entry(5), entry(6)],
      ]),
      ['altered 2', 'altered 3'],
    ],
    ['one removed', withEntries(whole.entries.toSpliced(2, 1)), ['missing 3']],
    ['several removed', withEntries(whole.entries.toSpliced(1, 3)), ['missing 2']],
    ['the first removed', withEntries(whole.entries.slice(1)), ['start-unproven 1']],
    ['the end removed', withEntries(whole.entries.slice(0, 4)), ['truncated 5']],
    ['all removed', withEntries([]), ['truncated 1']],
    ['one twice', withEntries(whole.entries.toSpliced(3, 0, entry(3))), ['out-of-place 3']],
    [
      'two whose bodies and hashes changed places',
      withEntries([
        ...[entry(1), { ...entry(3), number: 2 }, { ...entry(2), number: 3 }],
        ...[entry(4), entry(5), entry(6)],
      ]),
      ['altered 2', 'altered 3', 'altered 4'],
    ],
    [
      'one moved to the end',
      withEntries([...whole.entries.toSpliced(1, 1), { ...entry(2), number: 7 }]),
      ['missing 2', 'out-of-place 7'],
    ],
    [
      'one added at the end without the key',
      withEntries([...whole.entries, ...chained(macOf('another'), [bytes('x')], { first: 7 })]),
      ['out-of-place 7'],
    ],
  ])('is not proven with %s, and the entry is named', (_, changed, expected) => {
    expect(found(changed)).toEqual(expected);
  });

  it.each([
    ['no mark of its end', { head: undefined }, ['mark-invalid 6']],
    ['the mark of another key', { head: headMark(macOf('x'), entry(6)) }, ['mark-invalid 6']],
    ['an older mark', { head: headMark(mac, entry(4)) }, ['out-of-place 5', 'out-of-place 6']],
    [
      'a mark of ours of other entries',
      { head: headMark(mac, { ...entry(6), hash: ORIGIN }) },
      ['altered 6'],
    ],
  ])('is not proven with %s', (_, { head }, expected) => {
    expect(found({ ...whole, marks: { ...(head && { head }) } })).toEqual(expected);
  });

  it('is not proven when the mark of its cut start is gone, altered or older', () => {
    const cut = trail(mac, BODIES, 4);
    const { head, start } = cut.marks;
    if (!head || !start) throw new Error('A cut trail has two marks.');
    expect(found({ ...cut, marks: { head } })).toEqual(['start-unproven 1']);
    const altered = { ...start, mac: flipped(start.mac, 3) };
    expect(found({ ...cut, marks: { head, start: altered } })).toEqual(['mark-invalid 4']);
    const garbled = { ...start, body: bytes('{') };
    expect(found({ ...cut, marks: { head, start: garbled } })).toEqual([
      'mark-invalid 1',
      'start-unproven 1',
    ]);
    const older = writeMark(mac, 'start', { number: 3, hash: entry(2).hash, at: 1 });
    expect(found({ ...cut, marks: { head, start: older } })).toEqual(['start-unproven 3']);
    const put = { entries: [entry(3), ...cut.entries], marks: cut.marks };
    expect(found(put)).toEqual(['out-of-place 3']);
  });

  it('cannot be hashed again without the key', () => {
    const forged = trail(macOf('a guess'), BODIES.with(2, bytes('3')));
    expect(found({ entries: forged.entries, marks: whole.marks }).slice(0, 3)).toEqual([
      'altered 1',
      'altered 2',
      'altered 3',
    ]);
    expect(verify(mac, forged).valid).toBe(false);
  });

  it('says each thing in a sentence that names the entry', () => {
    const changed = withEntries([...whole.entries.slice(1, 2), ...whole.entries.slice(4, 5)]);
    expect(verify(mac, changed).problems.map(({ detail }) => detail)).toEqual([
      'Entry 1 is missing at the start, and no valid mark says that retention cut there.',
      'Entries 3 to 4 are missing; entry 5, which links there, cannot be checked by itself.',
      'Entry 6 is missing: the end of the trail was cut off.',
    ]);
  });

  it('tells as many problems as asked for, and how many there are', () => {
    const verdict = verify(mac, trail(macOf('another'), BODIES), { limit: 2 });
    expect(verdict.problems).toHaveLength(2);
    expect(verdict.problemCount).toBe(7);
  });
});

describe('a head that was written down elsewhere', () => {
  const known = (number: number, hash: Uint8Array = entry(number).hash) => ({
    known: { number, hash },
  });

  it.each([1, 4, 6])('agrees with the trail it is of: entry %d', (number) => {
    expect(found(whole, known(number))).toEqual([]);
  });

  it('finds an end that was cut off together with its mark', () => {
    const shorter = trail(mac, BODIES.slice(0, 4));
    expect(found(shorter)).toEqual([]);
    expect(found(shorter, known(6))).toEqual(['truncated 5']);
  });

  it('finds a trail that was written anew, even with the key', () => {
    const anew = trail(mac, BODIES.with(1, bytes('2')));
    expect(found(anew, known(5))).toEqual(['altered 5']);
  });

  it('says nothing of what retention has cut off since', () => {
    expect(found(trail(mac, BODIES, 4), known(2))).toEqual([]);
  });
});

describe('an entry that begins the chain anew', () => {
  const old = macOf('the old key');

  /** The trail `before`, gone on with at 7. */
  function goneOn(reason: AnchorReason, before: Trail): Trail {
    const body = bytes('{"action":"audit"}');
    const first = { number: 7, body, hash: anchor(mac, reason, 7, body) };
    const rest = chained(mac, [bytes('eight')], { first: 8, previous: first.hash });
    const entries = [...before.entries, first, ...rest];
    return { entries, marks: { head: headMark(mac, entries.at(-1)) } };
  }

  it('after the key was replaced leaves those before it without proof, and names them', () => {
    const gone = goneOn('key', trail(old, BODIES));
    expect(verify(mac, gone)).toMatchObject({
      valid: false,
      problemCount: 1,
      problems: [
        {
          ...{ kind: 'not-provable', number: 1 },
          detail: 'Entries 1 to 6 cannot be proven: the key was replaced after them.',
        },
      ],
    });
  });

  it('still shows what is missing before it', () => {
    const { entries, marks } = goneOn('key', trail(old, BODIES));
    expect(found({ entries: entries.toSpliced(2, 1), marks })).toEqual([
      'missing 3',
      'not-provable 1',
    ]);
  });

  it('after its mark was lost leaves only the place before it without proof', () => {
    const gone = goneOn('head', whole);
    expect(found(gone)).toEqual(['not-provable 7']);
    const altered = { ...gone, entries: gone.entries.with(1, { ...entry(2), body: bytes('2') }) };
    expect(found(altered)).toEqual(['altered 2', 'not-provable 7']);
  });

  it('is proven itself, as are those after it', () => {
    const { entries, marks } = goneOn('key', trail(old, BODIES));
    const changed = entries.map((one) => (one.number >= 7 ? { ...one, body: bytes('x') } : one));
    expect(found({ entries: changed, marks }).slice(-2)).toEqual(['altered 7', 'altered 8']);
  });

  it('cannot be moved or made without the key', () => {
    const { entries, marks } = goneOn('key', trail(old, BODIES));
    const moved = entries.filter(({ number }) => number !== 6);
    const renumbered = moved.map((one) => ({ ...one, number: Math.min(one.number, 6) }));
    expect(found({ entries: renumbered.slice(0, 6), marks }).at(-2)).toBe('altered 6');
    const body = bytes('new');
    const forged = { number: 6, body, hash: anchor(old, 'key', 6, body) };
    expect(found(withEntries(whole.entries.with(5, forged)))).toEqual(['altered 6']);
  });

  it('knows the key by a name that does not tell it', () => {
    expect(keyId(mac)).toMatch(/^[0-9a-f]{16}$/);
    expect(keyId(mac)).not.toBe(keyId(old));
    expect(link(mac, ORIGIN, 1, bytes(''))).not.toEqual(link(old, ORIGIN, 1, bytes('')));
  });
});
