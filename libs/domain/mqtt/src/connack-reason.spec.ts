import { describe, expect, it } from '@jest/globals';
import { connackReason } from './connack-reason.js';

describe('connackReason', () => {
  it.each([
    [4, 'the user name or password is wrong'],
    [0x86, 'the user name or password is wrong'],
    [5, 'this account may not connect, or its user name or password is wrong'],
    [0x87, 'this account may not connect, or its user name or password is wrong'],
    [0x84, 'the broker does not speak this version of MQTT'],
    [0x42, 'the broker gives the unknown reason 0x42'],
    [6, 'the broker gives the unknown reason 0x06'],
  ])('puts %i in words', (code, words) => {
    expect(connackReason(code)).toBe(words);
  });
});
