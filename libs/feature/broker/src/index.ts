export { IsFilter, IsTopicName } from './api/is-filter.js';
export { type StatusDto } from './api/status.dto.js';
export { BrokerModule } from './broker.module.js';
export { BrokerSamples } from './broker-samples.js';
export { BrokerService } from './broker.service.js';
export { brokerTarget } from './broker-target.js';
export { Publisher } from './publisher.js';
export { SparkplugNodes } from './sparkplug-nodes.js';
