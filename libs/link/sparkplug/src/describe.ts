import {
  describeProperties,
  describeValue,
  NAMESPACE,
  qualityOf,
  type Device,
  type EdgeNode,
  type HeldMetric,
} from '#domain/sparkplug';
import { topicId } from '#link/observer';
import type { SparkplugDevice, SparkplugLife, SparkplugMetric, SparkplugNode } from './port.js';

export function describeNode(node: EdgeNode, now: number): SparkplugNode {
  const { group, name, seq, gaps, lastGapAt, bdSeq } = node;
  return {
    ...lifeOf(node, node.id),
    ...{ group, node: name },
    seq: {
      ...(seq !== undefined && { last: seq }),
      gaps,
      ...(lastGapAt !== undefined && { lastGapAt }),
    },
    bdSeq: { ...(bdSeq !== undefined && { birth: bdSeq }), mismatches: node.bdSeqMismatches },
    lateBirths: node.lateBirths,
    unknownAliases: node.unknownAliases,
    rebirthStorm: node.inStorm(now),
    devices: node.devices.size,
    metrics: node.metricCount,
    faults: node.faults,
  };
}

export function describeDevice({ group, name }: EdgeNode, device: Device): SparkplugDevice {
  const id = topicId(`${NAMESPACE}/${group}/${name}/${device.name}`);
  return { ...lifeOf(device, id), device: device.name };
}

function lifeOf(source: Device | EdgeNode, id: string): SparkplugLife {
  const { state, since, births, deaths, lastBirthAt, lastDeathAt, lastDataAt } = source;
  return {
    ...{ id, state, since, births, deaths },
    ...(lastBirthAt !== undefined && { lastBirthAt }),
    ...(lastDeathAt !== undefined && { lastDeathAt }),
    ...(lastDataAt !== undefined && { lastDataAt }),
    metrics: source.metrics.size,
  };
}

export function describeMetric(
  { group, name: node }: EdgeNode,
  device: Device | undefined,
  metric: HeldMetric,
): SparkplugMetric {
  const { name, alias, type, value, omitted, properties, timestamp, ofBirth, at } = metric;
  const quality = qualityOf(properties);
  const kind = `${device === undefined ? 'N' : 'D'}${ofBirth ? 'BIRTH' : 'DATA'}`;
  const levels = [NAMESPACE, group, kind, node, ...(device === undefined ? [] : [device.name])];
  return {
    ...{ name, type, value: describeValue(value, type), omitted, at },
    ...(alias !== undefined && { alias }),
    ...(quality !== undefined && { quality }),
    isNull: metric.isNull,
    isHistorical: metric.isHistorical,
    isTransient: metric.isTransient,
    ...(timestamp !== undefined && { timestamp }),
    ...(properties !== undefined && { properties: describeProperties(properties) }),
    topic: levels.join('/'),
  };
}
