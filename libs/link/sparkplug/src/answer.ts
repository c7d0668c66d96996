import {
  sparkplugTopic,
  type BornMetrics,
  type EdgeNode,
  type SparkplugState,
} from '#domain/sparkplug';
import { describeDevice, describeMetric, describeNode } from './describe.js';
import type {
  Answer,
  MetricsPage,
  MetricsQuery,
  NodesPage,
  NodesQuery,
  Question,
  SparkplugGroup,
  SparkplugNodeDetail,
} from './port.js';

/** Of one node in an answer. */
const MOST_DEVICES = 1_000;

/** What the state says to a question at `now`. */
export function answer(state: SparkplugState, { about, query }: Question, now: number): Answer {
  switch (about) {
    case 'groups':
      return groups(state);
    case 'nodes':
      return nodes(state, query, now);
    case 'node':
      return node(state, query, now);
    case 'metrics':
      return metrics(state, query);
    case 'hosts':
      return state.hosts.all();
    case 'states':
      return state.nodes().map(({ id, group, name, state: is, since }) => ({
        id,
        group,
        node: name,
        state: is,
        since,
      }));
    case 'timelines':
      return state.nodes().map(({ group, name, timeline }) => ({ group, node: name, timeline }));
    case 'birth':
      return birth(state, query);
  }
}

function groups(state: SparkplugState): readonly SparkplugGroup[] {
  const found = new Map<string, SparkplugGroup>();
  for (const { group, state: is, devices } of state.nodes()) {
    const known = found.get(group) ?? {
      ...{ group, nodes: 0, online: 0, offline: 0, unknown: 0, devices: 0 },
    };
    found.set(group, {
      ...known,
      nodes: known.nodes + 1,
      [is]: known[is] + 1,
      devices: known.devices + devices.size,
    });
  }
  return [...found.values()];
}

const keyOf = ({ group, name }: EdgeNode) => `${group}/${name}`;

function nodes(state: SparkplugState, query: NodesQuery, now: number): NodesPage {
  const { group, search, state: wanted, limit, cursor } = query;
  const part = search?.toLowerCase();
  const all = state.nodes();
  // By place, not by text: `a/b` comes before `a-1/b` in text only.
  const start = cursor === undefined ? 0 : all.findIndex((node) => isAfter(node, cursor));
  const page: EdgeNode[] = [];
  for (const node of start < 0 ? [] : all.slice(start)) {
    if (group !== undefined && node.group !== group) continue;
    if (wanted !== undefined && node.state !== wanted) continue;
    if (part !== undefined && !keyOf(node).toLowerCase().includes(part)) continue;
    page.push(node);
    if (page.length > limit) break;
  }
  const last = page.length > limit ? page[limit - 1] : undefined;
  return {
    nodes: page.slice(0, limit).map((one) => describeNode(one, now)),
    ...(last !== undefined && { nextCursor: keyOf(last) }),
  };
}

function isAfter({ group, name }: EdgeNode, cursor: string): boolean {
  const [cursorGroup = '', cursorName = ''] = cursor.split('/');
  return group === cursorGroup ? name > cursorName : group > cursorGroup;
}

function node(state: SparkplugState, id: string, now: number): SparkplugNodeDetail | undefined {
  const found = state.node(id);
  if (found === undefined) return undefined;
  const devices = [...found.devices.values()].map((device) => describeDevice(found, device));
  devices.sort((a, b) => (a.device < b.device ? -1 : 1));
  const { timeline } = found;
  return { node: describeNode(found, now), devices: devices.slice(0, MOST_DEVICES), timeline };
}

function metrics(state: SparkplugState, query: MetricsQuery): MetricsPage | undefined {
  const { id, device: deviceName, search, limit, cursor } = query;
  const found = state.node(id);
  const device = deviceName === undefined ? undefined : found?.devices.get(deviceName);
  if (found === undefined || (deviceName !== undefined && device === undefined)) return undefined;
  const part = search?.toLowerCase();
  const names = [...(device ?? found).metrics.keys()].filter(
    (name) =>
      (cursor === undefined || name > cursor) &&
      (part === undefined || name.toLowerCase().includes(part)),
  );
  const page = names.sort().slice(0, limit);
  const last = names.length > limit ? page.at(-1) : undefined;
  return {
    metrics: page.flatMap((name) => {
      const metric = (device ?? found).metrics.get(name);
      return metric === undefined ? [] : [describeMetric(found, device, metric)];
    }),
    ...(last !== undefined && { nextCursor: last }),
  };
}

function birth(state: SparkplugState, topic: string): BornMetrics {
  const place = sparkplugTopic(topic);
  if (place === undefined || place.kind === 'host') return { metrics: [] };
  const found = state.nodeOf(place);
  const source = place.kind === 'node' ? found : found?.devices.get(place.device);
  if (source === undefined) return { metrics: [] };
  const known = [...source.metrics.values()].map(
    ({ name, alias, type }) => [name, alias, type] as const,
  );
  return {
    ...(source.lastBirthAt !== undefined && { at: source.lastBirthAt }),
    metrics: known,
  };
}
