import { describe, expect, it } from '@jest/globals';
import { holds } from './condition.js';

const within = (filter: string, compares: 'levels' | 'filters') =>
  ({ kind: 'within', filter, compares }) as const;

describe('a subscription within a pattern', () => {
  it.each([
    // pattern, subscription, the plugin of 2.0, the plugin of 2.1
    ['a/#', 'a', true, true],
    ['a/#', 'a/+/c', true, true],
    ['a/#', '#', false, false],
    ['a/+', 'a/#', false, false],
    ['a/+', 'a/+', true, true],
    ['+/b', 'a/+', false, false],
    ['#', '$SYS/#', true, false],
    ['+/broker/uptime', '$SYS/broker/uptime', true, false],
    ['+/#', '#', true, false],
    ['/#', '#', true, false],
    ['$SYS/#', '$SYS/broker/uptime', true, true],
    ['a/b', 'a/b', true, true],
    ['a/b', 'a/b/c', false, false],
  ])('%s contains %s: %s in 2.0, %s in 2.1', (pattern, subscription, levels, filters) => {
    expect(holds(within(pattern, 'levels'), subscription)).toBe(levels);
    expect(holds(within(pattern, 'filters'), subscription)).toBe(filters);
  });
});
