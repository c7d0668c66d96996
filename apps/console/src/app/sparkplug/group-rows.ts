import type { SparkplugGroup, SparkplugNode, SparkplugState } from '../api/models';

/** The nodes of a group, as far as they are on the page. */
export interface GroupRows {
  readonly group: string;
  /** All of it, the nodes on other pages included; absent until that is known. */
  readonly facts?: SparkplugGroup;
  readonly nodes: readonly SparkplugNode[];
}

/** Nodes, which come by group, under their groups. */
export function groupRows(
  nodes: readonly SparkplugNode[],
  groups: readonly SparkplugGroup[],
): readonly GroupRows[] {
  const facts = new Map(groups.map((group) => [group.group, group]));
  const names = [...new Set(nodes.map(({ group }) => group))];
  return names.map((group) => {
    const known = facts.get(group);
    return {
      group,
      ...(known !== undefined && { facts: known }),
      nodes: nodes.filter((node) => node.group === group),
    };
  });
}

export type StateCount = Readonly<Record<SparkplugState | 'nodes' | 'devices', number>>;

/** How many nodes there are in which state, of one group or of all. */
export function countStates(
  groups: readonly SparkplugGroup[],
  group: string | undefined,
): StateCount {
  const counts = { online: 0, offline: 0, unknown: 0, nodes: 0, devices: 0 };
  for (const one of groups) {
    if (group !== undefined && one.group !== group) continue;
    counts.online += one.online;
    counts.offline += one.offline;
    counts.unknown += one.unknown;
    counts.nodes += one.nodes;
    counts.devices += one.devices;
  }
  return counts;
}
