export {
  askBroker,
  type ProbeAnswer,
  type ProbeOptions,
  type ProbeQuestion,
  type ProbeSender,
} from './access-probe.js';
export type { ProbePlace } from './access-probe-place.js';
export { brokerStages } from './broker-stages.js';
export { endsSoon } from './reach-stages.js';
export type { Stage, StageName, StageOptions } from './stage.js';
export { BrokerPublisher, type Published } from './broker-publisher.js';
export { BrokerUnreachable, FilterRefused, PublishRefused, TooManyRetained } from './errors.js';
export type { OutgoingMessage, Qos, RetainedMessage, RetainedSize } from './message.js';
export {
  encodeProperties,
  expiryOf,
  propertiesProblem,
  withExpiry,
  type PublishProperties,
} from './publish-properties.js';
export { RetainedReader, type RetainedList } from './retained-reader.js';
export { DynsecControl, type DynsecControlOptions, type RunOptions } from './dynsec-control.js';
export { CommandRefused, ControlUnavailable } from './dynsec-errors.js';
