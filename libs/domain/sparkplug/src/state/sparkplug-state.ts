import { decodePayload, type DecodeOptions } from '../decode-payload.js';
import {
  sparkplugTopic,
  type DeviceTopic,
  type MessageType,
  type NodeTopic,
} from '../sparkplug-topic.js';
import { EdgeNode, type Device, type NodeState, type StateListener } from './edge-node.js';
import type { FaultKind } from './faults.js';
import { HostLog } from './host-log.js';
import { NodeRecorder } from './node-recorder.js';
import { MessageTaker } from './take-message.js';

/** How much is held; beyond it, the nodes that were silent longest are let go. */
export interface StateLimits {
  readonly nodes: number;
  readonly metrics: number;
  /** About how many bytes. */
  readonly weight: number;
}

export const STATE_LIMITS: StateLimits = {
  ...{ nodes: 10_000, metrics: 1_000_000, weight: 402_653_184 },
};

/** A node that is not heard so long after a gap is not taken to be online any more. */
const DOUBT_MS = 60_000;

/** Of the names in changes that nobody took yet. */
const MOST_LETTERS = 8_000_000;

/** When it was, and the epoch that began with it. */
interface Gap {
  readonly since: number;
  readonly epoch: number;
}

/** A node or device whose state changed. */
export interface StateChange {
  readonly nodeId: string;
  readonly group: string;
  readonly node: string;
  readonly device?: string;
  readonly state: NodeState;
  readonly at: number;
}

/** A message as the broker sent it. */
export interface ObservedMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retained: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface StateOptions extends DecodeOptions {
  /** An opaque name for a node, made of its topic without the type. */
  readonly idOf: (name: string) => string;
  readonly held?: StateLimits;
}

export interface StateCounts {
  readonly nodes: Readonly<Record<NodeState, number>>;
  readonly devices: Readonly<Record<NodeState, number>>;
  readonly metrics: number;
  /** By type. */
  readonly messages: Partial<Record<MessageType, number>>;
  readonly faults: Partial<Record<FaultKind, number>>;
  /** Messages that MCM did not get to see, as far as it knows. */
  readonly missed: number;
  /** Nodes that were let go. */
  readonly evicted: number;
}

/** Nodes, devices and hosts as their messages tell of them. It knows no clock: each message has its time. */
export class SparkplugState {
  readonly hosts = new HostLog();
  readonly #options: StateOptions;
  readonly #limits: StateLimits;
  readonly #recorder: NodeRecorder;
  readonly #taker: MessageTaker;
  /** By group and name; the one that was silent longest is the first. */
  readonly #nodes = new Map<string, EdgeNode>();
  readonly #byId = new Map<string, EdgeNode>();
  readonly #changes = new Map<string, StateChange>();
  /** Of the names in them. */
  #changedLetters = 0;
  readonly #messages: Partial<Record<MessageType, number>> = {};
  readonly #faults: Partial<Record<FaultKind, number>> = {};
  /** The first gap after which not all nodes were heard; nodes may have died in later ones, too. */
  #doubt: Gap | undefined;
  #lastGap: Gap | undefined;
  #sorted: readonly EdgeNode[] | undefined;
  #metrics = 0;
  #weight = 0;
  #missed = 0;
  #evicted = 0;

  constructor(options: StateOptions) {
    this.#options = options;
    this.#limits = options.held ?? STATE_LIMITS;
    const listener: StateListener = {
      changed: (node, device, at) => this.#changed(node, device, at),
      fault: (kind, count) => this.#count(kind, count),
    };
    this.#recorder = new NodeRecorder(listener);
    this.#taker = new MessageTaker(this.#recorder);
  }

