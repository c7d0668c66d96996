import { describe, expect, it } from '@jest/globals';
import type { SparkplugNode } from '../api/models';
import { countStates, groupRows } from './group-rows';

const GROUPS = [
  { group: 'bakery', nodes: 3, online: 2, offline: 1, unknown: 0, devices: 4 },
  { group: 'energy', nodes: 1, online: 0, offline: 0, unknown: 1, devices: 0 },
];
const node = (group: string, name: string) =>
  ({ id: `${group}/${name}`, group, node: name }) as SparkplugNode;

describe('nodes in their groups', () => {
  it('stand below their group, with what is known of all of it', () => {
    const rows = groupRows([node('bakery', 'a'), node('bakery', 'b'), node('new', 'c')], GROUPS);
    expect(rows.map(({ group, facts, nodes }) => [group, facts?.nodes, nodes.length])).toEqual([
      ['bakery', 3, 2],
      ['new', undefined, 1],
    ]);
  });

  it('are counted by state, of one group or of all', () => {
    expect(countStates(GROUPS, undefined)).toEqual({
      ...{ nodes: 4, online: 2, offline: 1, unknown: 1, devices: 4 },
    });
    expect(countStates(GROUPS, 'energy')).toMatchObject({ nodes: 1, unknown: 1, online: 0 });
    expect(countStates(GROUPS, 'gone')).toMatchObject({ nodes: 0 });
  });
});
