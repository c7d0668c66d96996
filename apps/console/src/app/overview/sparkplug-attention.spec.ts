import { describe, expect, it } from '@jest/globals';
import { sparkplugAttention } from './sparkplug-attention';

const group = (name: string, offline: number) => ({
  ...{ group: name, nodes: 4, online: 4 - offline, offline, unknown: 0, devices: 2 },
});

describe('what of Sparkplug needs attention', () => {
  it('is nothing without any, or when all are there', () => {
    expect(sparkplugAttention([])).toEqual([]);
    expect(sparkplugAttention([group('bakery', 0)])).toEqual([]);
  });

  it('are nodes that died, with the way to them', () => {
    expect(sparkplugAttention([group('bakery', 1), group('energy', 0)])).toEqual([
      {
        ...{ kind: 'warning', title: '1 Sparkplug node is offline', detail: '1 of 4 in bakery.' },
        ...{ about: 'Sparkplug', link: '/sparkplug', query: { state: 'offline' } },
      },
    ]);
  });

  it('names the first groups only', () => {
    const [item] = sparkplugAttention(['a', 'b', 'c', 'd', 'e'].map((name) => group(name, 2)));
    expect(item).toMatchObject({
      title: '10 Sparkplug nodes are offline',
      detail: '2 of 4 in a, 2 of 4 in b, 2 of 4 in c, 2 more groups.',
    });
  });
});