  /** Takes a message; one to a topic that is none of Sparkplug's is passed over. */
  take({ topic: name, payload, retained, at }: ObservedMessage): void {
    const topic = sparkplugTopic(name);
    if (topic === undefined) return;
    // Somebody deletes what the broker kept (MQTT 5 section 3.3.1.3): that is no birth and no death.
    if (retained && payload.length === 0) return;
    this.#messages[topic.type] = (this.#messages[topic.type] ?? 0) + 1;
    if (topic.kind === 'host') {
      if (this.hosts.take(topic, payload, at) !== undefined) this.#count('bad-state', 1);
      return;
    }
    const node = this.#nodeOf(topic, at);
    const { metricCount, weight } = node;
    const decoded = decodePayload(payload, this.#options);
    if (decoded.problem === undefined) {
      this.#taker.take(node, { topic, payload: decoded.payload, retained, at });
    } else {
      const { reason, offset } = decoded.problem;
      const detail = `${topic.type}, byte ${offset}: ${reason}`;
      this.#taker.takeBad(node, { topic, retained, at }, detail);
    }
    this.#metrics += node.metricCount - metricCount;
    this.#weight += node.weight - weight;
    this.#stayWithin(node);
  }

  /** So many messages did not reach MCM. */
  missed(count: number): void {
    this.#missed += count;
  }

  /** Messages may be missing from here on: that is not the fault of the nodes. */
  gap(at: number): void {
    this.#recorder.epoch += 1;
    this.#lastGap = { since: at, epoch: this.#recorder.epoch };
    this.#doubt ??= this.#lastGap;
  }

  /** MCM heard nothing for a while: whoever was online may not be. */
  interrupted(at: number): void {
    this.#recorder.epoch += 1;
    this.#unconfirm(at, this.#recorder.epoch, 'MCM was not connected to the broker');
  }

  /** Nodes that stay silent long after a gap may have died in it. */
  sweep(now: number): void {
    const doubt = this.#doubt;
    if (doubt === undefined || now - doubt.since < DOUBT_MS) return;
    this.#doubt = this.#lastGap === doubt ? undefined : this.#lastGap;
    this.#unconfirm(now, doubt.epoch, 'Not heard since MCM missed messages');
  }

  node(id: string): EdgeNode | undefined {
    return this.#byId.get(id);
  }

  /** The node that a topic is of. */
  nodeOf({ group, node }: NodeTopic | DeviceTopic): EdgeNode | undefined {
    return this.#nodes.get(`${group}/${node}`);
  }

  /** By group and name. */
  nodes(): readonly EdgeNode[] {
    this.#sorted ??= [...this.#nodes.values()].sort(byName);
    return this.#sorted;
  }

  /** What changed since the last call, the earliest first, at most so many; the rest comes with the next. */
  takeChanges(most: number): readonly StateChange[] {
    const changes: StateChange[] = [];
    for (const [key, change] of this.#changes) {
      if (changes.length === most) break;
      changes.push(change);
      this.#forgetChange(key);
    }
    return changes;
  }

  counts(): StateCounts {
    const nodes = { online: 0, offline: 0, unknown: 0 };
    const devices = { online: 0, offline: 0, unknown: 0 };
    for (const node of this.#nodes.values()) {
      nodes[node.state] += 1;
      for (const { state } of node.devices.values()) devices[state] += 1;
    }
    return {
      ...{ nodes, devices, metrics: this.#metrics },
      ...{ messages: { ...this.#messages }, faults: { ...this.#faults } },
      ...{ missed: this.#missed, evicted: this.#evicted },
    };
  }

  #unconfirm(at: number, epoch: number, why: string): void {
    for (const node of this.#nodes.values()) {
      if (node.epoch < epoch) this.#taker.unconfirm(node, at, why);
    }
  }

  #nodeOf({ group, node: name }: NodeTopic | DeviceTopic, at: number): EdgeNode {
    const key = `${group}/${name}`;
    const known = this.#nodes.get(key);
    if (known !== undefined) {
      // To the end, where those are that spoke last.
      this.#nodes.delete(key);
      this.#nodes.set(key, known);
      return known;
    }
    const node = new EdgeNode(this.#options.idOf(`spBv1.0/${key}`), group, name, at);
    node.epoch = this.#recorder.epoch;
    this.#nodes.set(key, node);
    this.#byId.set(node.id, node);
    this.#sorted = undefined;
    this.#weight += node.weight;
    this.#changed(node, undefined, at);
    return node;
  }

  #stayWithin(current: EdgeNode): void {
    const { nodes, metrics, weight } = this.#limits;
    for (const node of this.#nodes.values()) {
      const fits = this.#nodes.size <= nodes && this.#metrics <= metrics && this.#weight <= weight;
      // One that is too large for all room alone begins anew.
      if (fits) return;
      this.#forget(node);
      if (node === current) return;
    }
  }

  #forget(node: EdgeNode): void {
    this.#nodes.delete(`${node.group}/${node.name}`);
    this.#byId.delete(node.id);
    this.#sorted = undefined;
    this.#metrics -= node.metricCount;
    this.#weight -= node.weight;
    this.#evicted += 1;
  }

  #changed(node: EdgeNode, device: Device | undefined, at: number): void {
    const { id: nodeId, group, name } = node;
    const key = device === undefined ? nodeId : `${nodeId}/${device.name}`;
    const { state } = device ?? node;
    this.#forgetChange(key);
    this.#changes.set(key, {
      ...{ nodeId, group, node: name, state, at },
      ...(device !== undefined && { device: device.name }),
    });
    this.#changedLetters += lettersOf(key, { group, node: name });
    for (const oldest of this.#changes.keys()) {
      if (this.#changes.size <= this.#limits.nodes && this.#changedLetters <= MOST_LETTERS) break;
      this.#forgetChange(oldest);
    }
  }

  #forgetChange(key: string): void {
    const change = this.#changes.get(key);
    if (change === undefined) return;
    this.#changedLetters -= lettersOf(key, change);
    this.#changes.delete(key);
  }

  #count(kind: FaultKind, count: number): void {
    this.#faults[kind] = (this.#faults[kind] ?? 0) + count;
  }
}

const lettersOf = (key: string, { group, node }: Pick<StateChange, 'group' | 'node'>): number =>
  key.length + group.length + node.length;

function byName(a: EdgeNode, b: EdgeNode): number {
  if (a.group !== b.group) return a.group < b.group ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}
