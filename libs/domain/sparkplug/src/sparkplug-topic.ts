const NODE_TYPES = ['NBIRTH', 'NDEATH', 'NDATA', 'NCMD'] as const;
const DEVICE_TYPES = ['DBIRTH', 'DDEATH', 'DDATA', 'DCMD'] as const;

export type NodeMessageType = (typeof NODE_TYPES)[number];
export type DeviceMessageType = (typeof DEVICE_TYPES)[number];
export const MESSAGE_TYPES = [...NODE_TYPES, ...DEVICE_TYPES, 'STATE'] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

export const NAMESPACE = 'spBv1.0';

export interface NodeTopic {
  readonly kind: 'node';
  readonly type: NodeMessageType;
  readonly group: string;
  readonly node: string;
}

export interface DeviceTopic {
  readonly kind: 'device';
  readonly type: DeviceMessageType;
  readonly group: string;
  readonly node: string;
  readonly device: string;
}

/** Where a host application says whether it is there. */
export interface HostTopic {
  readonly kind: 'host';
  readonly type: 'STATE';
  readonly host: string;
  /** Sparkplug 2.2 had `STATE/<host>` with the words ONLINE and OFFLINE. */
  readonly version: '2.2' | '3.0';
}

export type SparkplugTopic = NodeTopic | DeviceTopic | HostTopic;

/**
 * What a topic is by Sparkplug 3.0 section 4; nothing when it is no topic of it. Letters count as they are; no level
 * is empty or holds a wildcard.
 */
export function sparkplugTopic(topic: string): SparkplugTopic | undefined {
  const levels = topic.split('/');
  if (levels.some((level) => level === '' || /[+#]/.test(level))) return undefined;
  const [first, second, third, fourth, fifth] = levels;
  if (first === 'STATE') {
    return levels.length === 2 ? hostTopic(second, '2.2') : undefined;
  }
  if (first !== NAMESPACE || second === undefined) return undefined;
  // 4.2.2: no group is named STATE, since that is where hosts are.
  if (second === 'STATE') return levels.length === 3 ? hostTopic(third, '3.0') : undefined;
  if (fourth === undefined) return undefined;
  const [group, node] = [second, fourth];
  if (fifth === undefined) {
    const type = NODE_TYPES.find((one) => one === third);
    return type && { kind: 'node', type, group, node };
  }
  const type = levels.length === 5 ? DEVICE_TYPES.find((one) => one === third) : undefined;
  return type && { kind: 'device', type, group, node, device: fifth };
}

function hostTopic(host: string | undefined, version: '2.2' | '3.0'): HostTopic | undefined {
  return host === undefined ? undefined : { kind: 'host', type: 'STATE', host, version };
}
