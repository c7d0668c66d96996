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
