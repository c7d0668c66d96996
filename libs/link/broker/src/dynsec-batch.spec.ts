import { describe, expect, it } from '@jest/globals';
import type { PlannedCommand } from '#domain/change';
import { batchFrom } from './dynsec-batch.js';
import { BatchSize } from './dynsec-batch-size.js';

const planned = (
  effect: PlannedCommand['effect'],
  command: PlannedCommand['command'],
): PlannedCommand => ({ effect, command, kicks: [], kicksAnonymous: false });
const makes = (username: string) => planned('narrows', { command: 'createClient', username });
const deny = { acltype: 'publishClientSend', topic: 'a', priority: 0, allow: false };
const names = (all: readonly PlannedCommand[], start: number, most = 50) =>
  batchFrom(all, start, most).map((command) => ('username' in command ? command.username : '?'));

describe('the commands of one message', () => {
  it('are of one kind and effect, in their order, and no more than wanted', () => {
    const all = [
      ...[makes('a'), makes('b'), makes('c')],
      planned('narrows', { command: 'disableClient', username: 'd' }),
      planned('widens', { command: 'createClient', username: 'e' }),
      planned('widens', { command: 'createClient', username: 'f' }),
    ];
    expect(names(all, 0)).toEqual(['a', 'b', 'c']);
    expect(names(all, 0, 2)).toEqual(['a', 'b']);
    expect(names(all, 1, 1)).toEqual(['b']);
    expect(names(all, 3)).toEqual(['d']);
    expect(names(all, 4)).toEqual(['e', 'f']);
    expect(names(all, 6)).toEqual([]);
  });

  it('do not rely on each other: what denies is in another message than what allows', () => {
    const all = [
      planned('narrows', { command: 'addRoleACL', rolename: 'r', ...deny }),
      planned('widens', { command: 'addRoleACL', rolename: 's', ...deny, allow: true }),
    ];
    expect(batchFrom(all, 0, 50)).toHaveLength(1);
  });

  it('are few where they are long, and one at least', () => {
    const all = ['a', 'b', 'c'].map((name) => makes(name.repeat(30_000)));
    expect(names(all, 0)).toHaveLength(2);
    expect(names([makes('x'.repeat(100_000)), makes('y')], 0)).toHaveLength(1);
  });
});

describe('how many commands go out at once', () => {
  it('are a few at first, more while nobody waits long, half as many when somebody does', () => {
    const size = new BatchSize();
    expect(size.now).toBe(2);
    for (let left = 8; left > 0; left--) size.heed(5);
    expect(size.now).toBe(6);
    size.heed(60);
    expect(size.now).toBe(3);
    for (let left = 5; left > 0; left--) size.heed(1_000);
    expect(size.now).toBe(1);
    for (let left = 500; left > 0; left--) size.heed(0);
    expect(size.now).toBe(50);
  });
});
