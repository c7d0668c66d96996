import { expect, it } from '@jest/globals';
import { inUnits } from './in-units.js';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [12_345_678, '12 MB'],
  [1_300_000_000, '1.3 GB'],
  [5e15, '5000 TB'],
])('%d bytes are said as %s', (bytes, shown) => {
  expect(inUnits(bytes)).toBe(shown);
});
