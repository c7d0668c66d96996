import type { DeviceTopic, NodeTopic } from '../sparkplug-topic.js';
import { DeviceMessages } from './device-messages.js';
import { Device, NAME_WEIGHT, type EdgeNode } from './edge-node.js';
import type { NodeMessage } from './node-message.js';
import { NodeMessages } from './node-messages.js';
import type { NodeRecorder } from './node-recorder.js';

/** A device, beside its metrics. */
const DEVICE_WEIGHT = 768;

/** Applies messages to a node as Sparkplug 3.0 sections 5 and 6 say, and tells where a node does not keep to them. */
export class MessageTaker {
  readonly #recorder: NodeRecorder;
  readonly #ofNode: NodeMessages;
  readonly #ofDevice: DeviceMessages;

  constructor(recorder: NodeRecorder) {
    this.#recorder = recorder;
    this.#ofNode = new NodeMessages(recorder);
    this.#ofDevice = new DeviceMessages(recorder);
  }

  take(node: EdgeNode, message: NodeMessage): void {
    const { topic } = message;
    if (topic.kind === 'node') {
      const old = this.#isOld(node, node, message);
      this.#ofNode.take(node, topic, { ...message, old });
      if (!old) this.#heard(node, topic);
      return;
    }
    if (topic.type === 'DCMD') return;
    const device = deviceOf(node, topic.device, message.at);
    const old = this.#isOld(node, device, message);
    this.#ofDevice.take(node, device, topic.type, { ...message, old });
    if (!old) this.#heard(node, topic);
  }

  /** A message that could not be decoded. */
  takeBad(node: EdgeNode, { topic, at }: Omit<NodeMessage, 'payload'>, detail: string): void {
    this.#recorder.fault(node, at, { kind: 'bad-payload', detail });
    // Nobody knows its number, so the next one is not held against it.
    if (!isCommand(topic)) node.seq = undefined;
    this.#heard(node, topic);
  }

  /** What a node said is not known any more: it may be there or not. */
  unconfirm(node: EdgeNode, at: number, why: string): void {
    if (node.state !== 'online') return;
    this.#recorder.enter(node, undefined, 'unknown', at);
    for (const device of node.devices.values()) {
      if (device.state === 'online') this.#recorder.enter(node, device, 'unknown', at);
    }
    node.tell(at, 'unconfirmed', why);
  }

  /**
   * Whether a message may be of before. A broker hands over what it kept once for each subscription, so the second
   * retained message of a topic within an epoch is one of now.
   */
  #isOld(node: EdgeNode, source: Device | EdgeNode, { topic, retained, at }: NodeMessage): boolean {
    if (!retained) return false;
    const before = source.retained(topic.type, this.#recorder.epoch);
    const old = before !== this.#recorder.epoch;
    // 6.4.19 to 6.4.26: whoever subscribes later must not take what was for what is. What comes again was told before.
    if (!old || before === undefined) {
      this.#recorder.fault(node, at, { kind: 'retained', detail: `${topic.type} is retained` });
    }
    return old;
  }

  /** In commands a host speaks, not the node. */
  #heard(node: EdgeNode, topic: NodeTopic | DeviceTopic): void {
    if (!isCommand(topic)) node.epoch = this.#recorder.epoch;
  }
}

function deviceOf(node: EdgeNode, name: string, at: number): Device {
  const known = node.devices.get(name);
  if (known !== undefined) return known;
  const device = new Device(name, at);
  node.devices.set(name, device);
  node.weight += DEVICE_WEIGHT + name.length * NAME_WEIGHT;
  return device;
}

const isCommand = ({ type }: NodeTopic | DeviceTopic): boolean =>
  type === 'NCMD' || type === 'DCMD';
