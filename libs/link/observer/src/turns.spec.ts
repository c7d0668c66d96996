import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.js';

describe('turns', () => {
  it('are given one in each round of the event loop, in the order they were asked for', async () => {
    const turns = new Turns();
    let round = 0;
    const count = setInterval(() => undefined, 1_000);
    const each = () => setImmediate(() => ((round += 1), round < 50 && each()));
    each();
    const taken: [string, number][] = [];
    const work = async (name: string) => {
      for (let i = 0; i < 3; i++) {
        await turns.next();
        taken.push([name, round]);
      }
    };
    await Promise.all(['a', 'b', 'c'].map(work));
    clearInterval(count);
    expect(taken.map(([name]) => name).join('')).toBe('abcabcabc');
    expect(new Set(taken.map(([, at]) => at)).size).toBe(9);
    expect(turns.busy).toBe(false);
  });
});
