import { Module } from '@nestjs/common';
import { BrokerSamplesController } from './api/broker-samples.controller.js';
import { MessagesController } from './api/messages.controller.js';
import { RetainedController } from './api/retained.controller.js';
import { StatusController } from './api/status.controller.js';
import { StreamController } from './api/stream.controller.js';
import { TopicMessagesController } from './api/topic-messages.controller.js';
import { TopicsController } from './api/topics.controller.js';
import { BrokerLogins } from './broker-logins.js';
import { BrokerMetrics } from './broker-metrics.js';
import { BrokerSampler } from './broker-sampler.js';
import { BrokerSamples } from './broker-samples.js';
import { BrokerService } from './broker.service.js';
import { BrokerStream } from './broker-stream.js';
import { Publisher } from './publisher.js';
import { RetainedJobs } from './retained-jobs.js';
import { RetainedService } from './retained.service.js';
import { SparkplugNodes } from './sparkplug-nodes.js';
import { SparkplugPayloads } from './sparkplug-payloads.js';
import { TopicMessages } from './topic-messages.js';

/**
 * The broker as MCM sees it. Other features ask through {@link BrokerService}, publish through {@link Publisher}, and
 * hear of Sparkplug nodes through {@link SparkplugNodes}.
 */
@Module({
  controllers: [
    StatusController,
    BrokerSamplesController,
    TopicsController,
    TopicMessagesController,
    MessagesController,
    RetainedController,
    StreamController,
  ],
  providers: [
    BrokerService,
    BrokerStream,
    BrokerMetrics,
    BrokerLogins,
    BrokerSamples,
    BrokerSampler,
    SparkplugNodes,
    SparkplugPayloads,
    TopicMessages,
    Publisher,
    RetainedJobs,
    RetainedService,
  ],
  exports: [BrokerService, Publisher, SparkplugNodes],
})
export class BrokerModule {}
