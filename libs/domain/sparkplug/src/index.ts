export { BirthNames, NO_BIRTH, numbersOf, type BornMetrics } from './birth-names.js';
export { DATA_TYPES, type DataType } from './data-type.js';
export {
  decodePayload,
  type DecodedPayload,
  type DecodeOptions,
  type Inflate,
  type PayloadProblem,
} from './decode-payload.js';
export {
  describePayload,
  describePayloadInShort,
  isBlank,
  type DescribedMetric,
  type DescribedPayload,
} from './describe-payload.js';
export {
  describeInteger,
  describeProperties,
  describeTime,
  describeValue,
  qualityOf,
  type Json,
} from './describe-value.js';
export type { Compression, Integer, Metric, MetricValue, Payload } from './payload.js';
export { rebirthCommand } from './rebirth-command.js';
export {
  MESSAGE_TYPES,
  NAMESPACE,
  sparkplugTopic,
  type DeviceTopic,
  type MessageType,
  type NodeTopic,
  type SparkplugTopic,
} from './sparkplug-topic.js';
export {
  NODE_STATES,
  type Device,
  type EdgeNode,
  type HeldMetric,
  type NodeState,
} from './state/edge-node.js';
export { FAULT_KINDS, type EventKind, type FaultKind, type NodeEvent } from './state/faults.js';
export type { HostApplication } from './state/host-log.js';
export {
  SparkplugState,
  STATE_LIMITS,
  type ObservedMessage,
  type StateChange,
  type StateCounts,
  type StateLimits,
} from './state/sparkplug-state.js';
export { PAYLOAD_LIMITS, type PayloadLimits } from './wire-source.js';
