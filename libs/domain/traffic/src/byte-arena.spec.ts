import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ByteArena } from './byte-arena.js';
import { MemoryBudget, SlabPool } from './memory.js';

const SLAB = 4096;

/** Entries by owner, each filled with its owner's number. */
function arenaOf(slabs: number) {
  const budget = new MemoryBudget(slabs * SLAB);
  const entries = new Map<number, { address: number; length: number }>();
  const pool = new SlabPool(budget, SLAB);
  const arena = new ByteArena(pool, {
    owns: (owner, address) => entries.get(owner)?.address === address,
    moved: (owner, address) => {
      entries.set(owner, { address, length: entries.get(owner)?.length ?? 0 });
    },
  });
  const put = (owner: number, length: number): boolean => {
    const address = arena.allocate(owner, length);
    if (address === 0) return false;
    arena.write(address, new Uint8Array(length).fill(owner % 256), 0, length);
    entries.set(owner, { address, length });
    return true;
  };
  const drop = (owner: number): void => {
    const entry = entries.get(owner);
    if (entry) arena.free(entry.address);
    entries.delete(owner);
  };
  const check = (): void => {
    for (const [owner, { address, length }] of entries) {
      const offset = arena.offset(address);
      const held = arena.bytes(address).subarray(offset, offset + length);
      expect(held.every((byte) => byte === owner % 256)).toBe(true);
      expect(held).toHaveLength(length);
    }
  };
  return { arena, budget, pool, entries, put, drop, check };
}

describe('an arena', () => {
  it('keeps entries whole through any sequence of taking and freeing', () => {
    const step = fc.tuple(fc.nat(255), fc.oneof(fc.nat(100), fc.nat(1500)));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400, size: 'max' }), (steps) => {
        const { budget, entries, put, drop, check } = arenaOf(8);
        for (const [owner, length] of steps) {
          drop(owner);
          while (!put(owner, length)) {
            const [oldest] = entries.keys();
            if (oldest === undefined) break;
            drop(oldest);
          }
          expect(budget.used).toBeLessThanOrEqual(budget.limit);
        }
        check();
      }),
      { numRuns: 50 },
    );
  });

  it('empties slabs for others when enough is freed, wherever that is', () => {
    const { arena, pool, put, drop, check } = arenaOf(16);
    let last = 0;
    while (put(last + 1, 92)) last++;
    expect(pool.hasFree).toBe(false);
    expect(arena.shrink()).toBe(false);
    for (let owner = 1; owner <= last; owner += 3) drop(owner);
    for (let slabs = 0; slabs < 3; slabs++) {
      expect(arena.shrink()).toBe(true);
      expect(pool.acquire()).toBeDefined();
    }
    check();
  });

  it('makes what is cut off entries room for others, and keeps their beginnings', () => {
    const { arena, put, entries, check } = arenaOf(16);
    let last = 0;
    while (put(last + 1, 392)) last++;
    const held = last;
    for (let owner = 1; owner <= held; owner++) {
      const { address } = entries.get(owner) ?? { address: 0 };
      expect(arena.capacity(address)).toBe(392);
      arena.cut(address, 40);
      entries.set(owner, { address, length: 40 });
      expect(arena.capacity(address)).toBe(40);
    }
    check();
    while (put(last + 1, 392)) last++;
    expect(last - held).toBeGreaterThan(0.7 * held);
    check();
  });

  it('gives back to the budget what is cut off a large entry', () => {
    const { arena, budget, put, entries, check } = arenaOf(8);
    put(1, 3 * SLAB);
    const before = budget.used;
    arena.cut(entries.get(1)?.address ?? 0, SLAB);
    entries.set(1, { address: entries.get(1)?.address ?? 0, length: SLAB });
    expect(budget.used).toBe(before - 2 * SLAB);
    check();
  });

  it('gives the memory of large entries back', () => {
    const { budget, put, drop } = arenaOf(8);
    const before = budget.used;
    expect(put(1, 3 * SLAB)).toBe(true);
    expect(budget.used).toBe(before + 3 * SLAB);
    expect(put(2, 6 * SLAB)).toBe(false);
    drop(1);
    expect(budget.used).toBe(before);
  });
});
