import type { Payload } from '../payload.js';
import type { DeviceTopic, NodeTopic } from '../sparkplug-topic.js';

/** A message of a node or a device that could be decoded. */
export interface NodeMessage {
  readonly topic: NodeTopic | DeviceTopic;
  readonly payload: Payload;
  readonly retained: boolean;
  readonly at: number;
}

/** A message, and whether the broker may have kept it from before MCM subscribed. */
export interface Taken extends NodeMessage {
  readonly old: boolean;
}
