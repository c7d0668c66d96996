import { Module } from '@nestjs/common';
import { StatusController } from './api/status.controller.js';
import { StreamController } from './api/stream.controller.js';
import { TopicsController } from './api/topics.controller.js';
import { BrokerLogins } from './broker-logins.js';
import { BrokerMetrics } from './broker-metrics.js';
import { BrokerService } from './broker.service.js';
import { BrokerStream } from './broker-stream.js';

/** The broker as MCM sees it. Other features ask through {@link BrokerService} only. */
@Module({
  controllers: [StatusController, TopicsController, StreamController],
  providers: [BrokerService, BrokerStream, BrokerMetrics, BrokerLogins],
  exports: [BrokerService],
})
export class BrokerModule {}
