import { describe, expect, it } from '@jest/globals';
import { nearest } from './nearest.js';

const NAMES = ['http.port', 'http.bind_address', 'mosquitto.port', 'logging.level'];

describe('the nearest name', () => {
  it.each([
    ['http.prot', 'http.port'], // two letters swapped
    ['http.bindaddress', 'http.bind_address'],
    ['HTTP.PORT', 'http.port'],
    ['mosquito.port', 'mosquitto.port'],
    ['loging.levle', 'logging.level'],
  ])('of %s is %s', (wrong, meant) => {
    expect(nearest(wrong, NAMES)).toBe(meant);
  });

  it.each(['', 'x', 'metrics.retention', 'x'.repeat(1_000_000)])(
    'is none for a stranger',
    (wrong) => {
      expect(nearest(wrong, NAMES)).toBeUndefined();
    },
  );
});
