import { describe, expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { Turns } from './turns.js';

/** Reads that end when they are told to; the names of those that have begun. */
function reads(turns: Turns) {
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<string>>();
  const read = (user: number, name: string) =>
    turns.take(user, () => {
      begun.push(name);
      const end = Promise.withResolvers<string>();
      ends.set(name, end);
      return end.promise;
    });
  return { begun, read, end: (name: string) => ends.get(name)! };
}

describe('reads', () => {
  it('run so many at once, and the others in their order', async () => {
    const { begun, read, end } = reads(new Turns({ atOnce: 2, ofOne: 9 }));
    const all = ['a', 'b', 'c', 'd'].map((name, user) => read(user, name));
    expect(begun).toEqual(['a', 'b']);
    end('b').resolve('of b');
    expect(await all[1]).toBe('of b');
    expect(begun).toEqual(['a', 'b', 'c']);
    end('a').reject(new Error('planted'));
    await expect(all[0]).rejects.toThrow('planted');
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    end('c').resolve('');
    end('d').resolve('');
    await Promise.all(all.slice(2));
    const next = ['e', 'f', 'g'].map((name) => read(1, name));
    expect(begun.slice(4)).toEqual(['e', 'f']);
    for (const name of ['e', 'f', 'g']) {
      end(name).resolve('');
      await turn();
    }
    await Promise.all(next);
  });

  it('are refused to whom so many run or wait for already, and to nobody else', async () => {
    const { read, end, begun } = reads(new Turns({ atOnce: 1, ofOne: 2 }));
    const mine = [read(1, 'a'), read(1, 'b')];
    await expect(read(1, 'c')).rejects.toMatchObject({
      ...{ kind: 'too-many-requests', headers: { 'retry-after': '5' } },
    });
    const other = read(2, 'd');
    end('a').resolve('');
    await mine[0];
    const later = read(1, 'e');
    for (const name of ['b', 'd', 'e']) {
      end(name).resolve('');
      await turn();
    }
    await Promise.all([...mine, other, later]);
    expect(begun).toEqual(['a', 'b', 'd', 'e']);
  });
});
