import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Qos } from '#link/broker';
import { readUndo, UNDO_BEGIN, UndoDamaged, UndoEncoder, type UndoRecord } from './undo-format.js';

const record = fc.record({
  topic: fc.string({ unit: 'grapheme', maxLength: 40 }),
  qos: fc.constantFrom<Qos>(0, 1, 2),
  readAt: fc.nat(8_000_000_000_000),
  properties: fc.uint8Array({ maxLength: 40 }),
  payload: fc.uint8Array({ maxLength: 200 }),
});
const records = fc.array(record, { maxLength: 8 });

function fileOf(all: readonly UndoRecord[]): Buffer {
  const encoder = new UndoEncoder();
  const parts = all.map((one) => encoder.record(one));
  return Buffer.concat([UNDO_BEGIN, ...parts, encoder.end().bytes]);
}
function* pieces(bytes: Buffer, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function read(chunks: Iterable<Uint8Array>): Promise<readonly UndoRecord[]> {
  const all: UndoRecord[] = [];
  for await (const { properties, payload, ...rest } of readUndo(chunks)) {
    const copies = { properties: Uint8Array.from(properties), payload: Uint8Array.from(payload) };
    all.push({ ...rest, ...copies });
  }
  return all;
}

describe('an undo file', () => {
  it('says what was written, in whatever pieces it is read', () =>
    fc.assert(
      fc.asyncProperty(records, fc.integer({ min: 1, max: 300 }), async (all, size) => {
        expect(await read(pieces(fileOf(all), size))).toEqual(all);
      }),
    ));

  it('is refused wherever it is torn', () =>
    fc.assert(
      fc.asyncProperty(records, fc.nat(), async (all, cut) => {
        const whole = fileOf(all);
        const torn = whole.subarray(0, cut % whole.length);
        await expect(read([torn])).rejects.toThrow(UndoDamaged);
      }),
    ));

  it('is refused when any byte of it was changed', () =>
    fc.assert(
      fc.asyncProperty(
        records,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (all, at, flip) => {
          const changed = fileOf(all);
          const place = at % changed.length;
          changed[place] = (changed[place] ?? 0) ^ flip;
          await expect(read(pieces(changed, 64))).rejects.toThrow(UndoDamaged);
        },
      ),
    ));

  it('is refused with more behind its end', async () => {
    await expect(read([fileOf([]), Uint8Array.of(0)])).rejects.toThrow('something stands behind');
  });

  it('may be any bytes: it is refused, and costs no more than they are', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), fc.boolean(), async (bytes, begun) => {
        const chunks = begun ? [UNDO_BEGIN, bytes] : [bytes];
        await expect(read(chunks)).rejects.toThrow(/^The undo file is damaged: .*\.$/);
      }),
    ));

  it('claims a record of 4 GiB in vain', async () => {
    const claim = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);
    await expect(read([UNDO_BEGIN, claim])).rejects.toThrow(
      'record 1 claims to be 4294967295 bytes',
    );
  });
});
