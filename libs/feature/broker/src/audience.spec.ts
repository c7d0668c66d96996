import { describe, expect, it } from '@jest/globals';
import { Audience } from './audience.js';
import { Watcher } from './watcher.js';

const [one, other] = [new Watcher(), new Watcher()];

describe('the audience of a topic', () => {
  it('are those with a filter that selects it, also after they have changed or gone', () => {
    const audience = new Audience();
    audience.set(one, ['#']);
    audience.set(other, ['a/b', 'c', '+/b']);
    expect([...audience.of('a/b')]).toEqual([one, other]);
    expect([...audience.of('a')]).toEqual([one]);

    audience.set(other, ['a']);
    expect([...audience.of('a/b')]).toEqual([one]);
    expect([...audience.of('a')]).toEqual([one, other]);

    audience.delete(one);
    expect([...audience.of('a')]).toEqual([other]);
    expect([...audience.of('c')]).toEqual([]);
  });

  it('is right for more topics than are remembered', () => {
    const audience = new Audience();
    audience.set(one, ['+/7']);
    for (let i = 0; i < 30_000; i++) {
      expect(audience.of(`${i}/${i % 10}`).size).toBe(i % 10 === 7 ? 1 : 0);
    }
    expect([...audience.of('0/7')]).toEqual([one]);
  });
});
