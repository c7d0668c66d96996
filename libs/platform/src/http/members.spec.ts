import { describe, expect, it } from '@jest/globals';
import { IsBoolean, validateSync } from 'class-validator';
import { IsDateTime, timeOf } from './date-time.js';
import { IfGiven } from './if-given.js';

class Wish {
  @IfGiven()
  @IsBoolean()
  loud?: unknown;

  @IfGiven()
  @IsDateTime()
  at?: unknown;
}

const faults = (members: object) =>
  validateSync(Object.assign(new Wish(), members)).flatMap(({ constraints = {} }) =>
    Object.values(constraints),
  );

describe('a member that may be left out', () => {
  it('may be left out, but not be null', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ loud: true })).toEqual([]);
    expect(faults({ loud: null })).toEqual(['loud must be a boolean value']);
  });
});

describe('a time', () => {
  it.each([
    ['2026-11-25T08:00:00Z', '2026-11-25T08:00:00.000Z'],
    ['2026-11-25t08:00:00.123456789z', '2026-11-25T08:00:00.123Z'],
    ['2024-02-29T23:59:59+02:00', '2024-02-29T21:59:59.000Z'],
  ])('is read: %s', (text, time) => {
    expect(faults({ at: text })).toEqual([]);
    expect(new Date(timeOf(text) ?? 0).toISOString()).toBe(time);
  });

  it.each([
    '2026-W48-3T08:00:00Z',
    '2026-11-25T08:00:00',
    '2026-11-25',
    '2026-329T08:00:00Z',
    'tomorrow',
    null,
    0,
  ])('has its form and its zone, unlike %p', (at) => {
    expect(faults({ at })).toEqual([
      expect.stringContaining('must be a date and time with its zone'),
    ]);
  });

  it.each([
    '2026-02-30T08:00:00Z',
    '2026-13-01T08:00:00Z',
    '2026-11-25T24:00:00Z',
    '2026-11-25T08:00:61Z',
    '2026-11-25T08:00:00+99:99',
  ])('exists, unlike %s', (at) => {
    expect(faults({ at })).toEqual(['at is a time that does not exist']);
  });
});
