import { describe, expect, it } from '@jest/globals';
import { ReadPace } from './read-pace.js';

/** How many of the reads, one per ms for a second, are followed by a rest. */
function rests(count: number): number {
  const pace = new ReadPace();
  return Array.from({ length: 1_000 }, (_, ms) => pace.mayRest(count, 5_000 + ms)).filter(Boolean)
    .length;
}

describe('ReadPace', () => {
  it('rests after every read while bytes come at a pace that any buffer holds', () => {
    expect(rests(100)).toBe(1_000);
    expect(rests(10_000)).toBe(1_000);
  });

  it('does not rest while they come faster than that', () => {
    expect(rests(50_000)).toBeLessThan(15);
    expect(rests(200_000)).toBe(0);
  });

  it('rests again when the flood is over', () => {
    const pace = new ReadPace();
    for (let ms = 0; ms < 200; ms++) pace.mayRest(60_000, ms);
    expect(pace.mayRest(60_000, 201)).toBe(false);
    expect(pace.mayRest(10, 400)).toBe(true);
  });
});
